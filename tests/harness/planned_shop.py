"""A shop in four subgraphs, and queries whose plans differ in kind."""

SHOP = {
    "accounts": """
        type Query { me: User users: [User!]! }
        type User @key(fields: "id") { id: ID! name: String! }
    """,
    "products": """
        type Query { top(first: Int = 5): [Product!]! }
        type Product @key(fields: "upc") { upc: ID! name: String price: Int size: Size }
        type Size { weight: Int length: Int }
    """,
    "inventory": """
        type Product @key(fields: "upc") {
            upc: ID! stock: Int
            price: Int @external size: Size @external
            estimate(to: String): Int @requires(fields: "price size { weight }")
        }
        type Size { weight: Int @external }
    """,
    "reviews": """
        type Query { latest: [Review!]! }
        type Mutation { praise(text: String): Review scold: Review }
        type Subscription { reviewed: Review! }
        type Review @key(fields: "id") { id: ID! body: String author: User! product: Product! about: Thing }
        type User @key(fields: "id") { id: ID! reviews: [Review!] }
        type Product @key(fields: "upc") { upc: ID! reviews: [Review!] }
        union Thing = Product | User
    """,
}
QUERY = (
    "query Top($n: Int) { top(first: $n) { price: name estimate reviews { author { name } } } me { name } }"
)
ABSTRACT = "{ latest { about { ... on Product { stock } ... on User { name } } } }"
DEFERRING = '{ top { name ... @defer(label: "s") { stock } } }'
SUBSCRIBING = "subscription { reviewed { body author { name } } }"
QUERIES = [QUERY, ABSTRACT, DEFERRING, SUBSCRIBING, "{ __typename }", "{ me { name } }"]
