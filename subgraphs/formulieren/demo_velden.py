"""How a demo form is made: fields with their rules and hints, the fields that many forms share, and the files
that they ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from auth.principal import Klantsoort
from subgraphs.formulieren.formulier import Bijlagesoort, Formulier, Gegeven, Stap
from subgraphs.service.bestandssoort import DOCX, HEIC, JPEG, ODT, PDF, PNG

Regels = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Veld:
    """A field: its place in the schema, and the hints for who draws it. With `als` it is only shown, and
    asked, beside data that fits; `vast` is what the customer may not change where a register knows it.
    """

    naam: str
    regels: Regels
    verplicht: bool = True
    gegeven: Gegeven | None = None
    weergave: Regels = field(default_factory=dict)
    vast: bool = False
    als: Regels | None = None


def is_gelijk(veld: str, waarde: Any) -> Regels:
    """The condition that a field has this value: absent, it has not."""
    return {"properties": {veld: {"const": waarde}}, "required": [veld]}


def vast(veld: Veld) -> Veld:
    """The same, not to be changed where a register knows it."""
    return replace(veld, vast=True)


def als(voorwaarde: Regels, *velden: Veld) -> tuple[Veld, ...]:
    """The same, only shown under this condition."""
    return tuple(replace(veld, als=voorwaarde) for veld in velden)


def bijlage(naam: str, titel: str, toelichting: str, **opties: Any) -> Bijlagesoort:
    formaten = {"formaten": SCANS, "max_bytes": 10_000_000, **opties}
    return Bijlagesoort(naam, titel, toelichting, **formaten)


SCANS = (PDF, JPEG, PNG, HEIC)
STUKKEN = (*SCANS, DOCX, ODT)


def tekst(naam: str, titel: str, lengte: int = 200, **opties: Any) -> Veld:
    return Veld(naam, {"type": "string", "title": titel, "minLength": 1, "maxLength": lengte}, **opties)


def verhaal(naam: str, titel: str, **opties: Any) -> Veld:
    regels = {"type": "string", "title": titel, "minLength": 10, "maxLength": 4000}
    return Veld(naam, regels, weergave={"widget": "tekstvak"}, **opties)


def keuze(naam: str, titel: str, opties: Sequence[str], verplicht: bool = True) -> Veld:
    return Veld(
        naam,
        {"type": "string", "title": titel, "enum": list(opties)},
        verplicht,
        weergave={"widget": "keuze"},
    )


def datum(naam: str, titel: str, verplicht: bool = True, gegeven: Gegeven | None = None) -> Veld:
    regels = {"type": "string", "title": titel, "format": "date"}
    return Veld(naam, regels, verplicht, gegeven, {"widget": "datum"})


def janee(naam: str, titel: str) -> Veld:
    return Veld(naam, {"type": "boolean", "title": titel}, weergave={"widget": "schakelaar"})


def getal(naam: str, titel: str, hoogste: int, laagste: int = 1) -> Veld:
    return Veld(naam, {"type": "integer", "title": titel, "minimum": laagste, "maximum": hoogste})


def tijd(naam: str, titel: str) -> Veld:
    return Veld(naam, {"type": "string", "title": titel, "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})


def bedrag(naam: str, titel: str, hoogste: int) -> Veld:
    regels = {"type": "number", "title": titel, "exclusiveMinimum": 0, "maximum": hoogste}
    return Veld(naam, regels, weergave={"widget": "bedrag", "valuta": "EUR"})


POSTCODE = {"type": "string", "title": "Postcode", "pattern": r"^[1-9][0-9]{3} ?[A-Z]{2}$"}
IBAN = Veld(
    "iban",
    {"type": "string", "title": "IBAN", "pattern": r"^NL[0-9]{2}[A-Z]{4}[0-9]{10}$"},
    weergave={"hulp": "Zonder spaties, bijvoorbeeld NL91ABNA0417164300."},
)
NAAM = tekst("naam", "Naam", gegeven=Gegeven.NAAM, weergave={"autocomplete": "name"})
EMAIL = Veld(
    "email",
    {"type": "string", "title": "E-mailadres", "format": "email", "maxLength": 254},
    gegeven=Gegeven.EMAIL,
    weergave={"widget": "email", "autocomplete": "email"},
)
TELEFOON = Veld(
    "telefoonnummer",
    {"type": "string", "title": "Telefoonnummer", "pattern": r"^(\+[1-9][0-9]{7,14}|0[0-9]{9})$"},
    verplicht=False,
    gegeven=Gegeven.TELEFOON,
    weergave={"widget": "telefoon", "autocomplete": "tel"},
)
KENTEKEN = Veld(
    "kenteken",
    {"type": "string", "title": "Kenteken", "pattern": r"^(?=.{6,8}$)[A-Z0-9]+(-[A-Z0-9]+){0,2}$"},
    weergave={"hulp": "Met of zonder streepjes, bijvoorbeeld GB-001-B."},
)
LEIDINGGEVENDE = {
    "type": "object",
    "properties": {
        "naam": {"type": "string", "title": "Naam", "minLength": 1, "maxLength": 200},
        "geboortedatum": {"type": "string", "title": "Geboortedatum", "format": "date"},
        "socialeHygiene": {"type": "boolean", "title": "Verklaring sociale hygiëne"},
    },
    "required": ["naam", "geboortedatum", "socialeHygiene"],
    "additionalProperties": False,
}
ADRES = (
    tekst("straatnaam", "Straat", 80, gegeven=Gegeven.STRAAT),
    Veld(
        "huisnummer",
        {"type": "integer", "title": "Huisnummer", "minimum": 1, "maximum": 99999},
        gegeven=Gegeven.HUISNUMMER,
    ),
    tekst(
        "huisnummertoevoeging",
        "Letter of toevoeging",
        10,
        verplicht=False,
        gegeven=Gegeven.HUISNUMMERTOEVOEGING,
    ),
    Veld("postcode", POSTCODE, gegeven=Gegeven.POSTCODE, weergave={"autocomplete": "postal-code"}),
    tekst("woonplaats", "Woonplaats", 80, gegeven=Gegeven.WOONPLAATS),
)
GEBOORTEDATUM = datum("geboortedatum", "Geboortedatum", gegeven=Gegeven.GEBOORTEDATUM)
ORGANISATIE = (
    tekst("organisatienaam", "Naam van de organisatie", gegeven=Gegeven.NAAM),
    Veld(
        "kvkNummer",
        {"type": "string", "title": "KvK-nummer", "pattern": r"^[0-9]{8}$"},
        gegeven=Gegeven.KVK_NUMMER,
    ),
    Veld(
        "rsin",
        {"type": "string", "title": "RSIN", "pattern": r"^[0-9]{9}$"},
        verplicht=False,
        gegeven=Gegeven.RSIN,
    ),
    tekst("rechtsvorm", "Rechtsvorm", 80, verplicht=False, gegeven=Gegeven.RECHTSVORM),
)
CONTACT = (EMAIL, TELEFOON)


@dataclass(frozen=True, slots=True)
class Pagina:
    titel: str
    velden: Sequence[Veld]
    bijlagen: Sequence[Bijlagesoort] = ()


def formulier(
    kop: tuple[str, str, str], zaaktype: str, klantsoorten: frozenset[Klantsoort], *paginas: Pagina
) -> Formulier:
    """A form from its head (id, titel, omschrijving) and its pages."""
    velden = [veld for pagina in paginas for veld in pagina.velden]
    formulier_id, titel, omschrijving = kop
    return Formulier(
        id=formulier_id,
        titel=titel,
        omschrijving=omschrijving,
        zaaktype=zaaktype,
        klantsoorten=klantsoorten,
        trefwoorden=tuple(formulier_id.split("-")),
        schema={
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": titel,
            "type": "object",
            "properties": {veld.naam: veld.regels for veld in velden},
            "required": [veld.naam for veld in velden if veld.verplicht and veld.als is None],
            "additionalProperties": False,
            **_voorwaardelijk(velden),
        },
        weergave={veld.naam: veld.weergave for veld in velden if veld.weergave},
        stappen=tuple(
            Stap(
                pagina.titel,
                tuple(veld.naam for veld in pagina.velden),
                tuple(soort.naam for soort in pagina.bijlagen),
            )
            for pagina in paginas
        ),
        voorinvullen={veld.naam: veld.gegeven for veld in velden if veld.gegeven},
        vast=frozenset(veld.naam for veld in velden if veld.vast),
        voorwaarden={veld.naam: veld.als for veld in velden if veld.als is not None},
        bijlagen=tuple(soort for pagina in paginas for soort in pagina.bijlagen),
    )


def _voorwaardelijk(velden: Sequence[Veld]) -> Regels:
    """What is required of fields that are not always shown, in the words of JSON Schema."""
    regels = [
        {"if": veld.als, "then": {"required": [veld.naam]}}
        for veld in velden
        if veld.als is not None and veld.verplicht
    ]
    return {"allOf": regels} if regels else {}
