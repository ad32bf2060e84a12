"""A town in which zaken change: one subgraph tells of it, two others know more of what it is about."""

from __future__ import annotations

from typing import Any

from harness.composed import composed
from harness.memory_subgraph import MemorySubgraph

ZAKEN = """
type Query { zaken: Int @shareable }
type Subscription {
  zaakGewijzigd(id: ID): Zaak
  gebeurtenis: Gebeurtenis!
  inkomenGewijzigd: Persoon @requiresScopes(scopes: [["klantsoort:burger", "loa:midden"]])
  geheim: Int @policy(policies: [["kantooruren"]])
}
interface Gebeurtenis { moment: String! zaak: Zaak }
type StatusGezet implements Gebeurtenis { moment: String! zaak: Zaak status: String! }
type BerichtGeplaatst implements Gebeurtenis @key(fields: "id") { id: ID! moment: String! zaak: Zaak }
type Zaak @key(fields: "id") { id: ID! status: String! aanvrager: Persoon }
type Persoon @key(fields: "id") { id: ID! }
"""
PERSONEN = """
type Query { zaken: Int @shareable }
type Persoon @key(fields: "id") {
  id: ID!
  naam: String!
  inkomen: Int @requiresScopes(scopes: [["klantsoort:burger", "loa:midden"]])
}
"""
DOCUMENTEN = """
type Query { zaken: Int @shareable }
type Zaak @key(fields: "id") { id: ID! documenten: [Document!]! }
type Document { titel: String! }
type BerichtGeplaatst @key(fields: "id") { id: ID! tekst: String }
"""
LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", '
    '"@requiresScopes", "@policy"])\n'
)
SUPERGRAPH = composed({"zaken": LINK + ZAKEN, "personen": LINK + PERSONEN, "documenten": LINK + DOCUMENTEN})

NAMEN = {"p1": "Anneke", "p2": "Bram"}


def entity_subgraphs() -> dict[str, MemorySubgraph]:
    """All three; the one with the subscriptions is asked for nothing else."""
    return {
        "zaken": MemorySubgraph("type Query { zaken: Int }"),
        "personen": MemorySubgraph(
            "type Persoon { id: ID! naam: String inkomen: Int }", entities={"Persoon": _persoon}
        ),
        "documenten": MemorySubgraph(
            "type Zaak { id: ID! documenten: [Document!]! } type Document { titel: String! } "
            "type BerichtGeplaatst { id: ID! tekst: String }",
            entities={"Zaak": _zaak, "BerichtGeplaatst": lambda one: {"tekst": f"bericht {one['id']}"}},
        ),
    }


def _persoon(representation: Any) -> Any:
    naam = NAMEN.get(representation["id"])
    return naam and {"id": representation["id"], "naam": naam, "inkomen": 30_000}


def _zaak(representation: Any) -> Any:
    return {"documenten": [{"titel": f"brief bij {representation['id']}"}]}
