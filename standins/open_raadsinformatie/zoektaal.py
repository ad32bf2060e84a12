"""The query DSL of Elasticsearch 7, as far as Open Raadsinformatie's examples use it, over what is in memory.

Text is analysed as the standard analyser does: words in lower case, accents kept.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from standins.open_raadsinformatie.fout import geweigerd

_WOORD = re.compile(r"\w+")
_ONTBREEKT = -(2**63)
"""What a sort value is of a document without a date, when those come last in descending order."""
_ONTBREEKT_OPLOPEND = 2**63 - 1
GRENZEN = {"gte", "gt", "lte", "lt"}


@dataclass(frozen=True, slots=True)
class Stuk:
    """One document of an index."""

    id: str
    bron: Mapping[str, Any]


Past = Callable[[Stuk], bool]


def lees_vraag(vraag: Any) -> Past:
    """The test that a query is. Raises Refusal 400 for what is not of the language."""
    if not isinstance(vraag, dict) or len(vraag) != 1:
        raise geweigerd(400, "[_na] query malformed, one field is expected")
    ((naam, inhoud),) = vraag.items()
    lezer = _VRAGEN.get(naam)
    if lezer is None:
        raise geweigerd(400, f"unknown query [{naam}]")
    return lezer(inhoud)


def sorteerwaarden(stuk: Stuk, volgorde: Sequence[tuple[str, bool]]) -> tuple[Any, ...]:
    """By field and whether it descends: the date in milliseconds, or the id."""
    return tuple(
        stuk.id if veld == "_id" else _millis(stuk.bron.get(veld), aflopend=aflopend)
        for veld, aflopend in volgorde
    )


def woorden(waarde: object) -> list[str]:
    delen = waarde if isinstance(waarde, list) else [waarde]
    return [
        woord for deel in delen for woord in _WOORD.findall(str(deel if deel is not None else "").lower())
    ]


def _alles(_inhoud: Any) -> Past:
    return lambda _stuk: True


def _ids(inhoud: Any) -> Past:
    waarden = frozenset(map(str, _verplicht(inhoud, "ids", {"values"})["values"]))
    return lambda stuk: stuk.id in waarden


def _match(inhoud: Any) -> Past:
    if not isinstance(inhoud, dict) or len(inhoud) != 1:
        raise geweigerd(400, "[match] query doesn't support multiple fields")
    ((veld, wat),) = inhoud.items()
    gezocht = woorden(wat["query"] if isinstance(wat, dict) else wat)
    alle = isinstance(wat, dict) and wat.get("operator") == "and"

    def past(stuk: Stuk) -> bool:
        heeft = set(woorden(stuk.bron.get(veld)))
        return (all if alle else any)(woord in heeft for woord in gezocht)

    return past


def _range(inhoud: Any) -> Past:
    ((veld, grenzen),) = inhoud.items()
    if not isinstance(grenzen, dict) or not set(grenzen) <= GRENZEN:
        raise geweigerd(400, f"[range] query does not support {sorted(grenzen)}")
    punten = {naam: _moment(waarde) for naam, waarde in grenzen.items()}

    def past(stuk: Stuk) -> bool:
        if stuk.bron.get(veld) is None:
            return False
        at = _moment(stuk.bron[veld])
        return all(_VERGELIJK[naam](at, punt) for naam, punt in punten.items())

    return past


def _simple_query_string(inhoud: Any) -> Past:
    bekend = {"query", "fields", "default_operator", "flags"}
    gegeven = _verplicht(inhoud, "simple_query_string", {"query"}, bekend)
    gezocht = woorden(gegeven["query"])
    velden = gegeven.get("fields", [])
    genoeg = all if gegeven.get("default_operator", "or").lower() == "and" else any

    def past(stuk: Stuk) -> bool:
        heeft = {woord for veld in velden for woord in woorden(stuk.bron.get(veld))}
        return genoeg(woord in heeft for woord in gezocht)

    return past


def _bool(inhoud: Any) -> Past:
    bekend = {"must", "filter", "should", "must_not", "minimum_should_match"}
    gegeven = _verplicht(inhoud, "bool", frozenset(), bekend)
    moet = [*_lijst(gegeven.get("must")), *_lijst(gegeven.get("filter"))]
    mag = _lijst(gegeven.get("should"))
    niet = _lijst(gegeven.get("must_not"))
    minstens = int(gegeven.get("minimum_should_match", 0 if moet else bool(mag)))

    def past(stuk: Stuk) -> bool:
        return (
            all(each(stuk) for each in moet)
            and sum(each(stuk) for each in mag) >= minstens
            and not any(each(stuk) for each in niet)
        )

    return past


def _lijst(waarde: Any) -> list[Past]:
    return [
        lees_vraag(each) for each in (waarde if isinstance(waarde, list) else [waarde]) if each is not None
    ]


def _verplicht(
    inhoud: Any, naam: str, nodig: set[str] | frozenset[str], bekend: set[str] | None = None
) -> Mapping[str, Any]:
    if not isinstance(inhoud, dict) or not nodig <= set(inhoud) <= (bekend or nodig):
        raise geweigerd(400, f"[{naam}] query is malformed")
    return inhoud


def _moment(waarde: object) -> datetime:
    try:
        gelezen = datetime.fromisoformat(str(waarde))
    except ValueError as exc:
        raise geweigerd(400, "failed to parse date field", "parse_exception") from exc
    return gelezen.replace(tzinfo=UTC) if gelezen.tzinfo is None else gelezen


def _millis(waarde: object, *, aflopend: bool) -> int:
    if waarde is None:
        return _ONTBREEKT if aflopend else _ONTBREEKT_OPLOPEND
    return round(_moment(waarde).timestamp() * 1000)


_VERGELIJK: Mapping[str, Callable[[datetime, datetime], bool]] = {
    "gte": datetime.__ge__,
    "gt": datetime.__gt__,
    "lte": datetime.__le__,
    "lt": datetime.__lt__,
}
_VRAGEN: Mapping[str, Callable[[Any], Past]] = {
    "match_all": _alles,
    "ids": _ids,
    "match": _match,
    "range": _range,
    "simple_query_string": _simple_query_string,
    "bool": _bool,
}
