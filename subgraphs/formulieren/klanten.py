"""The customers, as formulieren extends them: prefill of a form and the aanvragen they made.

What stands here as external belongs to the persoonsgegevens subgraph; it comes along with a reference when a
field that requires it is asked for, and is not looked up here.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

import strawberry
import strawberry.federation

from auth import principal
from subgraphs.formulieren.aanvraag import Stand
from subgraphs.formulieren.readers import Info
from subgraphs.formulieren.types import Aanvraag, AanvraagConnection, AanvraagEdge, Aanvraagstand
from subgraphs.formulieren.types_formulier import After, First
from subgraphs.formulieren.types_inzending import OpenstaandeInzending
from subgraphs.formulieren.types_voorinvulling import Bron, Voorinvulling
from subgraphs.formulieren.voorinvulling import vul_in
from subgraphs.service.cost import aanroepen
from subgraphs.service.directives import (
    BEDRIJF,
    BEDRIJF_OF_GEMACHTIGDE,
    BURGER,
    BURGER_OF_GEMACHTIGDE,
    INSTELLING,
    INSTELLING_OF_GEMACHTIGDE,
    KLANT,
)
from subgraphs.service.errors import NotFound
from subgraphs.service.list_size import BLADZIJDE, hoogstens
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.verwerking import AANVRAGEN

Formuliersleutel = Annotated[strawberry.ID, strawberry.argument(description="De sleutel van het formulier.")]

VOORINGEVULD = (
    "Wat er van de klant bekend is, in de velden van een formulier. Is er niets bekend, of werkt de bron "
    "niet, dan blijft het formulier bruikbaar."
)
HERKOMST = "Waar deze groep gegevens vandaan komt."
_HERKOMST = "herkomst { bron opgehaaldOp authentiek inOnderzoek }"
PERSOON_NODIG = (
    f"naam {{ volledigeNaam {_HERKOMST} }} geboorte {{ datum {_HERKOMST} }} verblijfplaats {{ ... on Adres "
    f"{{ straatnaam huisnummer huisletter huisnummertoevoeging postcode woonplaats {_HERKOMST} }} }} "
    f"contactgegevens {{ email telefoonnummer }} opschortingBijhouding {{ code }} {_HERKOMST}"
)
ORGANISATIE_NODIG = (
    f"statutaireNaam kvkNummer rsin rechtsvorm contactgegevens {{ email telefoonnummer }} {_HERKOMST}"
)


def _extern(description: str) -> Any:
    """A field of another subgraph, named here because something requires it."""
    return strawberry.federation.field(external=True, default=None, description=description)


@strawberry.type(directives=[KLANT], description="Waar een groep gegevens vandaan komt, en hoe zeker die is.")
class Herkomst:
    bron: Bron = _extern("De bron die is geraadpleegd.")
    opgehaald_op: datetime = _extern("Wanneer de gegevens bij de bron zijn opgehaald.")
    authentiek: bool = _extern(
        "Of de gegevens rechtstreeks uit de basisregistratie komen, en dus niet uit een kopie."
    )
    in_onderzoek: bool = _extern("Of er een onderzoek loopt naar de juistheid.")


@strawberry.type(directives=[BURGER], description="De naam van een persoon.")
class Naam:
    volledige_naam: str = _extern("Voornamen, voorvoegsel en geslachtsnaam achter elkaar.")
    herkomst: Herkomst = _extern(HERKOMST)


@strawberry.type(directives=[BURGER], description="Wanneer en waar iemand is geboren.")
class Geboorte:
    datum: date | None = _extern("De geboortedatum; leeg als die niet volledig bekend is.")
    herkomst: Herkomst = _extern(HERKOMST)


@strawberry.type(directives=[KLANT], description="Een adres in Nederland.")
class Adres:
    straatnaam: str = _extern("De officiële straatnaam.")
    huisnummer: int = _extern("Het huisnummer, zonder letter en toevoeging.")
    huisletter: str | None = _extern("De letter bij het huisnummer.")
    huisnummertoevoeging: str | None = _extern("De toevoeging bij het huisnummer.")
    postcode: str = _extern("De postcode, zonder spatie: `1234AB`.")
    woonplaats: str = _extern("De woonplaats.")
    herkomst: Herkomst = _extern(HERKOMST)


@strawberry.type(
    directives=[BURGER], description="Dat en waarom iemands gegevens niet meer worden bijgehouden."
)
class OpschortingBijhouding:
    code: str = _extern(
        "De reden in de landelijke tabel: `O` is overlijden, `E` emigratie, `M` ministerieel besluit."
    )


Verblijfplaats = Annotated[
    Adres, strawberry.union("Verblijfplaats", description="Waar iemand volgens de registratie woont.")
]


@strawberry.type(directives=[KLANT], description="Hoe de gemeente een klant kan bereiken.")
class Contactgegevens:
    email: str | None = _extern("Het e-mailadres.")
    telefoonnummer: str | None = _extern("Het telefoonnummer met landnummer: `+31612345678`.")


@strawberry.type
class Klantdeel:
    """What the three kinds of customer share here. `representatie` is all that came with a reference."""

    klantsoort: ClassVar[principal.Klantsoort]
    id: strawberry.ID = strawberry.field(
        description="De sleutel van de klant: een pseudoniem dat alleen in deze gemeente betekenis heeft."
    )
    representatie: strawberry.Private[Mapping[str, Any]]

    @strawberry.field(
        directives=[KLANT, AANVRAGEN, BLADZIJDE],
        description="De aanvragen van de klant, ook de concepten; de nieuwste eerst.",
    )
    async def aanvragen(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        stand: Annotated[
            Aanvraagstand | None, strawberry.argument(description="Alleen aanvragen die zo ver zijn.")
        ] = None,
    ) -> AanvraagConnection | None:
        gekozen = None if stand is None else Stand[stand.name]
        request = PageRequest.of(first, after, keys=1)
        page = await info.context.own.bron.aanvragen_van(self.id, request, gekozen)
        return AanvraagConnection.of(
            page, lambda row: AanvraagEdge(cursor=cursor((row.volgnummer,)), node=Aanvraag.of(row)), after
        )

    @strawberry.field(
        directives=[KLANT, AANVRAGEN, hoogstens(10), aanroepen(1, over=10)],
        description=(
            "Wat de klant elders begon in te vullen en nog niet heeft ingediend; het laatst gewijzigde eerst."
        ),
    )
    async def openstaande_inzendingen(self, info: Info) -> list[OpenstaandeInzending] | None:
        bron = info.context.own.inzendingen
        if bron is None:
            return []
        found = await bron.openstaand(info.context.require_number())
        return [OpenstaandeInzending.of(one) for one in found]

    @classmethod
    def resolve_reference(cls, info: Info, id: strawberry.ID, **representatie: Any) -> Self:  # noqa: A002
        """The caller itself. Raises NotFound for any other customer, Unauthorized for nobody."""
        klant = info.context.require_customer()
        if (klant.klant, klant.klantsoort) != (id, cls.klantsoort):
            raise NotFound("Deze klant")
        return cls(id=id, representatie=representatie)

    async def vul_in(self, info: Info, formulier: str) -> Voorinvulling:
        """Raises NotFound for a form that is not there, or not for this kind of customer."""
        found = await info.context.own.formulieren.load(formulier)
        if found is None or self.klantsoort not in found.klantsoorten:
            raise NotFound("Dit formulier")
        ingevuld = vul_in(found, self.klantsoort, self.representatie)
        own = info.context.own
        return Voorinvulling.of(ingevuld, own.bewijzen.maak(self.id, found.id, ingevuld, own.clock()))


@strawberry.federation.type(
    keys=["id"], directives=[BURGER_OF_GEMACHTIGDE], description="Een natuurlijk persoon."
)
class NatuurlijkPersoon(Klantdeel):
    klantsoort = principal.Klantsoort.BURGER
    naam: Naam | None = _extern("De naam; leeg voor wie in geen registratie staat.")
    geboorte: Geboorte | None = _extern("Wanneer en waar de klant is geboren.")
    verblijfplaats: Verblijfplaats | None = _extern("Waar de klant volgens de registratie woont.")
    contactgegevens: Contactgegevens | None = _extern("Hoe de gemeente de klant kan bereiken.")
    opschorting_bijhouding: OpschortingBijhouding | None = _extern(
        "Waarom de gegevens niet meer worden bijgehouden; leeg als dat gewoon gebeurt."
    )
    herkomst: Herkomst | None = _extern("Waar deze persoonsgegevens vandaan komen.")

    @strawberry.federation.field(
        requires=[PERSOON_NODIG], directives=[BURGER, AANVRAGEN], description=VOORINGEVULD
    )
    async def vooringevuld(self, info: Info, formulier: Formuliersleutel) -> Voorinvulling | None:
        return await self.vul_in(info, formulier)


@strawberry.federation.type(keys=["id"], directives=[BEDRIJF_OF_GEMACHTIGDE], description="Een onderneming.")
class Onderneming(Klantdeel):
    klantsoort = principal.Klantsoort.BEDRIJF
    kvk_nummer: str | None = _extern("Het nummer in het Handelsregister: acht cijfers.")
    rsin: str | None = _extern(
        "Het nummer van de rechtspersoon; leeg voor wie dat niet is, zoals een eenmanszaak."
    )
    statutaire_naam: str | None = _extern("De naam volgens de statuten.")
    rechtsvorm: str | None = _extern("De rechtsvorm, in woorden.")
    contactgegevens: Contactgegevens | None = _extern("Hoe de gemeente de klant kan bereiken.")
    herkomst: Herkomst | None = _extern("Waar deze gegevens vandaan komen.")

    @strawberry.federation.field(
        requires=[ORGANISATIE_NODIG], directives=[BEDRIJF, AANVRAGEN], description=VOORINGEVULD
    )
    async def vooringevuld(self, info: Info, formulier: Formuliersleutel) -> Voorinvulling | None:
        return await self.vul_in(info, formulier)


@strawberry.federation.type(
    keys=["id"],
    directives=[INSTELLING_OF_GEMACHTIGDE],
    description="Een stichting, vereniging of andere instelling.",
)
class Instelling(Klantdeel):
    klantsoort = principal.Klantsoort.INSTELLING
    rsin: str | None = _extern("Het nummer van de rechtspersoon: negen cijfers.")
    kvk_nummer: str | None = _extern("Het nummer in het Handelsregister: acht cijfers.")
    statutaire_naam: str | None = _extern("De naam volgens de statuten.")
    rechtsvorm: str | None = _extern("De rechtsvorm, in woorden.")
    contactgegevens: Contactgegevens | None = _extern("Hoe de gemeente de klant kan bereiken.")
    herkomst: Herkomst | None = _extern("Waar deze gegevens vandaan komen.")

    @strawberry.federation.field(
        requires=[ORGANISATIE_NODIG], directives=[INSTELLING, AANVRAGEN], description=VOORINGEVULD
    )
    async def vooringevuld(self, info: Info, formulier: Formuliersleutel) -> Voorinvulling | None:
        return await self.vul_in(info, formulier)
