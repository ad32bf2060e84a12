"""How a zaak ends as withdrawn by the customer, in the tables of the embedded register."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.zaken import tables as t

INGETROKKEN = "ingetrokken"
"""The name of the resultaattype of a zaak that the customer withdrew, in lower case."""


@dataclass(frozen=True, slots=True)
class Zaakeinde:
    """What a zaak has of an end, and what its zaaktype has for one that is withdrawn: `ingetrokken` is the
    resultaattype, None where there is none. `laatste` is the moment of its last status.
    """

    zaaktype: str
    is_gesloten: bool
    resultaattype: str | None
    ingetrokken: str | None
    eindstatustype: str | None
    laatste: datetime | None

    @property
    def is_ingetrokken(self) -> bool:
        return self.ingetrokken is not None and self.resultaattype == self.ingetrokken

    @property
    def kan_ingetrokken(self) -> bool:
        """Whether it can end so: nobody gave it another resultaat yet."""
        known = self.ingetrokken is not None and self.eindstatustype is not None
        return known and self.resultaattype in (None, self.ingetrokken)


async def zaakeinde(session: AsyncSession, zaak_id: str) -> Zaakeinde:
    """That of a zaak, which the session has locked."""
    z = t.zaak.c
    chosen = select(z.einddatum, z.resultaattype_id, z.zaaktype_id, t.zaaktype.c.identificatie)
    zaak = (await session.execute(chosen.join_from(t.zaak, t.zaaktype).where(z.id == zaak_id))).one()
    r, s = t.resultaattype.c, t.statustype.c
    resultaat = select(r.id).where(
        r.zaaktype_id == zaak.zaaktype_id, func.lower(r.omschrijving) == INGETROKKEN
    )
    status = select(s.id).where(s.zaaktype_id == zaak.zaaktype_id, s.is_eindstatus)
    laatste = select(func.max(t.status.c.datum)).where(t.status.c.zaak_id == zaak_id)
    return Zaakeinde(
        zaak.identificatie,
        zaak.einddatum is not None,
        zaak.resultaattype_id,
        (await session.execute(resultaat.limit(1))).scalar_one_or_none(),
        (await session.execute(status.limit(1))).scalar_one_or_none(),
        (await session.execute(laatste)).scalar_one_or_none(),
    )


async def beeindig(
    session: AsyncSession, zaak_id: str, einde: Zaakeinde, gevraagd_op: datetime, op: date
) -> None:
    """End a zaak that can end so: its resultaat, its eindstatus and, on the day `op`, its einddatum."""
    ended = {"resultaattype_id": einde.ingetrokken, "einddatum": op}
    await session.execute(update(t.zaak).where(t.zaak.c.id == zaak_id).values(ended))
    # what ends a zaak is its last status
    datum = gevraagd_op if einde.laatste is None else max(gevraagd_op, einde.laatste)
    await session.execute(
        insert(t.status).values(
            id=str(uuid4()), zaak_id=zaak_id, statustype_id=einde.eindstatustype, datum=datum
        )
    )
