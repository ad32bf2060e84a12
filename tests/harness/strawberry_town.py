"""Three federated subgraphs made with strawberry: zaken that change, and what two others know of them."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import strawberry
import strawberry.federation
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from strawberry.asgi import GraphQL
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

PROTOCOLS = (GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL)
NAMEN = {"p1": "Anneke", "p2": "Bram"}


@strawberry.federation.type(keys=["id"], name="Persoon")
class Aanvrager:
    id: strawberry.ID


@strawberry.federation.type(keys=["id"])
class Zaak:
    id: strawberry.ID
    status: str
    aanvrager: Aanvrager | None


@strawberry.interface
class Gebeurtenis:
    moment: str


@strawberry.type
class StatusGezet(Gebeurtenis):
    zaak: Zaak


@strawberry.type
class Storing(Gebeurtenis):
    oorzaak: str | None


CHANGES: tuple[Gebeurtenis, ...] = (
    StatusGezet(moment="9:00", zaak=Zaak(id="z1", status="open", aanvrager=Aanvrager(id="p1"))),
    Storing(moment="9:05", oorzaak=None),
    StatusGezet(moment="9:10", zaak=Zaak(id="z2", status="dicht", aanvrager=None)),
    StatusGezet(moment="9:15", zaak=Zaak(id="z1", status="dicht", aanvrager=Aanvrager(id="weg"))),
)


@strawberry.type
class ZakenQuery:
    zaken: int = 2


@strawberry.type
class ZakenSubscription:
    @strawberry.subscription
    async def gebeurtenissen(self, vanaf: int = 0) -> AsyncGenerator[Gebeurtenis, None]:
        for change in CHANGES[vanaf:]:
            await asyncio.sleep(0)
            yield change


@strawberry.federation.type(keys=["id"])
class Persoon:
    id: strawberry.ID
    naam: str

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Persoon | None":  # noqa: A002
        naam = NAMEN.get(id)
        return cls(id=id, naam=naam) if naam else None


@strawberry.type
class PersonenQuery:
    personen: int = len(NAMEN)


@strawberry.federation.type(keys=["id"], name="Zaak")
class Dossier:
    id: strawberry.ID

    @strawberry.field
    def documenten(self) -> list[str]:
        return [f"brief bij {self.id}"]

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Dossier":  # noqa: A002
        return cls(id=id)


@strawberry.type
class DocumentenQuery:
    documenten: int = 0


SCHEMAS = {
    "zaken": strawberry.federation.Schema(
        ZakenQuery, subscription=ZakenSubscription, types=[StatusGezet, Storing]
    ),
    "personen": strawberry.federation.Schema(PersonenQuery, types=[Persoon]),
    "documenten": strawberry.federation.Schema(DocumentenQuery, types=[Dossier]),
}


def town_service() -> Starlette:
    """All three, each with GraphQL under its name."""
    endpoints: dict[str, Any] = {
        name: GraphQL(schema, subscription_protocols=PROTOCOLS) for name, schema in SCHEMAS.items()
    }
    return Starlette(
        routes=[
            *(Route(f"/{name}", endpoint) for name, endpoint in endpoints.items()),
            WebSocketRoute("/zaken", endpoints["zaken"]),
        ]
    )
