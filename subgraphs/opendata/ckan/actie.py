"""Acties: asks CKAN's Action API (version 3), anonymously, for what it has published.

One action does: package_search gives whole packages, with their resources, groups and organization.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from subgraphs.service.errors import SourceUnavailable
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable

SEARCH = "/api/3/action/package_search"
PUBLISHED = ("capacity:public", "state:active")
MOST_BY_GET = 40
"""Ids that still go into an address. A search by POST is not kept for others."""

Pakketgegevens = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Zoekopdracht:
    """What package_search takes. `fq` are filters that all hold, in Solr's query language."""

    q: str = ""
    fq: tuple[str, ...] = ()
    sort: str = "title_string asc, id asc"
    rows: int = 0
    start: int = 0
    facetten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vondst:
    """What package_search gives: how many there are, those asked for, and by field the counted values."""

    aantal: int
    pakketten: Sequence[Pakketgegevens] = field(repr=False)
    facetten: Mapping[str, Sequence[tuple[str, str, int]]] = field(default_factory=dict)


class Acties:
    """Asks one CKAN. Raises SourceUnavailable when it gives no answer, or one that is not to be read."""

    def __init__(self, client: RegisterClient) -> None:
        self._client = client

    async def zoek(self, opdracht: Zoekopdracht) -> Vondst:
        """An answer may be some minutes old; while CKAN is down, as old as the client's rules allow."""
        asked = _asked(opdracht)
        asked["facet.field"] = json.dumps(asked["facet.field"])
        query = [(name, str(value)) for name, value in asked.items() if value != ""]
        return await self._found(replace(RegisterCall.get(SEARCH, query), shared=True))

    async def haal(self, ids: Sequence[str]) -> Sequence[Pakketgegevens]:
        """The packages with these ids, as far as they are there."""
        if not ids:
            return ()
        wanted = " OR ".join(map(geciteerd, ids))
        opdracht = Zoekopdracht(fq=(f"id:({wanted})",), rows=len(ids))
        if len(ids) <= MOST_BY_GET:
            return (await self.zoek(opdracht)).pakketten
        call = RegisterCall.send(Method.POST, SEARCH, _asked(opdracht))
        return (await self._found(replace(call, repeatable=True))).pakketten

    async def close(self) -> None:
        await self._client.close()

    async def _found(self, call: RegisterCall) -> Vondst:
        try:
            return _vondst((await self._client.ask(call)).object())
        except (KeyError, TypeError, AttributeError, ValueError) as exc:
            raise SourceUnavailable("ckan") from exc
        except (RegisterUnavailable, RegisterRefused) as exc:
            raise SourceUnavailable("ckan") from exc


def geciteerd(text: str) -> str:
    """The text as a phrase of Solr's query language: nothing in it has a meaning there."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _asked(opdracht: Zoekopdracht) -> dict[str, Any]:
    return {
        "q": opdracht.q,
        "fq": " ".join(f"+{each}" for each in (*opdracht.fq, *PUBLISHED)),
        "sort": opdracht.sort,
        "rows": opdracht.rows,
        "start": opdracht.start,
        "facet.field": list(opdracht.facetten),
        "facet.limit": 100,
    }


def _vondst(answer: Mapping[str, Any]) -> Vondst:
    """Raises what an answer of another shape raises. CKAN may say with status 200 that it did nothing."""
    if answer["success"] is not True:
        raise ValueError("no success")
    result = answer["result"]
    facets = result.get("search_facets", {})
    return Vondst(
        int(result["count"]),
        [each for each in result["results"] if _is_public(each)],
        {
            name: [(item["name"], item["display_name"], int(item["count"])) for item in facet["items"]]
            for name, facet in facets.items()
        },
    )


def _is_public(pakket: Pakketgegevens) -> bool:
    """Asked for, and looked at all the same: extensions of CKAN change what a search finds."""
    return pakket.get("state") == "active" and not pakket.get("private")
