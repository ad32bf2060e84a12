"""Prints the SDL that ariadne gives for `_service { sdl }`."""

from ariadne.contrib.federation import FederatedObjectType, make_federated_schema
from graphql import graphql_sync

TYPES = """
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
        import: ["@key", "@shareable", "@external", "@requires"])
    type Query { product(upc: ID!): Product }
    type Product @key(fields: "upc") {
        upc: ID!
        title: String @shareable
        weight: Int @external
        postage: Int @requires(fields: "weight")
    }
"""
schema = make_federated_schema(TYPES, FederatedObjectType("Product"))
print(graphql_sync(schema, "{ _service { sdl } }").data["_service"]["sdl"])
