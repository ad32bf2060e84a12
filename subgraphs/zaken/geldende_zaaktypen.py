"""The zaaktypen in force by identificatie: how others name them, who know of no versions."""

from collections.abc import Mapping, Sequence
from datetime import date

from subgraphs.service.pagination import MAX_FIRST, PageRequest
from subgraphs.zaken.source import Zakenbron
from subgraphs.zaken.zaak import Zaaktype


async def geldende_zaaktypen(
    bron: Zakenbron, op: date, identificaties: Sequence[str]
) -> Mapping[str, Zaaktype]:
    """The versions in force on a day, as far as they are for customers.

    It walks through the catalogue, which every register has and keeps short, until all are found. Raises
    RegisterUnavailable, RegisterRefused.
    """
    gezocht = set(identificaties)
    gevonden: dict[str, Zaaktype] = {}
    page = PageRequest(MAX_FIRST)
    while gezocht:
        bladzijde = await bron.catalogus(None, op, page)
        for zaaktype in bladzijde.rows:
            if zaaktype.identificatie in gezocht:
                gevonden[zaaktype.identificatie] = zaaktype
        gezocht -= gevonden.keys()
        if not bladzijde.more or not bladzijde.rows:
            break
        laatste = bladzijde.rows[-1]
        page = PageRequest(MAX_FIRST, (laatste.omschrijving, laatste.id))
    return gevonden
