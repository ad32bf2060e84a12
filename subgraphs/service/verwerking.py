"""@verwerking: under which activity of the register of verwerkingsactiviteiten personal data is processed.

Every reading or change of what carries it becomes a line in the processing log (Logboek Dataverwerkingen) of
the gateway, which finds the directive in the supergraph.
"""

from strawberry.federation.schema_directive import Location, schema_directive

REGISTER = "https://voorbeeldstad.example/verwerkingsactiviteiten"
"""The register of the municipality of the demo."""


@schema_directive(
    locations=[Location.OBJECT, Location.INTERFACE, Location.FIELD_DEFINITION],
    name="verwerking",
    compose=True,
    import_url="https://gemeentegraaf.nl/verwerking/v1.0",
    description="De verwerkingsactiviteit waaronder persoonsgegevens worden verwerkt.",
)
class Verwerking:
    activiteit: str


def _activiteit(naam: str) -> Verwerking:
    return Verwerking(activiteit=f"{REGISTER}/{naam}/1")


INZAGE_GEGEVENS = _activiteit("inzage-eigen-gegevens")
INZAGE_ZAKEN = _activiteit("inzage-eigen-zaken")
CONTACTGEGEVENS = _activiteit("bijhouden-contactgegevens")
AANVRAGEN = _activiteit("behandelen-aanvragen")
GEGEVENSMAGAZIJN = _activiteit("bijhouden-gegevensmagazijn")
