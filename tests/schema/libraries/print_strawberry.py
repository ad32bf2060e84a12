"""Prints the SDL that strawberry gives for `_service { sdl }`, the machinery of federation in it."""

import strawberry


@strawberry.federation.type(keys=["upc"])
class Product:
    upc: strawberry.ID
    title: str | None = strawberry.federation.field(shareable=True, default=None)
    weight: int | None = strawberry.federation.field(external=True, default=None)

    @strawberry.federation.field(requires=["weight"])
    def postage(self) -> int | None:
        return None


@strawberry.type
class Query:
    @strawberry.field
    def product(self, upc: strawberry.ID) -> Product | None:
        return None


schema = strawberry.federation.Schema(query=Query)
print(schema.execute_sync("{ _service { sdl } }").data["_service"]["sdl"])
