"""What is asked of Open Raadsinformatie: the bodies of its `_search`, in the query DSL of Elasticsearch 7.

Every body is made here, of values that are not part of the language: what a visitor looks for is words, with
all operators of `simple_query_string` off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from subgraphs.raadsinformatie.source import Selectie
from subgraphs.service.pagination import Keys, PageRequest, bad_cursor

Vraag = dict[str, Any]
LANG = 2**63
"""What a long of Elasticsearch holds. The least one stands for a date that is not there."""

_FRAGMENT = {
    "fields": {"text": {}},
    "pre_tags": [""],
    "post_tags": [""],
    "fragment_size": 160,
    "number_of_fragments": 1,
}


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list of documents of one type: its date, by which it is sorted, and the fields that are searched."""

    type: str
    datum: str
    velden: tuple[str, ...]
    fragment: bool = False

    def vraag(self, selectie: Selectie, page: PageRequest, *, oplopend: bool = False) -> Vraag:
        """One row more than the page has. Documents without a date come last.

        Raises InvalidInput for a cursor that this list did not give.
        """
        richting = "asc" if oplopend else "desc"
        return {
            "query": self._query(selectie),
            "size": page.first + 1,
            "track_total_hits": False,
            "sort": [{self.datum: {"order": richting, "missing": "_last"}}, {"_id": {"order": richting}}],
            "_source": {"excludes": ["text", "md_text", "text_pages", "@context"]},
            **({"search_after": _plaats(page.after)} if page.after else {}),
            **({"highlight": _FRAGMENT} if self.fragment and selectie.zoek else {}),
        }

    def telling(self, selectie: Selectie) -> Vraag:
        """How many there are in all."""
        return {"query": self._query(selectie), "size": 0, "track_total_hits": True}

    def _query(self, selectie: Selectie) -> Vraag:
        filters: list[Vraag] = [_is("@type", self.type)]
        grenzen = {
            **({"gte": selectie.vanaf.isoformat()} if selectie.vanaf else {}),
            **({"lt": selectie.tot.isoformat()} if selectie.tot else {}),
        }
        if grenzen:
            filters.append({"range": {self.datum: grenzen}})
        if selectie.orgaan is not None:
            van = [_is(veld, selectie.orgaan) for veld in ("committee", "organization")]
            filters.append({"bool": {"should": van, "minimum_should_match": 1}})
        if selectie.zoek and selectie.zoek.strip():
            filters.append(
                {
                    "simple_query_string": {
                        "query": selectie.zoek,
                        "fields": list(self.velden),
                        "default_operator": "and",
                        "flags": "NONE",
                    }
                }
            )
        return {"bool": {"filter": filters}}


VERGADERINGEN = Lijst("Meeting", "start_date", ("name", "description", "location"))
STUKKEN = Lijst("MediaObject", "last_discussed_at", ("name", "file_name", "text"), fragment=True)


def op_id(ids: Sequence[str], type_: str | None = None) -> Vraag:
    """The documents with these ids, as far as they are of the type."""
    filters: list[Vraag] = [{"ids": {"values": list(ids)}}]
    if type_ is not None:
        filters.append(_is("@type", type_))
    return {
        "query": {"bool": {"filter": filters}},
        "size": len(ids),
        "track_total_hits": False,
        "_source": {"excludes": ["text", "md_text", "text_pages", "@context"]},
    }


def _plaats(after: Keys) -> list[str | int]:
    """The sort values of a row: a date as milliseconds since 1970, and an id."""
    match after:
        case (int() as datum, str() as id_) if -LANG <= datum < LANG:
            return [datum, id_]
    raise bad_cursor()


def _is(veld: str, waarde: str) -> Vraag:
    """All words of the value: right for a field that is a keyword, and for one that is analysed."""
    return {"match": {veld: {"query": waarde, "operator": "and"}}}
