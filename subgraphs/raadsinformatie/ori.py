"""OpenRaadsinformatie: the council as openraadsinformatie.nl has it, by the `_search` of its Elasticsearch.

    POST {url}/{index}/_search      one call for a page, one for all documents of a kind that a query names

A vote takes three calls, however many votes there are: the events, what was counted and cast, and the names.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from subgraphs.raadsinformatie.ori_document import (
    Document,
    agendapunt_of,
    orgaan_of,
    refs,
    stem_of,
    stuk_of,
    tekst,
    uitslag_of,
    vergadering_of,
)
from subgraphs.raadsinformatie.ori_vraag import STUKKEN, VERGADERINGEN, Lijst, Vraag, op_id
from subgraphs.raadsinformatie.source import Selectie, Vondst
from subgraphs.raadsinformatie.stemming import Fractiestem, Raadslidstem, Stemming
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Orgaan, Vergadering
from subgraphs.service.pagination import Keys, Page, PageRequest
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import Reason, RegisterUnavailable

MEESTE = 5000
"""Ids in one call. Elasticsearch gives 10000 documents at most."""

logger = logging.getLogger(__name__)

T = TypeVar("T")
Lees = Callable[[str, Document], T]


@dataclass(frozen=True, slots=True)
class Treffer:
    """One hit: a document, its place in the order that was asked for, and the words around what was found."""

    id: str
    bron: Document
    sleutels: Keys
    fragment: str | None


class OpenRaadsinformatie:
    """Fulfils Raadsbron. `index` names the indices of the municipality, as `ori_utrecht*`."""

    def __init__(self, client: RegisterClient, index: str) -> None:
        self._client = client
        self._path = f"/{index}/_search"

    async def vergaderingen(
        self, selectie: Selectie, page: PageRequest, *, oplopend: bool
    ) -> Page[Vondst[Vergadering]]:
        vraag = VERGADERINGEN.vraag(selectie, page, oplopend=oplopend)
        return await self._page(VERGADERINGEN, vraag, selectie, vergadering_of)

    async def stukken(self, selectie: Selectie, page: PageRequest) -> Page[Vondst[Stuk]]:
        return await self._page(STUKKEN, STUKKEN.vraag(selectie, page), selectie, stuk_of)

    async def vergadering(self, ids: Sequence[str]) -> Mapping[str, Vergadering]:
        return self._gelezen(await self._op_id(ids, "Meeting"), vergadering_of)

    async def agendapunt(self, ids: Sequence[str]) -> Mapping[str, Agendapunt]:
        return self._gelezen(await self._op_id(ids, "AgendaItem"), agendapunt_of)

    async def stuk(self, ids: Sequence[str]) -> Mapping[str, Stuk]:
        return self._gelezen(await self._op_id(ids, "MediaObject"), stuk_of)

    async def orgaan(self, ids: Sequence[str]) -> Mapping[str, Orgaan]:
        return self._gelezen(await self._op_id(ids), orgaan_of)

    async def stemming(self, ids: Sequence[str]) -> Mapping[str, Stemming]:
        stemmingen = await self._op_id(ids, "VoteEvent")
        delen = await self._op_id(_genoemd(stemmingen.values(), "motion", "counts", "votes"))
        namen = await self._op_id(_genoemd(delen.values(), "group", "voter"))
        return {
            id_: _stemming(id_, bron, delen, {each: tekst(one.get("name")) for each, one in namen.items()})
            for id_, bron in stemmingen.items()
        }

    async def close(self) -> None:
        await self._client.close()

    async def _page(self, lijst: Lijst, vraag: Vraag, selectie: Selectie, lees: Lees[T]) -> Page[Vondst[T]]:
        treffers = _treffers(await self._zoek(vraag))
        first = vraag["size"] - 1
        per_id = self._gelezen({each.id: each.bron for each in treffers[:first]}, lees)
        rows = [
            Vondst(per_id[each.id], each.sleutels, each.fragment)
            for each in treffers[:first]
            if each.id in per_id
        ]
        if treffers and not rows:
            # Without a row there is no cursor, and so no way past this page.
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE)

        async def count() -> int:
            totaal = (await self._zoek(lijst.telling(selectie))).get("total")
            if not isinstance(totaal, dict) or not isinstance(totaal.get("value"), int):
                raise RegisterUnavailable(self._client.name, Reason.UNREADABLE)
            return int(totaal["value"])

        return Page(rows, len(treffers) > first, count)

    def _gelezen(self, documenten: Mapping[str, Document], lees: Lees[T]) -> Mapping[str, T]:
        """What can be read. The rest is left out, and counted in the log."""
        gelezen: dict[str, T] = {}
        for id_, bron in documenten.items():
            try:
                gelezen[id_] = lees(id_, bron)
            except ValueError:
                continue
        if len(gelezen) < len(documenten):
            onleesbaar = len(documenten) - len(gelezen)
            logger.warning("%s has %d documents that cannot be read", self._client.name, onleesbaar)
        return gelezen

    async def _op_id(self, ids: Sequence[str], type_: str | None = None) -> dict[str, Document]:
        gevonden: dict[str, Document] = {}
        for begin in range(0, len(ids), MEESTE):
            hits = await self._zoek(op_id(ids[begin : begin + MEESTE], type_))
            gevonden |= {each.id: each.bron for each in _treffers(hits)}
        return gevonden

    async def _zoek(self, vraag: Vraag) -> Mapping[str, Any]:
        """The `hits` of a search. A part of an answer is none: shards that failed may have had the rest."""
        call = replace(RegisterCall.send(Method.POST, self._path, vraag), repeatable=True)
        antwoord = (await self._client.ask(call)).object()
        if antwoord.get("timed_out") or antwoord.get("_shards", {}).get("failed"):
            raise RegisterUnavailable(self._client.name, Reason.TIMEOUT)
        hits = antwoord.get("hits")
        if not isinstance(hits, dict) or not isinstance(hits.get("hits"), list):
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE)
        return hits


def _treffers(hits: Mapping[str, Any]) -> list[Treffer]:
    return [
        Treffer(
            str(hit["_id"]),
            hit.get("_source", {}),
            tuple(hit.get("sort", ())),
            tekst(hit.get("highlight", {}).get("text")),
        )
        for hit in hits["hits"]
        if isinstance(hit, dict) and "_id" in hit and isinstance(hit.get("_source", {}), dict)
    ]


def _genoemd(documenten: Iterable[Document], *velden: str) -> list[str]:
    """The ids in these relations of all documents, each once."""
    return list(dict.fromkeys(id_ for bron in documenten for veld in velden for id_ in refs(bron.get(veld))))


def _stemming(
    id_: str, bron: Document, delen: Mapping[str, Document], namen: Mapping[str, str | None]
) -> Stemming:
    def delen_van(veld: str) -> list[Document]:
        return [delen[each] for each in refs(bron.get(veld)) if each in delen]

    motie = next(iter(delen_van("motion")), {})
    return Stemming(
        id=id_,
        onderwerp=tekst(bron.get("name")) or tekst(motie.get("name")) or "Stemming",
        uitslag=uitslag_of(bron),
        fracties=_fracties(delen_van("counts"), namen),
        raadsleden=tuple(
            Raadslidstem(naam, stem_of(stem), _naam(stem, "group", namen))
            for stem in delen_van("votes")
            if (naam := _naam(stem, "voter", namen)) is not None
        ),
    )


def _fracties(tellingen: Iterable[Document], namen: Mapping[str, str | None]) -> tuple[Fractiestem, ...]:
    """A group has a document for each way of voting, with how many did."""
    geteld: dict[str, Counter[str]] = {}
    for telling in tellingen:
        fractie = _naam(telling, "group", namen)
        waarde = telling.get("value")
        if fractie is not None and isinstance(waarde, int):
            geteld.setdefault(fractie, Counter())[str(telling.get("@type"))] += waarde
    return tuple(
        Fractiestem(fractie, telling["YesCount"], telling["NoCount"], telling["AbstainCount"])
        for fractie, telling in geteld.items()
    )


def _naam(bron: Document, veld: str, namen: Mapping[str, str | None]) -> str | None:
    return next((namen[each] for each in refs(bron.get(veld)) if namen.get(each)), None)
