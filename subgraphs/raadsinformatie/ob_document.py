"""From the payloads of OpenBesluitvorming to the values of the graph.

Its schemas (schemas/*.schema.json there) follow those of Open Raadsinformatie, with two turns of their own:
an agenda is a tree inside its meeting, and a vote is part of the motion that was voted about. The export
leaves out some of what they name: a meeting's description, the size of a document.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from subgraphs.raadsinformatie.ori_document import moment, refs, tekst
from subgraphs.raadsinformatie.stemming import Fractiestem, Raadslidstem, Stem, Stemming, Uitslag
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Orgaan, Vergadering, Vergaderstatus
from subgraphs.service.settings import LOCAL

Payload = Mapping[str, Any]

_STATUS = {
    "EventCancelled": Vergaderstatus.GEANNULEERD,
    "cancelled": Vergaderstatus.GEANNULEERD,
    "EventConfirmed": Vergaderstatus.BEVESTIGD,
    "confirmed": Vergaderstatus.BEVESTIGD,
    "EventUnconfirmed": Vergaderstatus.GEPLAND,
}
"""What its suppliers' states become there; iBabs and GemeenteOplossingen have none."""
_UITSLAG = {"aangenomen": Uitslag.AANGENOMEN, "verworpen": Uitslag.VERWORPEN}
_STEM = {"voor": Stem.VOOR, "tegen": Stem.TEGEN}


def vergadering_of(id_: str, payload: Payload) -> Vergadering:
    """Raises ValueError for a meeting without a name or a beginning.

    Its attachments name what hangs on its agenda too; what is left is its own.
    """
    begin = moment(payload.get("start_date"))
    if begin is None:
        raise ValueError("a meeting without a beginning")
    bij_agenda = {stuk for punt in agendapunten_of(id_, payload) for stuk in punt.stukken}
    return Vergadering(
        id=id_,
        naam=_naam(payload),
        begin=begin,
        status=_STATUS.get(tekst(payload.get("status")) or "", Vergaderstatus.ONBEKEND),
        einde=moment(payload.get("end_date")),
        orgaan=next(iter(refs(payload.get("committee"))), None),
        locatie=tekst(payload.get("location")),
        agendapunten=tuple(str(each["id"]) for each in _delen(payload, "agenda")),
        stukken=tuple(each for each in refs(payload.get("attachment")) if each not in bij_agenda),
    )


def agendapunten_of(vergadering: str, payload: Payload) -> Iterator[Agendapunt]:
    """The items of a meeting, of all levels."""
    yield from _agendapunten(vergadering, _delen(payload, "agenda"))


def stuk_of(id_: str, payload: Payload) -> Stuk:
    """Without its text, which is fetched by itself."""
    bron_url = _adres(payload.get("original_url"))
    media = _adressen(payload.get("media_urls"))
    gewijzigd = moment(payload.get("date_modified"))
    soorten = payload.get("classification")
    return Stuk(
        id=id_,
        titel=tekst(payload.get("name")) or tekst(payload.get("file_name")) or "Document zonder titel",
        url=next(iter(media), bron_url),
        bron_url=bron_url,
        soort=tekst(soorten[-1:] if isinstance(soorten, list) else soorten),
        mediatype=tekst(payload.get("content_type")),
        bestandsnaam=tekst(payload.get("file_name")),
        datum=gewijzigd.astimezone(LOCAL).date() if gewijzigd else None,
        besproken_op=moment(payload.get("last_discussed_at")),
        hoort_bij=next(iter(refs(payload.get("is_referenced_by"))), None),
    )


def stemming_of(id_: str, payload: Payload) -> Stemming | None:
    """The vote about a motion; None where there was none. Raises ValueError for one without a name.

    Who abstained or was away is not told: such a member is not among the votes.
    """
    stemmen = tuple(_stemmen(payload.get("votes")))
    uitslag = _UITSLAG.get(tekst(payload.get("result")) or "", Uitslag.ONBEKEND)
    if not stemmen and uitslag is Uitslag.ONBEKEND:
        return None
    return Stemming(
        id=id_,
        onderwerp=_naam(payload),
        uitslag=uitslag,
        fracties=_fracties(payload.get("votes")),
        raadsleden=stemmen,
    )


def orgaan_of(id_: str, payload: Payload) -> Orgaan:
    """Raises ValueError for one without a name."""
    return Orgaan(id_, _naam(payload))


def _agendapunten(vergadering: str, punten: Sequence[Payload]) -> Iterator[Agendapunt]:
    for positie, punt in enumerate(punten, start=1):
        onder = _delen(punt, "agenda_items")
        nummer = tekst(punt.get("number"))
        yield Agendapunt(
            id=str(punt["id"]),
            titel=tekst(punt.get("title")) or (f"Agendapunt {nummer}" if nummer else "Agendapunt"),
            positie=positie,
            toelichting=tekst(punt.get("description")),
            vergadering=vergadering,
            agendapunten=tuple(str(each["id"]) for each in onder),
            stukken=tuple(dict.fromkeys(str(each["id"]) for each in _delen(punt, "documents"))),
        )
        yield from _agendapunten(vergadering, onder)


def _delen(geheel: Payload, veld: str) -> list[Payload]:
    """The objects in a list that have an id."""
    delen = geheel.get(veld)
    return [
        each
        for each in (delen if isinstance(delen, list) else ())
        if isinstance(each, dict) and isinstance(each.get("id"), str) and each["id"]
    ]


def _stemmen(votes: object) -> Iterator[Raadslidstem]:
    for stem in _gestemd(votes):
        if naam := tekst(stem.get("voter_name")):
            yield Raadslidstem(naam, _STEM[stem["option"]], tekst(stem.get("group_name")))


def _fracties(votes: object) -> tuple[Fractiestem, ...]:
    geteld: dict[str, Counter[str]] = {}
    for stem in _gestemd(votes):
        if fractie := tekst(stem.get("group_name")):
            geteld.setdefault(fractie, Counter())[stem["option"]] += 1
    return tuple(
        Fractiestem(fractie, voor=telling["voor"], tegen=telling["tegen"])
        for fractie, telling in geteld.items()
    )


def _gestemd(votes: object) -> list[Payload]:
    stemmen = votes if isinstance(votes, list) else []
    return [each for each in stemmen if isinstance(each, dict) and each.get("option") in _STEM]


def _adressen(media: object) -> list[str]:
    links = media if isinstance(media, list) else []
    found = (_adres(each.get("url")) for each in links if isinstance(each, dict))
    return [each for each in found if each is not None]


def _adres(waarde: object) -> str | None:
    adres = tekst(waarde)
    return adres if adres and adres.startswith(("https://", "http://")) else None


def _naam(payload: Payload) -> str:
    naam = tekst(payload.get("name"))
    if naam is None:
        raise ValueError("no name")
    return naam
