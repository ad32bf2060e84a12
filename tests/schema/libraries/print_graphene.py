"""Prints the SDL that graphene-federation gives for `_service { sdl }`."""

import graphene
from graphene_federation import FederationVersion, build_schema, external, key, requires, shareable


@key("upc")
class Product(graphene.ObjectType):
    upc = graphene.ID(required=True)
    title = shareable(graphene.String())
    weight = external(graphene.Int())
    postage = requires(graphene.Int(), fields="weight")


class Query(graphene.ObjectType):
    product = graphene.Field(Product, upc=graphene.ID(required=True))


schema = build_schema(query=Query, federation_version=FederationVersion.VERSION_2_6)
print(schema.execute("{ _service { sdl } }").data["_service"]["sdl"])
