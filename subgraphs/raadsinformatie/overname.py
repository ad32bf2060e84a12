"""Overname: writes what OpenBesluitvorming hands over into the register, one record at a time.

Records come in any order, and more than once: a document before the meeting whose agenda names it, a motion
long after the item that it was about. What belongs to what is therefore kept beside the items:

    agendapunt    an item, of a meeting            stuk        a document, of an item
    motie         a motion, of an item             bijlage     a document, of a motion

and whenever a record changes that, what it touches is written anew. Writing the same twice changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.ob_document import (
    agendapunten_of,
    orgaan_of,
    stemming_of,
    stuk_of,
    vergadering_of,
)
from subgraphs.raadsinformatie.ori_document import refs
from subgraphs.raadsinformatie.rows import (
    AGENDAPUNT,
    ORGAAN,
    STEMMING,
    STUK,
    VERGADERING,
    Soort,
    T,
    agendapunt_row,
    orgaan_row,
    stemming_row,
    stuk_row,
    vergadering_row,
)
from subgraphs.raadsinformatie.vergadering import Agendapunt

LANGSTE_ID = 100
"""Characters of an id that the tables hold."""
PUNT, BIJ_PUNT, MOTIE, BIJ_MOTIE = "agendapunt", "stuk", "motie", "bijlage"

_ITEM, _VERBAND = tables.item.c, tables.verband.c
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Overname:
    """Within one transaction, which is the caller's."""

    session: AsyncSession

    async def neem_over(self, record: Mapping[str, Any]) -> bool:
        """Whether it was of a kind that is kept. Raises ValueError for a record that cannot be read."""
        id_, soort, payload = record.get("entity_id"), record.get("entity_type"), record.get("payload")
        if not isinstance(id_, str) or not 0 < len(id_) <= LANGSTE_ID:
            raise ValueError("no usable id")
        if (kind := _SOORTEN.get(str(soort))) is None:
            return False
        schrijf, verwijder = kind
        if record.get("op") == "delete":
            await verwijder(self, id_)
        elif isinstance(payload, dict):
            await schrijf(self, id_, payload)
        else:
            raise ValueError("no payload")
        return True

    async def tekst(self, id_: str, tekst: str | None) -> None:
        """What a document says, and that it needs no asking for any more."""
        stuk = (await self._items(STUK, [id_])).get(id_)
        if stuk is not None:
            await self._zet(stuk_row(replace(stuk, tekst=(tekst,) if tekst else ())))
        await self.session.execute(delete(tables.tekstvraag).where(tables.tekstvraag.c.stuk_id == id_))

    async def _vergadering(self, id_: str, payload: Payload) -> None:
        vergadering, punten = vergadering_of(id_, payload), list(agendapunten_of(id_, payload))
        if any(len(each.id) > LANGSTE_ID for each in punten):
            raise ValueError("no usable id")
        geraakt = await self._zonder_agenda(id_)
        await self._zet(vergadering_row(vergadering))
        await self._verbind(PUNT, [(each.id, id_) for each in punten])
        await self._verbind(BIJ_PUNT, [(stuk, each.id) for each in punten for stuk in each.stukken])
        for punt in punten:
            await self._zet(agendapunt_row(punt))
        await self._herzie_punten([each.id for each in punten])
        await self._herzie_stukken([*geraakt, *(stuk for each in punten for stuk in each.stukken)])

    async def _zonder_vergadering(self, id_: str) -> None:
        geraakt = await self._zonder_agenda(id_)
        await self._weg(VERGADERING, [id_])
        await self._herzie_stukken(geraakt)

    async def _zonder_agenda(self, vergadering: str) -> Sequence[str]:
        """Takes a meeting's items away; the documents that hung on them."""
        punten = await self._delen(PUNT, [vergadering])
        stukken = await self._delen(BIJ_PUNT, punten)
        await self._ontbind(PUNT, [vergadering])
        await self._ontbind(BIJ_PUNT, punten)
        await self._weg(AGENDAPUNT, punten)
        return stukken

    async def _stuk(self, id_: str, payload: Payload) -> None:
        """The text that is there already stays until there is another."""
        stuk = stuk_of(id_, payload)
        vorig = (await self._items(STUK, [id_])).get(id_)
        hoort_bij = await self._punt_van(id_) or stuk.hoort_bij
        await self._zet(stuk_row(replace(stuk, hoort_bij=hoort_bij, tekst=vorig.tekst if vorig else ())))
        afgeleid = payload.get("derived_content")
        if isinstance(afgeleid, dict) and afgeleid.get("markdown_key"):
            await self._vraag_tekst(id_)

    async def _zonder_stuk(self, id_: str) -> None:
        await self._weg(STUK, [id_])
        await self.session.execute(delete(tables.tekstvraag).where(tables.tekstvraag.c.stuk_id == id_))

    async def _motie(self, id_: str, payload: Payload) -> None:
        stemming = stemming_of(id_, payload)
        punt = next(iter(refs(payload.get("agenda_item"))), None)
        bijlagen = refs(payload.get("attachment"))
        geraakt = await self._los(id_)
        await self._verbind(MOTIE, [(id_, punt)] if punt else [])
        await self._verbind(BIJ_MOTIE, [(each, id_) for each in bijlagen])
        if stemming is not None:
            await self._zet(stemming_row(stemming))
        await self._herzie_punten(geraakt.punten if punt is None else [*geraakt.punten, punt])
        await self._herzie_stukken([*geraakt.stukken, *bijlagen])

    async def _zonder_motie(self, id_: str) -> None:
        geraakt = await self._los(id_)
        await self._herzie_punten(geraakt.punten)
        await self._herzie_stukken(geraakt.stukken)

    async def _los(self, motie: str) -> "_Geraakt":
        """Takes a motion from its item, with its vote; what hung on it."""
        geraakt = _Geraakt(await self._gehelen(MOTIE, motie), await self._delen(BIJ_MOTIE, [motie]))
        chosen = (_VERBAND.soort == MOTIE) & (_VERBAND.deel == motie)
        await self.session.execute(delete(tables.verband).where(chosen))
        await self._ontbind(BIJ_MOTIE, [motie])
        await self._weg(STEMMING, [motie])
        return geraakt

    async def _orgaan(self, id_: str, payload: Payload) -> None:
        await self._zet(orgaan_row(orgaan_of(id_, payload)))

    async def _zonder_orgaan(self, id_: str) -> None:
        await self._weg(ORGAAN, [id_])

    async def _herzie_punten(self, ids: Sequence[str]) -> None:
        """The documents and votes of these items, as far as they are there."""
        for punt in (await self._items(AGENDAPUNT, ids)).values():
            await self._zet(agendapunt_row(await self._met_moties(punt)))

    async def _met_moties(self, punt: Agendapunt) -> Agendapunt:
        moties = await self._delen(MOTIE, [punt.id])
        stukken = [*await self._delen(BIJ_PUNT, [punt.id]), *await self._delen(BIJ_MOTIE, moties)]
        gestemd = await self._items(STEMMING, moties)
        return replace(
            punt,
            stukken=tuple(dict.fromkeys(stukken)),
            stemmingen=tuple(motie for motie in moties if motie in gestemd),
        )

    async def _herzie_stukken(self, ids: Sequence[str]) -> None:
        """To which item these documents belong, as far as they are there."""
        for stuk in (await self._items(STUK, list(dict.fromkeys(ids)))).values():
            if (punt := await self._punt_van(stuk.id)) is not None and punt != stuk.hoort_bij:
                await self._zet(stuk_row(replace(stuk, hoort_bij=punt)))

    async def _punt_van(self, stuk: str) -> str | None:
        """The item that a document hangs on, by itself or by a motion."""
        moties = await self._gehelen(BIJ_MOTIE, stuk)
        punten = [*await self._gehelen(BIJ_PUNT, stuk)]
        for motie in moties:
            punten += await self._gehelen(MOTIE, motie)
        return next(iter(punten), None)

    async def _items(self, soort: Soort[T], ids: Sequence[str]) -> dict[str, T]:
        chosen = select(_ITEM.inhoud).where(_ITEM.soort == soort.naam, _ITEM.item_id.in_(ids))
        found = [soort.inhoud.validate_python(row) for row in (await self.session.execute(chosen)).scalars()]
        return {each.id: each for each in found}

    async def _zet(self, row: Mapping[str, Any]) -> None:
        here = (_ITEM.soort == row["soort"]) & (_ITEM.item_id == row["item_id"])
        await self.session.execute(delete(tables.item).where(here))
        await self.session.execute(insert(tables.item).values(**row))

    async def _weg(self, soort: Soort[T], ids: Sequence[str]) -> None:
        chosen = (_ITEM.soort == soort.naam) & _ITEM.item_id.in_(ids)
        await self.session.execute(delete(tables.item).where(chosen))

    async def _delen(self, soort: str, gehelen: Sequence[str]) -> Sequence[str]:
        """The parts of these wholes, in their order."""
        chosen = select(_VERBAND.deel).where(_VERBAND.soort == soort, _VERBAND.geheel.in_(gehelen))
        ordered = chosen.order_by(_VERBAND.plaats, _VERBAND.deel)
        return list((await self.session.execute(ordered)).scalars())

    async def _gehelen(self, soort: str, deel: str) -> Sequence[str]:
        chosen = select(_VERBAND.geheel).where(_VERBAND.soort == soort, _VERBAND.deel == deel)
        return list((await self.session.execute(chosen.order_by(_VERBAND.geheel))).scalars())

    async def _verbind(self, soort: str, paren: Sequence[tuple[str, str]]) -> None:
        rows = [
            {"soort": soort, "deel": deel, "geheel": geheel, "plaats": plaats}
            for plaats, (deel, geheel) in enumerate(dict.fromkeys(paren))
            if max(len(deel), len(geheel)) <= LANGSTE_ID
        ]
        if rows:
            await self.session.execute(insert(tables.verband), rows)

    async def _ontbind(self, soort: str, gehelen: Sequence[str]) -> None:
        chosen = (_VERBAND.soort == soort) & _VERBAND.geheel.in_(gehelen)
        await self.session.execute(delete(tables.verband).where(chosen))

    async def _vraag_tekst(self, stuk: str) -> None:
        await self.session.execute(delete(tables.tekstvraag).where(tables.tekstvraag.c.stuk_id == stuk))
        await self.session.execute(insert(tables.tekstvraag).values(stuk_id=stuk))


@dataclass(frozen=True, slots=True)
class _Geraakt:
    """The items and documents that a motion hung together with."""

    punten: Sequence[str]
    stukken: Sequence[str]


_Schrijf = Callable[[Overname, str, Payload], Any]
_Verwijder = Callable[[Overname, str], Any]
_SOORTEN: Mapping[str, tuple[_Schrijf, _Verwijder]] = {
    "Meeting": (Overname._vergadering, Overname._zonder_vergadering),
    "Document": (Overname._stuk, Overname._zonder_stuk),
    "Motion": (Overname._motie, Overname._zonder_motie),
    "Committee": (Overname._orgaan, Overname._zonder_orgaan),
}
"""What is kept. Persons, parties and recordings are not: votes name who cast them."""
