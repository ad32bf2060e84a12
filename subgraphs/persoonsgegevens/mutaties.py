"""What customers change about themselves: directly what is theirs to change, and by an aanvraag the rest."""

from typing import Annotated

import strawberry
from strawberry.federation.schema_directives import Cost

from auth.principal import Klantsoort
from auth.propagation import Statement
from subgraphs.persoonsgegevens import contact, klant
from subgraphs.persoonsgegevens.aanvraag import Verzoek
from subgraphs.persoonsgegevens.adreswijziging import (
    HANDELSREGISTERWET,
    OMSCHRIJVING,
    WET_BRP,
    ZAAKTYPE,
)
from subgraphs.persoonsgegevens.readers import Info
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.types_gegevens import Contactgegevens
from subgraphs.persoonsgegevens.types_klant import Klant
from subgraphs.persoonsgegevens.types_wijziging import (
    AanvraagIngediend,
    AdreswijzigingInput,
    BevestigingInput,
    BevestigingResultaat,
    ContactgegevensInput,
    Gewijzigd,
    NietToegestaan,
    VerificatieGestart,
    VerificatieInput,
    VerificatieMislukt,
    VerificatieResultaat,
    WijzigingResultaat,
)
from subgraphs.persoonsgegevens.verificatie import Mislukt, TeVeelCodes
from subgraphs.service.cost import BERICHT, REGISTRATIE, aanroepen
from subgraphs.service.directives import KLANT
from subgraphs.service.errors import NotFound
from subgraphs.service.verwerking import AANVRAGEN, CONTACTGEGEVENS

NIET_VAN_EEN_ANDER = NietToegestaan(
    reden="Een gemachtigde kan de contactgegevens van een ander niet wijzigen.", wettelijke_grondslag=None
)
ALLEEN_MET_CODE = NietToegestaan(
    reden="Een nieuw e-mailadres of telefoonnummer bevestigt u met een code: zie contactVerificatieStarten.",
    wettelijke_grondslag=None,
)
TE_VEEL_CODES = NietToegestaan(
    reden="Er zijn al veel codes verstuurd. Probeer het over een uur opnieuw.", wettelijke_grondslag=None
)
BIJ_DE_KVK = NietToegestaan(
    reden="Adressen van ondernemingen en instellingen wijzigt u bij de Kamer van Koophandel.",
    wettelijke_grondslag=HANDELSREGISTERWET,
)
NIET_BIJGEHOUDEN = NietToegestaan(
    reden="Uw gegevens worden niet meer bijgehouden. Neem contact op met de gemeente.",
    wettelijke_grondslag=WET_BRP,
)
NIET_HIER = NietToegestaan(
    reden="Een verhuizing kan hier niet worden doorgegeven. Gebruik het formulier van de gemeente.",
    wettelijke_grondslag=WET_BRP,
)


