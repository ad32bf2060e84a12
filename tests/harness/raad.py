"""The council of Voorbeeldstad as Open Raadsinformatie has it, for the stand-in of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from subgraphs.raadsinformatie.demo_raad import Raad
from subgraphs.raadsinformatie.stemming import Stem, Stemming, Uitslag
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Vergadering, Vergaderstatus

INDEX = "ori_voorbeeldstad_20260301120000"
_STATUS = {Vergaderstatus.AFGELOPEN: "EventCompleted", Vergaderstatus.GEPLAND: "EventScheduled"}
_OPTION = {Stem.VOOR: "VoteOptionYes", Stem.TEGEN: "VoteOptionNo"}

Document = dict[str, Any]


def ori_scenario(raad: Raad) -> dict[str, Any]:
    """The register as one index, beside that of another municipality."""
    documents = [
        *({"_id": each.id, "@type": "Organization", "name": each.naam} for each in raad.organen),
        *map(_meeting, raad.vergaderingen),
        *map(_item, raad.agendapunten),
        *map(_document, raad.stukken),
        *(part for each in raad.stemmingen for part in _vote(each)),
    ]
    once = {each["_id"]: each for each in documents}
    other = {"_id": "elders", "@type": "Meeting", "name": "Elders", "start_date": "2026-03-01T20:00:00+01:00"}
    return {"indices": {INDEX: list(once.values()), "ori_elders_20260301120000": [other]}}


def _meeting(item: Vergadering) -> Document:
    return _full(
        _id=item.id,
        name=item.naam,
        start_date=item.begin.isoformat(),
        end_date=item.einde and item.einde.isoformat(),
        status=f"https://schema.org/{_STATUS[item.status]}",
        organization="gemeente-voorbeeldstad" if item.orgaan != "gemeenteraad" else item.orgaan,
        committee=item.orgaan if item.orgaan != "gemeenteraad" else None,
        location=item.locatie,
        chair=item.voorzitter,
        agenda={"@list": list(item.agendapunten)},
        attachment=_relation(item.stukken),
    ) | {"@type": "Meeting", "@context": {"name": {"@id": "http://schema.org/name"}}}


def _item(item: Agendapunt) -> Document:
    return _full(
        _id=item.id,
        name=item.titel,
        position=item.positie,
        description=item.toelichting,
        parent=item.vergadering,
        agenda={"@list": list(item.agendapunten)} if item.agendapunten else None,
        attachment=_relation(item.stukken),
        vote_event=_relation(item.stemmingen),
    ) | {"@type": "AgendaItem"}


def _document(item: Stuk) -> Document:
    return _full(
        _id=item.id,
        name=item.titel,
        url=item.url,
        original_url=item.bron_url,
        additional_type=item.soort,
        content_type=item.mediatype,
        file_name=item.bestandsnaam,
        size_in_bytes=item.bytes_,
        upload_date=item.datum and item.datum.isoformat(),
        last_discussed_at=item.besproken_op and item.besproken_op.isoformat(),
        is_referenced_by=item.hoort_bij,
        text=list(item.tekst),
    ) | {"@type": "MediaObject"}


def _vote(item: Stemming) -> Iterator[Document]:
    """The event, a motion that names it, its counts and votes, and who they are of."""
    counts, votes = list(_counts(item)), list(_votes(item))
    passed = "ResultPassed" if item.uitslag is Uitslag.AANGENOMEN else "ResultFailed"
    yield {
        "_id": item.id,
        "@type": "VoteEvent",
        "motion": f"{item.id}-motie",
        "result": f"http://www.w3.org/ns/opengov#{passed}",
        "counts": [each["_id"] for each in counts],
        "votes": [each["_id"] for each in votes],
    }
    yield {"_id": f"{item.id}-motie", "@type": "Motion", "name": item.onderwerp}
    yield from counts
    yield from votes
    for naam, soort in _names(item):
        yield {"_id": _slug(naam), "@type": soort, "name": naam}


def _counts(item: Stemming) -> Iterator[Document]:
    for each in item.fracties:
        for kind, value in (("YesCount", each.voor), ("NoCount", each.tegen)):
            id_ = f"{item.id}-{_slug(each.fractie)}-{kind}"
            yield {"_id": id_, "@type": kind, "value": value, "group": _slug(each.fractie)}


def _votes(item: Stemming) -> Iterator[Document]:
    for each in item.raadsleden:
        yield {
            "_id": f"{item.id}-{_slug(each.raadslid)}",
            "@type": "Vote",
            "voter": _slug(each.raadslid),
            "group": _slug(each.fractie or ""),
            "option": f"opengov:{_OPTION[each.stem]}",
        }


def _names(item: Stemming) -> Iterator[tuple[str, str]]:
    yield from ((each.fractie, "Organization") for each in item.fracties)
    yield from ((each.raadslid, "Person") for each in item.raadsleden)


def _slug(naam: str) -> str:
    return "-".join(naam.lower().replace(".", "").split())


def _relation(ids: Sequence[str]) -> str | list[str] | None:
    """As its JSON has relations: one id as it is, several as a list."""
    return ids[0] if len(ids) == 1 else list(ids) or None


def _full(**properties: Any) -> Document:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
