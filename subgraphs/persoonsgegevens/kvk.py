"""The connector of the Handelsregister: the KvK API, by KvK number, RSIN or vestigingsnummer.

    RSIN      -> /v2/zoeken                              which KvK number that is
    always    -> /v1/basisprofielen/{kvk}                with the hoofdvestiging in it
    if asked  -> /v1/basisprofielen/{kvk}/vestigingen    and a vestigingsprofiel of each, if what stands
                                                         only there is asked
Each question is paid for, so answers are used again for a while; what is said of their age stays true.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import ValidationError

from auth.principal import Identifier, Klantsoort
from subgraphs.persoonsgegevens.klant import Klant, Organisatie
from subgraphs.persoonsgegevens.kvk_antwoord import Basisprofiel, Deel, Resultaten, Vestiging, Vestigingen
from subgraphs.persoonsgegevens.kvk_organisatie import organisatie_van, vestigingen_van
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.vraag import Vraag
from subgraphs.service.processing import asking
from subgraphs.service.register_call import RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.verwerking import Verwerking

BEWAARD = 1000
"""Organisations that are kept at most."""
NOT_FOUND = 404
_VESTIGING = "vestigingen"
_UIT_PROFIEL = ("vestigingen.bezoekadres.", "vestigingen.werkzamePersonen")

D = TypeVar("D", bound=Deel)


@dataclass(frozen=True, slots=True)
class _Nummer:
    """What is asked by: the KvK number, and the one vestiging that someone is restricted to."""

    kvk: str = field(repr=False)
    vestiging: str | None = field(default=None, repr=False)


class KvkBron:
    """Fulfils Persoonsgegevensbron for who has a KvK number or an RSIN; it knows nobody else."""

    def __init__(
        self, client: RegisterClient, nu: Callable[[], datetime], bewaren: timedelta = timedelta(hours=1)
    ) -> None:
        self._client = client
        self._nu = nu
        self._bewaren = bewaren
        self._bekend: OrderedDict[tuple[str, frozenset[str]], Organisatie] = OrderedDict()

    async def klant(self, vraag: Vraag) -> Klant | None:
        if vraag.klantsoort is Klantsoort.BURGER:
            return None
        key = (vraag.klant_id, frozenset(deel for deel in (_VESTIGING, *_UIT_PROFIEL) if _raakt(vraag, deel)))
        if (kept := self._bekend.get(key)) and self._nu() - kept.herkomst.opgehaald_op < self._bewaren:
            return kept
        try:
            async with asking("KvK", Verwerking(activiteit=vraag.activiteit)):
                found = await self._opgehaald(vraag)
        except (RegisterUnavailable, RegisterRefused) as exc:
            raise BronOnbeschikbaar(str(exc)) from exc
        if found is not None:
            self._bewaar(key, found)
        return found

    def _bewaar(self, key: tuple[str, frozenset[str]], organisatie: Organisatie) -> None:
        self._bekend[key] = organisatie
        self._bekend.move_to_end(key)
        while len(self._bekend) > BEWAARD:
            self._bekend.popitem(last=False)

    async def _opgehaald(self, vraag: Vraag) -> Organisatie | None:
        nummer = await self._nummer(vraag)
        if nummer is None:
            return None
        basis = await self._gelezen(f"/v1/basisprofielen/{nummer.kvk}", Basisprofiel)
        if basis is None:
            return None
        if basis.kvk_nummer != nummer.kvk:
            raise BronOnbeschikbaar("register kvk: the answer is to another question")
        organisatie = organisatie_van(vraag.klant_id, vraag.klantsoort, basis, self._nu())
        if not vraag.raakt(_VESTIGING):
            return organisatie
        volledig = any(_raakt(vraag, deel) for deel in _UIT_PROFIEL)
        vestigingen = await self._vestigingen(nummer, basis.ingebed.hoofdvestiging, volledig)
        return replace(organisatie, vestigingen=vestigingen_van(vestigingen))

    async def _nummer(self, vraag: Vraag) -> _Nummer | None:
        if kvk := vraag.nummer_als(Identifier.KVK):
            return _Nummer(kvk)
        if beide := vraag.nummer_als(Identifier.VESTIGING):
            kvk, _, vestiging = beide.partition("/")
            return _Nummer(kvk, vestiging)
        rsin = vraag.nummer_als(Identifier.RSIN)
        if rsin is None:
            return None
        query = (("rsin", rsin), ("type", "rechtspersoon"))
        found = await self._gelezen("/v2/zoeken", Resultaten, query)
        passend = [each.kvk_nummer for each in found.resultaten if each.rsin == rsin] if found else []
        return _Nummer(passend[0]) if passend else None

    async def _vestigingen(
        self, nummer: _Nummer, hoofd: Vestiging | None, volledig: bool
    ) -> Sequence[Vestiging]:
        """Those that may be seen, each from its own profile where `volledig` is asked."""
        lijst = await self._gelezen(f"/v1/basisprofielen/{nummer.kvk}/vestigingen", Vestigingen)
        found = [
            each
            for each in (lijst.vestigingen if lijst else ())
            if nummer.vestiging in (None, each.vestigingsnummer)
        ]
        if not volledig:
            return found
        return await asyncio.gather(*(self._profiel(each, hoofd) for each in found))

    async def _profiel(self, kort: Vestiging, hoofd: Vestiging | None) -> Vestiging:
        if hoofd is not None and hoofd.vestigingsnummer == kort.vestigingsnummer:
            return hoofd
        return await self._gelezen(f"/v1/vestigingsprofielen/{kort.vestigingsnummer}", Vestiging) or kort

    async def _gelezen(self, path: str, soort: type[D], query: Sequence[tuple[str, str]] = ()) -> D | None:
        """The answer; None when the register knows nothing by that number."""
        try:
            answer = await self._client.ask(RegisterCall.get(path, query))
            return soort.model_validate(answer.object())
        except RegisterRefused as exc:
            if exc.status == NOT_FOUND:
                return None
            raise
        except ValidationError:
            # What caused it holds the answer.
            raise BronOnbeschikbaar("register kvk: the answer is not as published") from None


def _raakt(vraag: Vraag, begin: str) -> bool:
    return any(veld.startswith(begin) for veld in vraag.velden)