@strawberry.type(description="Wat er te wijzigen valt.")
class Mutation:
    @strawberry.mutation(
        directives=[KLANT, CONTACTGEGEVENS, aanroepen(1)],
        description="Wijzigt meteen hoe de gemeente de klant bereikt. Herhalen kan geen kwaad.",
    )
    async def contactgegevens_wijzigen(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            ContactgegevensInput, strawberry.argument(description="Wat er verandert.")
        ],
    ) -> WijzigingResultaat | None:
        customer, bronnen = info.context.require_customer(), info.context.own.bronnen
        if _handelt_voor_burger(customer):
            return NIET_VAN_EEN_ANDER
        wijziging = input.wijziging()
        if bronnen.alleen_met_code and wijziging.geeft_iets_nieuws:
            return ALLEEN_MET_CODE
        await _neem_op(info, customer)
        nieuw = await bronnen.contact.contactgegevens_wijzigen(customer.klant, wijziging)
        return await _gewijzigd(info, customer, nieuw)

    @strawberry.mutation(
        directives=[KLANT, CONTACTGEGEVENS, Cost(weight=BERICHT)],
        description="Stuurt een code naar een e-mailadres of telefoonnummer, zodat de klant kan bevestigen "
        "dat het van hem of haar is. Wie dit binnen een minuut herhaalt, krijgt geen tweede code.",
    )
    async def contact_verificatie_starten(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            VerificatieInput, strawberry.argument(description="Wat er bevestigd wordt.")
        ],
    ) -> VerificatieResultaat | None:
        customer = info.context.require_customer()
        if _handelt_voor_burger(customer):
            return NIET_VAN_EEN_ANDER
        await _neem_op(info, customer)
        kanaal = contact.Kanaal[input.kanaal.name]
        try:
            gestart = await info.context.own.bronnen.verificaties.start(customer.klant, kanaal, input.waarde)
        except TeVeelCodes:
            return TE_VEEL_CODES
        if gestart is None:
            raise NotFound("Deze klant")
        return VerificatieGestart.van(gestart)

    @strawberry.mutation(
        directives=[KLANT, CONTACTGEGEVENS, aanroepen(1)],
        description="Bevestigt een e-mailadres of telefoonnummer met de code die daarheen is gestuurd, en "
        "neemt het over in de contactgegevens.",
    )
    async def contact_verificatie_bevestigen(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            BevestigingInput, strawberry.argument(description="De code.")
        ],
    ) -> BevestigingResultaat | None:
        customer = info.context.require_customer()
        if _handelt_voor_burger(customer):
            return NIET_VAN_EEN_ANDER
        verificaties = info.context.own.bronnen.verificaties
        uitkomst = await verificaties.bevestig(customer.klant, input.verificatie, input.code)
        if isinstance(uitkomst, Mislukt):
            return VerificatieMislukt.van(uitkomst)
        return await _gewijzigd(info, customer, uitkomst)

    @strawberry.mutation(
        directives=[KLANT, AANVRAGEN, REGISTRATIE],
        description="Geeft een verhuizing door. De gemeente beslist daarover, dus het wordt een aanvraag.",
    )
    async def adreswijziging_doorgeven(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            AdreswijzigingInput, strawberry.argument(description="Waarheen, en wanneer.")
        ],
    ) -> WijzigingResultaat | None:
        customer, own = info.context.require_customer(), info.context.own
        if customer.klantsoort is not Klantsoort.BURGER:
            return BIJ_DE_KVK
        if _handelt_voor_burger(customer):
            return NIET_VAN_EEN_ANDER
        if own.bronnen.aanvragen is None:
            return NIET_HIER
        gegevens = input.wijziging().gegevens(own.vandaag)
        if await _opgeschort(info, customer):
            return NIET_BIJGEHOUDEN
        verzoek = Verzoek(ZAAKTYPE, OMSCHRIJVING, gegevens)
        return AanvraagIngediend.van(
            await own.bronnen.aanvragen.dien_in(customer, input.idempotentiesleutel, verzoek)
        )


async def _neem_op(info: Info, customer: Statement) -> None:
    """Whom the magazijn does not have, a register may know, or nobody: how to reach them begins with this."""
    await info.context.own.bronnen.contact.neem_op(customer.klant, customer.klantsoort)


async def _gewijzigd(info: Info, customer: Statement, nieuw: contact.Contactgegevens | None) -> Gewijzigd:
    """Raises NotFound for a customer of whom nothing is kept."""
    if nieuw is None or nieuw.gewijzigd_op is None:
        raise NotFound("Deze klant")
    info.context.own.contactgegevens.prime(customer.klant, nieuw, force=True)
    return Gewijzigd(
        klant=await Klant.resolve_reference(info, strawberry.ID(customer.klant)),
        contactgegevens=Contactgegevens.van(nieuw),
        gewijzigd_op=nieuw.gewijzigd_op,
    )


async def _opgeschort(info: Info, customer: Statement) -> bool:
    """Whether the register no longer follows the customer. If no source can tell, the handler will see."""
    try:
        found = await info.context.own.klant(customer, info, "opschortingBijhouding.code")
    except BronOnbeschikbaar:
        return False
    return isinstance(found, klant.Persoon) and found.opschorting is not None


def _handelt_voor_burger(customer: Statement) -> bool:
    """Someone acts for another person. For a company someone always acts: that is what eHerkenning is for."""
    return customer.klantsoort is Klantsoort.BURGER and customer.actor != customer.klant
