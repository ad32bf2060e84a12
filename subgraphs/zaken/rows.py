"""Rows of the tables as the values that the zakenbron hands over."""

from typing import Any

from subgraphs.zaken.zaak import (
    Archief,
    Archiefnominatie,
    Archiefstatus,
    Document,
    Opschorting,
    Rol,
    Verlenging,
    Zaak,
    Zaaktype,
)
from subgraphs.zaken.zichtbaarheid import Betrokkene, Rolsoort, naam_van

ROLNAMEN = {
    Rolsoort.INITIATOR: "Aanvrager",
    Rolsoort.MEDE_INITIATOR: "Medeaanvrager",
    Rolsoort.BELANGHEBBENDE: "Belanghebbende",
}
"""What customers are called in their rol, where the store has no words of its own."""


def zaak(row: Any) -> Zaak:
    verlenging = Verlenging(row.verlenging_reden or "", row.verlenging_duur) if row.verlenging_duur else None
    return Zaak(
        id=row.id,
        identificatie=row.identificatie,
        omschrijving=row.omschrijving,
        zaaktype_id=row.zaaktype_id,
        registratiedatum=row.registratiedatum,
        startdatum=row.startdatum,
        einddatum=row.einddatum,
        einddatum_gepland=row.einddatum_gepland,
        uiterlijke_einddatum=row.uiterlijke_einddatum,
        volgorde=row.identificatie,
        hoofdzaak_id=row.hoofdzaak_id,
        verlenging=verlenging,
        opschorting=Opschorting(row.opschorting_reden) if row.opschorting_reden else None,
        archief=_archief(row),
    )


def _archief(row: Any) -> Archief | None:
    nominatie, status = row.archiefnominatie, row.archiefstatus
    if not (nominatie or row.archiefactiedatum):
        return None
    return Archief(
        Archiefnominatie(nominatie) if nominatie else None,
        Archiefstatus(status) if status else None,
        row.archiefactiedatum,
    )


def zaaktype(row: Any) -> Zaaktype:
    return Zaaktype(
        id=row.id,
        identificatie=row.identificatie,
        omschrijving=row.omschrijving,
        doel=row.doel,
        aanleiding=row.aanleiding,
        doorlooptijd=row.doorlooptijd,
        servicenorm=row.servicenorm,
        trefwoorden=tuple(row.trefwoorden),
    )


def document(row: Any) -> Document:
    return Document(
        id=row.id,
        zaak_id=row.zaak_id,
        identificatie=row.identificatie,
        titel=row.titel,
        documenttype=row.documenttype,
        bestandsnaam=row.bestandsnaam,
        formaat=row.formaat,
        omvang=row.omvang,
        creatiedatum=row.creatiedatum,
        heeft_inhoud=row.heeft_inhoud,
    )


def rol_van_klant(row: Any, klant_id: str) -> Rol:
    soort = Rolsoort(row.omschrijving_generiek)
    wie = Betrokkene.KLANT if row.klant_id == klant_id else Betrokkene.ANDERE_KLANT
    return Rol(row.zaak_id, soort, ROLNAMEN.get(soort, soort.value.capitalize()), wie, None)


def rol_van_gemeente(row: Any) -> Rol:
    soort, wie = Rolsoort(row.omschrijving_generiek), Betrokkene(row.betrokkene)
    return Rol(row.zaak_id, soort, row.omschrijving, wie, naam_van(wie, row.naam))
