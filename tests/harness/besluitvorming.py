"""The council of Voorbeeldstad as OpenBesluitvorming has it, for the stand-in of that; and what it leaves of
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from subgraphs.raadsinformatie.demo_raad import Raad
from subgraphs.raadsinformatie.stemming import Stem, Stemming, Uitslag
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Vergadering, Vergaderstatus

BRON = "voorbeeldstad"
_STATUS = {Vergaderstatus.AFGELOPEN: "EventConfirmed", Vergaderstatus.GEPLAND: "EventUnconfirmed"}
_HELD = {Vergaderstatus.AFGELOPEN: Vergaderstatus.BEVESTIGD}
_OPTION = {Stem.VOOR: "voor", Stem.TEGEN: "tegen"}
_RESULT = {Uitslag.AANGENOMEN: "aangenomen", Uitslag.VERWORPEN: "verworpen"}

Record = dict[str, Any]


def besluitvorming_scenario(raad: Raad) -> dict[str, Any]:
    """The export of one source, beside that of another, with room for as many calls as a test makes."""
    other = record("elders", "Meeting", name="Elders", start_date="2026-03-01T19:00:00Z")
    return {
        "sources": {BRON: list(_records(raad)), "elders": [other]},
        "teksten": {each.id: "\n\n".join(each.tekst) for each in raad.stukken},
        "per_minuut": 100_000,
    }


def zoals_overgedragen(raad: Raad) -> Raad:
    """What of a council comes through: who chairs, whether a meeting is over and how large a document is, is
    not in the export.
    """
    return replace(
        raad,
        vergaderingen=[
            replace(each, voorzitter=None, status=_HELD.get(each.status, each.status))
            for each in raad.vergaderingen
        ],
        stukken=[replace(each, bytes_=None) for each in raad.stukken],
    )


def record(id_: str, soort: str, **payload: Any) -> Record:
    """A thing as it is now."""
    return {"entity_id": id_, "entity_type": soort, "payload": _full(**payload)}


def gone(id_: str, soort: str) -> Record:
    return {"entity_id": id_, "entity_type": soort}


def meeting(item: Vergadering, punten: dict[str, Agendapunt]) -> Record:
    """With its agenda, and all documents of that among its own."""
    agenda = [_punt(punten[each], punten) for each in item.agendapunten]
    return record(
        item.id,
        "Meeting",
        name=item.naam,
        classification=["Agenda"],
        status=_STATUS[item.status],
        location=item.locatie,
        start_date=_moment(item.begin),
        end_date=_moment(item.einde),
        organization="organization:nl:gemeente:voorbeeldstad",
        committee=item.orgaan,
        agenda=agenda,
        attachment=[*item.stukken, *(stuk for each in agenda for stuk in _stukken(each))],
    )


def document(item: Stuk, vergadering: str | None) -> Record:
    """It names the meeting, not the item that it hangs on."""
    return record(
        item.id,
        "Document",
        name=item.titel,
        classification=["Document", item.soort],
        original_url=item.bron_url,
        media_urls=[{"url": item.url}],
        file_name=item.bestandsnaam,
        content_type=item.mediatype,
        date_modified=item.datum and f"{item.datum.isoformat()}T00:00:00Z",
        last_discussed_at=_moment(item.besproken_op),
        is_referenced_by=vergadering,
        derived_content={"markdown_key": f"documents/{item.id}.md"} if item.tekst else None,
    )


def motion(item: Stemming, punt: str, **more: Any) -> Record:
    """A motion, with how it was voted about."""
    votes = [
        {"option": _OPTION[each.stem], "voter_name": each.raadslid, "group_name": each.fractie}
        for each in item.raadsleden
    ]
    return record(
        item.id,
        "Motion",
        name=item.onderwerp,
        classification=["Motie"],
        result=_RESULT[item.uitslag],
        agenda_item=punt,
        votes=votes,
        tally={"in_favour": item.voor, "against": item.tegen},
        **more,
    )


def _records(raad: Raad) -> Iterator[Record]:
    punten = {each.id: each for each in raad.agendapunten}
    yield from (record(each.id, "Committee", name=each.naam, classification=["C"]) for each in raad.organen)
    for stuk in raad.stukken:
        punt = punten.get(stuk.hoort_bij or "")
        yield document(stuk, punt.vergadering if punt else stuk.hoort_bij)
    yield from (meeting(each, punten) for each in raad.vergaderingen)
    van = {stemming: each.id for each in raad.agendapunten for stemming in each.stemmingen}
    yield from (motion(each, van[each.id]) for each in raad.stemmingen)
    yield record("person:1", "Person", name="J. Bakker")


def _punt(item: Agendapunt, punten: dict[str, Agendapunt]) -> Record:
    return _full(
        id=item.id,
        title=item.titel,
        description=item.toelichting,
        documents=[{"id": each, "name": each} for each in item.stukken],
        agenda_items=[_punt(punten[each], punten) for each in item.agendapunten],
    )


def _stukken(punt: Record) -> Iterator[str]:
    yield from (each["id"] for each in punt.get("documents", ()))
    for onder in punt.get("agenda_items", ()):
        yield from _stukken(onder)


def _moment(waarde: datetime | None) -> str | None:
    return waarde.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if waarde else None


def _full(**properties: Any) -> Record:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
