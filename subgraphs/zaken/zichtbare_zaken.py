"""Which zaken are visible (subgraphs.zaken.zichtbaarheid), as SQL: a page cannot be filtered afterwards."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select

from subgraphs.zaken import tables as t
from subgraphs.zaken.source import Inzage, Selectie
from subgraphs.zaken.zaak import Fase
from subgraphs.zaken.zichtbaarheid import GEMACHTIGDE, Zichtbaarheid


def zichtbare_zaken(regels: Zichtbaarheid, inzage: Inzage) -> Select[Any]:
    """Every zaak that may be seen."""
    rol, level = t.rol.c, t.zaak.c.vertrouwelijkheid
    is_eigen = exists().where(
        rol.zaak_id == t.zaak.c.id,
        rol.klant_id == inzage.klant_id,
        rol.omschrijving_generiek.in_(regels.rollen),
        or_(rol.indicatie_machtiging.is_(None), rol.indicatie_machtiging != GEMACHTIGDE),
    )
    visible = (
        select(t.zaak)
        .join_from(t.zaak, t.zaaktype)
        .where(
            is_eigen,
            t.zaaktype.c.extern,
            exists().where(t.status.c.zaak_id == t.zaak.c.id),
            or_(level.is_(None), level.in_(regels.hoogste.tot_en_met())),
        )
    )
    return visible if inzage.diensten is None else visible.where(t.zaaktype.c.dienst.in_(inzage.diensten))


def criteria(selectie: Selectie) -> Iterable[ColumnElement[bool]]:
    """What was asked for, as conditions; the text that is looked for is none."""
    if selectie.fase is not None:
        einde = t.zaak.c.einddatum
        yield einde.is_(None) if selectie.fase is Fase.LOPEND else einde.is_not(None)
    if selectie.zaaktype_id is not None:
        yield t.zaak.c.zaaktype_id == selectie.zaaktype_id
