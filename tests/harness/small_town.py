"""A town of three subgraphs in memory and their supergraph: people, zaken and open data.

What is public, what wants a login and what wants a burger is in the supergraph; entities go from people to
their zaken and back.
"""

from __future__ import annotations

from typing import Any

from harness.memory_subgraph import MemorySubgraph

SUPERGRAPH = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)
{ query: Query mutation: Mutation subscription: Subscription }

enum join__Graph {
  DATA @join__graph(name: "data", url: "http://data.test/graphql")
  PERSONEN @join__graph(name: "personen", url: "http://personen.test/graphql")
  ZAKEN @join__graph(name: "zaken", url: "http://zaken.test/graphql")
}

type Query @join__type(graph: DATA) @join__type(graph: PERSONEN) @join__type(graph: ZAKEN) {
  datasets(thema: Thema, eerste: Int = 10): [Dataset!]! @join__field(graph: DATA)
  ik: Persoon @join__field(graph: PERSONEN)
  personen: [Persoon!]! @join__field(graph: PERSONEN)
  zaak(id: ID!): Zaak @join__field(graph: ZAKEN)
}

type Mutation @join__type(graph: ZAKEN) {
  zaakSluiten(id: ID!): Zaak @join__field(graph: ZAKEN)
}

type Subscription @join__type(graph: ZAKEN) {
  zaakGewijzigd: Zaak @join__field(graph: ZAKEN)
}

enum Thema @join__type(graph: DATA) {
  NATUUR @join__enumValue(graph: DATA)
  VERKEER @join__enumValue(graph: DATA)
}

type Dataset @join__type(graph: DATA) {
  titel: String!
  thema: Thema!
  intern: String @inaccessible
}

type Persoon @join__type(graph: PERSONEN, key: "id") @join__type(graph: ZAKEN, key: "id") {
  id: ID!
  naam: String! @join__field(graph: PERSONEN)
  inkomen: Int @join__field(graph: PERSONEN) @requiresScopes(scopes: [["klantsoort:burger", "loa:midden"]])
  zaken: [Zaak!]! @join__field(graph: ZAKEN) @authenticated
}

type Zaak @join__type(graph: ZAKEN, key: "id") {
  id: ID!
  omschrijving: String!
  gesloten: Boolean!
  aanvrager: Persoon
}
"""

PEOPLE = {
    "p1": {"id": "p1", "naam": "Anneke", "inkomen": 30_000},
    "p2": {"id": "p2", "naam": "Bram", "inkomen": None},
}
DATASETS = [{"titel": "Bomen", "thema": "NATUUR"}, {"titel": "Fietspaden", "thema": "VERKEER"}]


def small_town() -> dict[str, MemorySubgraph]:
    """The subgraphs by name, fresh: what one test changes, another does not see."""
    zaken = {
        "z1": {"id": "z1", "omschrijving": "Boom kappen", "gesloten": False, "aanvrager": {"id": "p1"}},
        "z2": {"id": "z2", "omschrijving": "Paspoort", "gesloten": True, "aanvrager": None},
    }

    def zaak(_source: Any, _info: Any, id: str) -> Any:  # noqa: A002 - the argument's name in the schema
        return zaken.get(id)

    def close(_source: Any, _info: Any, id: str) -> Any:  # noqa: A002 - idem
        zaken[id]["gesloten"] = True
        return zaken[id]

    return {
        "data": MemorySubgraph(
            """
            type Query { datasets(thema: Thema, eerste: Int = 10): [Dataset!]! }
            enum Thema { NATUUR VERKEER }
            type Dataset { titel: String! thema: Thema! intern: String }
            """,
            {"Query.datasets": lambda _source, _info, thema=None, eerste=10: _datasets(thema)[:eerste]},
        ),
        "personen": MemorySubgraph(
            """
            type Query { ik: Persoon personen: [Persoon!]! }
            type Persoon { id: ID! naam: String! inkomen: Int }
            """,
            {"Query.ik": lambda *_: PEOPLE["p1"], "Query.personen": lambda *_: list(PEOPLE.values())},
            {"Persoon": lambda representation: PEOPLE.get(representation["id"])},
        ),
        "zaken": MemorySubgraph(
            """
            type Query { zaak(id: ID!): Zaak }
            type Mutation { zaakSluiten(id: ID!): Zaak }
            type Subscription { zaakGewijzigd: Zaak }
            type Persoon { id: ID! zaken: [Zaak!]! }
            type Zaak { id: ID! omschrijving: String! gesloten: Boolean! aanvrager: Persoon }
            """,
            {"Query.zaak": zaak, "Mutation.zaakSluiten": close},
            {
                "Persoon": lambda representation: {
                    "id": representation["id"],
                    "zaken": [z for z in zaken.values() if z["aanvrager"] == {"id": representation["id"]}],
                },
                "Zaak": lambda representation: zaken.get(representation["id"]),
            },
        ),
    }


def _datasets(thema: str | None) -> list[dict[str, str]]:
    return [dataset for dataset in DATASETS if thema in (None, dataset["thema"])]
