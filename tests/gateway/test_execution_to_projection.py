"""From a plan written by hand to the client's answer: execution over subgraphs in memory, then projection."""

from __future__ import annotations

from typing import Any

import orjson
from graphql import build_schema
from harness.memory_subgraph import MemorySubgraph
from harness.plans import entities, key, output, represent_some, root, run

from gateway.execution.subgraph import Subgraph
from gateway.projection.project import compile_projection

PUBLIC = build_schema(
    """
    type Query { ik: Klant }
    interface Klant { id: ID!, naam: String, zaken: [Zaak!]! }
    type NatuurlijkPersoon implements Klant { id: ID!, naam: String, zaken: [Zaak!]!, leeftijd: Int }
    type Bedrijf implements Klant { id: ID!, naam: String, zaken: [Zaak!]! }
    type Zaak { nummer: ID!, omschrijving: String, status: Status!, behandelaar: String }
    type Status { naam: String! }
    """
)

PERSONEN = MemorySubgraph(
    """
    type Query { ik: Klant }
    interface Klant { id: ID!, naam: String }
    type NatuurlijkPersoon implements Klant { id: ID!, naam: String, leeftijd: Int }
    """,
    {"Query.ik": lambda *_: {"__typename": "NatuurlijkPersoon", "id": "k1", "naam": "Sanne", "leeftijd": 41}},
)

CASES = {
    "z1": {
        "nummer": "z1",
        "omschrijving": "Parkeervergunning",
        "status": {"naam": "Open"},
        "behandelaar": "Bo",
    },
    "z2": {"nummer": "z2", "omschrijving": None, "status": {"naam": "Gesloten"}, "behandelaar": None},
}

QUERY = """{ wie: ik { __typename naam
    lopend: zaken { nr: nummer omschrijving stand: status { naam } wie: behandelaar }
    ... on NatuurlijkPersoon { leeftijd } } }"""

PLAN = [
    root(
        1,
        "personen",
        "{ ik { __typename id naam ... on NatuurlijkPersoon { leeftijd } } }",
        "ik { id naam leeftijd }",
    ),
    entities(
        2,
        "zaken",
        "ik",
        "... on Klant { zaken { nummer omschrijving status { naam } behandelaar } }",
        represent_some(
            "NatuurlijkPersoon|Bedrijf",
            "zaken { nummer omschrijving status { naam } behandelaar }",
            key("id"),
            typename="Klant",
        ),
        after=(1,),
    ),
]


def zaken(**resolvers: Any) -> MemorySubgraph:
    """The interface object's subgraph: it knows no kinds of Klant."""
    return MemorySubgraph(
        """
        type Klant { id: ID!, zaken: [Zaak!]! }
        type Zaak { nummer: ID!, omschrijving: String, status: Status!, behandelaar: String }
        type Status { naam: String! }
        """,
        {"Klant.zaken": lambda *_: list(CASES.values()), **resolvers},
        {"Klant": lambda representation: {"id": representation["id"]}},
    )


async def answer(subgraph: Subgraph) -> tuple[Any, list[Any]]:
    result = await run(PLAN, {"personen": PERSONEN, "zaken": subgraph})
    data, errors = compile_projection(output(PUBLIC, QUERY), PUBLIC).project(result.data, result.unplaced)
    return orjson.loads(orjson.dumps(data)), errors


async def test_two_subgraphs_answer_one_query() -> None:
    data, errors = await answer(zaken())
    assert errors == []
    assert data == {
        "wie": {
            "__typename": "NatuurlijkPersoon",
            "naam": "Sanne",
            "lopend": [
                {"nr": "z1", "omschrijving": "Parkeervergunning", "stand": {"naam": "Open"}, "wie": "Bo"},
                {"nr": "z2", "omschrijving": None, "stand": {"naam": "Gesloten"}, "wie": None},
            ],
            "leeftijd": 41,
        }
    }


async def test_a_subgraphs_error_is_told_at_the_clients_path() -> None:
    def handler(source: dict[str, Any], _info: Any) -> str:
        if source["nummer"] == "z2":
            raise PermissionError("niet voor u")
        return str(source["behandelaar"])

    data, errors = await answer(zaken(**{"Zaak.behandelaar": handler}))
    assert [zaak["wie"] for zaak in data["wie"]["lopend"]] == ["Bo", None]
    assert errors == [
        {
            "message": "niet voor u",
            "path": ["wie", "lopend", 1, "wie"],
            "extensions": {"service": "zaken", "code": "DOWNSTREAM_SERVICE_ERROR"},
        }
    ]


async def test_an_error_whose_null_rose_inside_the_subgraph_keeps_its_full_path_in_the_clients_names() -> (
    None
):
    def broken(source: dict[str, Any], _info: Any) -> str:
        raise LookupError("geen status")

    data, errors = await answer(zaken(**{"Status.naam": broken}))
    assert data == {"wie": None}
    assert [error["path"] for error in errors] == [["wie", "lopend", 0, "stand", "naam"]]
