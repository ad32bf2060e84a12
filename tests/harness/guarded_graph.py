"""A supergraph with every way in which a coordinate can be guarded, and callers to hold against it."""

from auth.assurance import Niveau
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from schema.supergraph import Supergraph

SDL = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
  @link(
    url: "https://specs.apollo.dev/authenticated/v0.1"
    import: [{name: "@authenticated", as: "@ingelogd"}]
  )
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1")
  @link(url: "https://specs.apollo.dev/policy/v0.1")
  @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)
{ query: Query }

enum join__Graph { P @join__graph(name: "personen", url: "") Z @join__graph(name: "zaken", url: "") }

type Query @join__type(graph: P) @join__type(graph: Z) {
  ik: Klant @join__field(graph: P) @ingelogd
  nieuws: [Nieuws!] @join__field(graph: P)
  vondsten: [Vondst] @join__field(graph: P)
  zaken: [[Zaak]] @join__field(graph: Z)
  persoon: Persoon @join__field(graph: P)
}
type Nieuws @join__type(graph: P) {
  kaart: Kaart titel: String! bij: String @policy(policies: [["redactie"]]) }
interface Klant @join__type(graph: P, key: "id") @join__type(graph: Z, key: "id", isInterfaceObject: true) {
  id: ID! @join__field(graph: P) @join__field(graph: Z)
  naam: String @join__field(graph: P)
  taken: [String] @join__field(graph: Z) @requiresScopes(scopes: [["loa:midden"]])
}
type Persoon implements Klant @join__implements(graph: P, interface: "Klant") @join__type(graph: P, key: "id")
  @join__type(graph: Z, key: "id") {
  id: ID!
  naam: String @join__field(graph: P) @requiresScopes(scopes: [["klantsoort:burger", "loa:basis"]])
  bsn: Bsn @join__field(graph: P) @join__field(graph: Z, external: true)
  partner: Persoon @join__field(graph: P)
  taken: [String] @join__field
  brief: String @join__field(graph: Z, requires: "partner { bsn } ... on Persoon { naam }")
    @join__field(graph: P, external: true)
}
type Bedrijf implements Klant @join__implements(graph: P, interface: "Klant") @join__type(graph: P, key: "id")
  @requiresScopes(
    scopes: [["klantsoort:bedrijf", "loa:midden"], ["klantsoort:instelling", "loa:substantieel"]]
  )
{
  id: ID! @join__field(graph: P)
  naam: String @join__field(graph: P)
  taken: [String] @join__field
}
scalar Bsn @join__type(graph: P) @join__type(graph: Z)
  @requiresScopes(scopes: [["klantsoort:burger", "loa:hoog"]])
union Vondst @join__type(graph: P) @context(name: "personen__vondst")
  @join__unionMember(graph: P, member: "Nieuws")
  @join__unionMember(graph: P, member: "Persoon") @join__unionMember(graph: P, member: "Bedrijf")
  = Nieuws | Persoon | Bedrijf
type Zaak @join__type(graph: Z) @requiresScopes(scopes: [["machtiging:zaken"], ["klantsoort:burger"]]) {
  nummer: String hoofdzaak: Zaak
}
type Kaart @join__type(graph: P, key: "id") {
  id: ID!
  titel: String @join__field(
    graph: P
    contextArguments: [{
      context: "personen__vondst", name: "bij", type: "String",
      selection: "... on Persoon { naam } ... on Nieuws { titel }"
    }]
  )
}
"""


def guarded_graph() -> Supergraph:
    return Supergraph.parse(SDL)


def customer(
    klantsoort: Klantsoort = Klantsoort.BURGER, niveau: Niveau = Niveau.MIDDEN, *diensten: str
) -> Principal:
    """Someone who logged in; with `diensten`, someone who acts for another."""
    actor = Identiteit("klant-1", Identifier.PSEUDONIEM)
    subject = Identiteit("klant-2", Identifier.PSEUDONIEM) if diensten else actor
    mandaat = Mandaat(frozenset(diensten)) if diensten else None
    return Principal(actor, subject, klantsoort, "digid", niveau, mandaat)
