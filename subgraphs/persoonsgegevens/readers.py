"""What the resolvers of one request read with: the sources, for one caller."""

import asyncio
from dataclasses import dataclass
from datetime import date

import strawberry

from auth.principal import Klantsoort
from auth.propagation import Statement
from subgraphs.persoonsgegevens.aanvraag import Aanvragen
from subgraphs.persoonsgegevens.klant import Klant, NieuweOrganisatie, Nieuwkomer, Onbekende
from subgraphs.persoonsgegevens.selectie import gevraagde_velden, raakt_bronnen
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar, Contactgegevensbron, Persoonsgegevensbron
from subgraphs.persoonsgegevens.verificatie import Verificaties
from subgraphs.persoonsgegevens.vraag import Vraag
from subgraphs.service.context import Context
from subgraphs.service.loading import one_by_key
from subgraphs.service.verwerking import INZAGE_GEGEVENS


@dataclass(frozen=True, slots=True)
class Bronnen:
    """What answers and acts: who customers are, how to reach them, and what becomes of what they ask.

    `aanvragen` is None where there is no zaakregistratie to bring them to; with `alleen_met_code` an address
    or number is only taken when it was confirmed.
    """

    personen: Persoonsgegevensbron
    contact: Contactgegevensbron
    verificaties: Verificaties
    aanvragen: Aanvragen | None = None
    alleen_met_code: bool = False


class KlantReaders:
    """Made anew for each request: what is loaded for one caller is never there for another.

    The customer is read once, with all that the operation asks of them, however many positions there are.
    """

    def __init__(self, bronnen: Bronnen, vandaag: date) -> None:
        self.bronnen = bronnen
        self.vandaag = vandaag
        self.contactgegevens = one_by_key(bronnen.contact.contactgegevens)
        self._gelezen: asyncio.Future[Klant | None] | None = None

    async def wie(self, caller: Statement, info: "Info") -> Klant | Onbekende:
        """The customer whom the caller's statement is about.

        Whom no source knows is a customer all the same, and so is one of whom no source can tell now, or of
        whom nothing is asked that is in a source: then none is asked.
        """
        if not raakt_bronnen(gevraagde_velden(info._raw_info)):
            return _onbekend(caller)
        try:
            return await self.klant(caller, info) or _onbekend(caller)
        except BronOnbeschikbaar:
            return _onbekend(caller, bereikt=False)

    async def klant(self, caller: Statement, info: "Info", *ook: str) -> Klant | None:
        """The same, as far as a source knows them. `ook` are fields that are wanted beside those asked.

        Raises BronOnbeschikbaar.
        """
        if self._gelezen is None:
            vraag = Vraag(
                caller.klant,
                caller.klantsoort,
                gevraagde_velden(info._raw_info).union(ook),
                INZAGE_GEGEVENS.activiteit,
                nummer=caller.identificatie.subject,
                gemachtigde=caller.actor if caller.actor != caller.klant else None,
                seconden=info.context.seconds,
            )
            self._gelezen = asyncio.ensure_future(self.bronnen.personen.klant(vraag))
        return await self._gelezen


def _onbekend(caller: Statement, *, bereikt: bool = True) -> Onbekende:
    if caller.klantsoort is Klantsoort.BURGER:
        return Nieuwkomer(caller.klant, bereikt)
    return NieuweOrganisatie(caller.klant, caller.klantsoort, bereikt)


Info = strawberry.Info[Context[KlantReaders], None]
