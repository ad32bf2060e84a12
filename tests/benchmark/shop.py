"""The workload that federation gateways are compared on: four subgraphs, a query that wants nearly all of it.

Same schema, query and amounts of data as the public benchmark of graphql-hive/graphql-gateways-benchmark; the
texts of the reviews are filled up to their lengths there.
"""

from __future__ import annotations

from typing import Any

from harness.memory_subgraph import MemorySubgraph

QUERY = """
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }
query TestQuery {
  users {
    ...User
    reviews { ...Review product { ...Product
      reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } }
  }
  topProducts {
    ...Product
    reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
  }
}
"""

SUPERGRAPH = """
schema @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }

directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String,
  external: Boolean, override: String, usedOverridden: Boolean) repeatable
  on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false,
  resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable
  on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar join__FieldSet
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
enum join__Graph {
  ACCOUNTS @join__graph(name: "accounts", url: "http://accounts")
  INVENTORY @join__graph(name: "inventory", url: "http://inventory")
  PRODUCTS @join__graph(name: "products", url: "http://products")
  REVIEWS @join__graph(name: "reviews", url: "http://reviews")
}

type Query @join__type(graph: ACCOUNTS) @join__type(graph: INVENTORY) @join__type(graph: PRODUCTS)
  @join__type(graph: REVIEWS) {
  me: User @join__field(graph: ACCOUNTS)
  users: [User] @join__field(graph: ACCOUNTS)
  topProducts(first: Int = 5): [Product] @join__field(graph: PRODUCTS)
}
type User @join__type(graph: ACCOUNTS, key: "id") @join__type(graph: REVIEWS, key: "id") {
  id: ID!
  name: String @join__field(graph: ACCOUNTS)
  username: String @join__field(graph: ACCOUNTS) @join__field(graph: REVIEWS, external: true)
  birthday: Int @join__field(graph: ACCOUNTS)
  reviews: [Review] @join__field(graph: REVIEWS)
}
type Product @join__type(graph: INVENTORY, key: "upc") @join__type(graph: PRODUCTS, key: "upc")
  @join__type(graph: REVIEWS, key: "upc") {
  upc: String!
  weight: Int @join__field(graph: INVENTORY, external: true) @join__field(graph: PRODUCTS)
  price: Int @join__field(graph: INVENTORY, external: true) @join__field(graph: PRODUCTS)
  name: String @join__field(graph: PRODUCTS)
  inStock: Boolean @join__field(graph: INVENTORY)
  shippingEstimate: Int @join__field(graph: INVENTORY, requires: "price weight")
  reviews: [Review] @join__field(graph: REVIEWS)
}
type Review @join__type(graph: REVIEWS, key: "id") {
  id: ID!
  body: String
  product: Product
  author: User @join__field(graph: REVIEWS, provides: "username")
}
"""

NAMES = ("Uri Goldshtein", "Dotan Simha", "Kamil Kisiela", "Arda Tanrikulu", "Gil Gardosh", "Laurin Quast")
USERS = {
    str(number): {
        "id": str(number),
        "name": name,
        "username": name.lower().replace(" ", ""),
        "birthday": 1234567890,
    }
    for number, name in enumerate(NAMES, 1)
}
ROWS = (
    ("Table", 899, 100, True),
    ("Couch", 1299, 1000, False),
    ("Glass", 15, 20, False),
    ("Chair", 499, 100, False),
    ("TV", 1299, 1000, True),
    ("Lamp", 6999, 300, True),
    ("Grill", 3999, 2000, True),
    ("Fridge", 100000, 6000, False),
    ("Sofa", 9999, 800, True),
)
PRODUCTS = {
    str(number): {"upc": str(number), "name": name, "price": price, "weight": weight, "inStock": in_stock}
    for number, (name, price, weight, in_stock) in enumerate(ROWS, 1)
}
LENGTHS = (445, 289, 275, 143, 445, 289, 275, 143, 143, 143, 844)
REVIEWS = [
    {"id": str(number), "body": ("lorem ipsum " * 80)[:length], "upc": upc}
    for number, (length, upc) in enumerate(zip(LENGTHS, "11112222344", strict=True), 1)
]


def subgraphs() -> dict[str, MemorySubgraph]:
    """The four of them."""
    return {"accounts": accounts(), "products": products(), "inventory": inventory(), "reviews": reviews()}


def accounts() -> MemorySubgraph:
    return MemorySubgraph(
        "type Query { users: [User] } type User { id: ID! name: String username: String birthday: Int }",
        {"Query.users": lambda *_: list(USERS.values())},
        {"User": lambda representation: USERS[representation["id"]]},
    )


def products() -> MemorySubgraph:
    return MemorySubgraph(
        """type Query { topProducts(first: Int = 5): [Product] }
        type Product { upc: String! name: String price: Int weight: Int }""",
        {"Query.topProducts": lambda _s, _i, first: list(PRODUCTS.values())[:first]},
        {"Product": lambda representation: PRODUCTS[representation["upc"]]},
    )


def inventory() -> MemorySubgraph:
    """Its estimate is always null there; the price and weight have to be sent all the same."""

    def product(representation: Any) -> dict[str, Any]:
        return {"upc": representation["upc"], "inStock": PRODUCTS[representation["upc"]]["inStock"]}

    return MemorySubgraph(
        "type Product { upc: String! inStock: Boolean shippingEstimate: Int }", {}, {"Product": product}
    )


def reviews() -> MemorySubgraph:
    return MemorySubgraph(
        """type Review { id: ID! body: String product: Product author: User }
        type User { id: ID! username: String reviews: [Review] }
        type Product { upc: String! reviews: [Review] }""",
        {
            "Review.product": lambda review, _i: {"upc": review["upc"]},
            "Review.author": lambda *_: {"id": "1", "username": USERS["1"]["username"]},
            "User.reviews": lambda *_: REVIEWS[:2],
            "Product.reviews": lambda product, _i: [
                each for each in REVIEWS if each["upc"] == product["upc"]
            ],
        },
        {
            "User": lambda representation: {"id": representation["id"]},
            "Product": lambda representation: {"upc": representation["upc"]},
            "Review": lambda representation: REVIEWS[int(representation["id"]) - 1],
        },
    )
