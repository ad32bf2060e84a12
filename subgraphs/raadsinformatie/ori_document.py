"""From documents of Open Raadsinformatie to the values of the graph.

Its models follow Popolo, schema.org and Argu's meeting ontology. A relation is the id of another document, a
list of ids, or `{"@list": [...]}` where order matters; what is empty is left out.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from subgraphs.raadsinformatie.stemming import Stem, Uitslag
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Orgaan, Vergadering, Vergaderstatus
from subgraphs.service.settings import LOCAL

Document = Mapping[str, Any]

_STATUS = {
    "EventScheduled": Vergaderstatus.GEPLAND,
    "EventUnconfirmed": Vergaderstatus.GEPLAND,
    "EventConfirmed": Vergaderstatus.BEVESTIGD,
    "EventRescheduled": Vergaderstatus.VERPLAATST,
    "EventPostponed": Vergaderstatus.UITGESTELD,
    "EventCancelled": Vergaderstatus.GEANNULEERD,
    "EventCompleted": Vergaderstatus.AFGELOPEN,
}
_UITSLAG = {"ResultPassed": Uitslag.AANGENOMEN, "ResultFailed": Uitslag.VERWORPEN}
_STEM = {
    "VoteOptionYes": Stem.VOOR,
    "VoteOptionNo": Stem.TEGEN,
    "VoteOptionAbstain": Stem.ONTHOUDEN,
    "VoteOptionAbsent": Stem.AFWEZIG,
    "VoteOptionNotVoting": Stem.NIET_GESTEMD,
    "VoteOptionPaired": Stem.NIET_GESTEMD,
}


def vergadering_of(id_: str, bron: Document) -> Vergadering:
    """Raises ValueError for a meeting without a name or a beginning."""
    begin = moment(bron.get("start_date"))
    if begin is None:
        raise ValueError("a meeting without a beginning")
    return Vergadering(
        id=id_,
        naam=_naam(bron),
        begin=begin,
        status=_STATUS.get(_term(bron.get("status")), Vergaderstatus.ONBEKEND),
        einde=moment(bron.get("end_date")),
        orgaan=next(iter((*refs(bron.get("committee")), *refs(bron.get("organization")))), None),
        locatie=tekst(bron.get("location")),
        voorzitter=tekst(bron.get("chair")),
        toelichting=tekst(bron.get("description")),
        agendapunten=refs(bron.get("agenda")),
        stukken=refs(bron.get("attachment")),
    )


def agendapunt_of(id_: str, bron: Document) -> Agendapunt:
    """Raises ValueError for an item without a name."""
    positie = bron.get("position")
    return Agendapunt(
        id=id_,
        titel=_naam(bron),
        positie=positie if isinstance(positie, int) else None,
        toelichting=tekst(bron.get("description")),
        vergadering=next(iter(refs(bron.get("parent"))), None),
        agendapunten=refs(bron.get("agenda")),
        stukken=refs(bron.get("attachment")),
        stemmingen=refs(bron.get("vote_event")),
    )


def stuk_of(id_: str, bron: Document) -> Stuk:
    """The text stays behind: it is long."""
    omvang = bron.get("size_in_bytes")
    hoort_bij = refs(bron.get("is_referenced_by")) or refs(bron.get("isReferencedBy"))
    return Stuk(
        id=id_,
        titel=tekst(bron.get("name")) or tekst(bron.get("file_name")) or "Document zonder titel",
        url=_adres(bron.get("url")),
        bron_url=_adres(bron.get("original_url")),
        soort=tekst(bron.get("additional_type")),
        mediatype=tekst(bron.get("content_type")),
        bestandsnaam=tekst(bron.get("file_name")),
        bytes_=omvang if isinstance(omvang, int) else None,
        datum=_dag(bron.get("upload_date")) or _dag(bron.get("date_modified")),
        besproken_op=moment(bron.get("last_discussed_at")),
        hoort_bij=next(iter(hoort_bij), None),
    )


def orgaan_of(id_: str, bron: Document) -> Orgaan:
    """Raises ValueError for one without a name."""
    return Orgaan(id_, _naam(bron))


def uitslag_of(bron: Document) -> Uitslag:
    return _UITSLAG.get(_term(bron.get("result")), Uitslag.ONBEKEND)


def stem_of(bron: Document) -> Stem:
    """What is not one of the options was no vote."""
    return _STEM.get(_term(bron.get("option")), Stem.NIET_GESTEMD)


def refs(waarde: object) -> tuple[str, ...]:
    """The ids in a relation, in its order."""
    if isinstance(waarde, dict):
        waarde = waarde.get("@list", waarde.get("@id"))
    delen = waarde if isinstance(waarde, list) else [waarde]
    return tuple(str(deel) for deel in delen if isinstance(deel, str | int) and not isinstance(deel, bool))


def tekst(waarde: object) -> str | None:
    """The text of a property, the first of several."""
    if isinstance(waarde, list):
        waarde = waarde[0] if waarde else None
    return waarde.strip() or None if isinstance(waarde, str) else None


def moment(waarde: object) -> datetime | None:
    """An aware moment. Without an offset it is taken by the clock in the Netherlands."""
    try:
        gelezen = datetime.fromisoformat(waarde) if isinstance(waarde, str) else None
    except ValueError:
        return None
    return gelezen.replace(tzinfo=LOCAL) if gelezen and gelezen.tzinfo is None else gelezen


def _naam(bron: Document) -> str:
    naam = tekst(bron.get("name"))
    if naam is None:
        raise ValueError("no name")
    return naam


def _dag(waarde: object) -> date | None:
    gelezen = moment(waarde)
    return gelezen.date() if gelezen else None


def _adres(waarde: object) -> str | None:
    adres = tekst(waarde)
    return adres if adres and adres.startswith(("https://", "http://")) else None


def _term(waarde: object) -> str:
    """`ResultPassed` of http://www.w3.org/ns/opengov#ResultPassed, and of opengov:ResultPassed."""
    gevonden = next(iter(refs(waarde)), "")
    return gevonden.replace("#", "/").replace(":", "/").rpartition("/")[2]
