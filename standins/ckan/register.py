"""What a CKAN knows: packages, and the groups, organizations and licences that they point to; and its index.

A scenario has `packages`, `groups`, `organizations` and `licenses`, each in the shape that CKAN itself gives
them. A package names its organization in `owner_org`, its groups and its licence by id or name.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from standins.ckan.fout import bad_query
from standins.ckan.zoektaal import Document, parse
from standins.service.scenario import Scenario

Thing = Mapping[str, Any]

SORTED_BY = frozenset({"score", "name", "title_string", "metadata_modified", "metadata_created", "id"})
FACETS = frozenset({"groups", "organization", "license_id", "res_format", "tags", "name"})
_SORT = re.compile(r"\s*(\w+)\s+(asc|desc)\s*")
_DEFAULTS: Thing = {"state": "active", "private": False, "type": "dataset", "extras": [], "resources": []}
_WEIGHTS = (("name", 4), ("title", 4), ("tags", 2), ("groups", 2), ("text", 1))


@dataclass(frozen=True, slots=True)
class Found:
    """A package that a search found, and its document in the index."""

    package: Thing
    document: Document
    score: int


class Catalogue:
    """All that is there. Who is not logged in sees what is active and public."""

    def __init__(self, scenario: Scenario) -> None:
        self.groups = {each["name"]: each for each in scenario.get("groups", ())}
        self.organizations = {each["name"]: each for each in scenario.get("organizations", ())}
        self.licenses = {each["id"]: each for each in scenario.get("licenses", ())}
        self.packages = [self._shown(each) for each in scenario.get("packages", ())]

    def package(self, name_or_id: str) -> Thing | None:
        return next((each for each in self.packages if name_or_id in (each["id"], each["name"])), None)

    def search(self, q: str, fq: str, sort: str) -> list[Found]:
        """What fits, in order. Raises Refusal for a query, a filter or an order that cannot be."""
        filters = [parse(each) for each in (fq, "+capacity:public +state:active") if each.strip()]
        fits, words = _matching(q)
        found = [
            Found(package, document, _score(document, words))
            for package in self.packages
            for document in [_document(package)]
            if all(chosen(document) for chosen in filters) and fits(document)
        ]
        return _ordered(found, sort or "score desc, metadata_modified desc")

    def facet(self, field: str, found: Sequence[Found], limit: int) -> list[dict[str, Any]]:
        """The values of a field among what was found, the most frequent first. Raises Refusal."""
        if field not in FACETS:
            raise bad_query(f"undefined field {field!r}")
        counted = Counter(value for each in found for value in each.document.get(field, ()))
        ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return [
            {"name": value, "display_name": self._display(field, value), "count": count}
            for value, count in (ordered if limit < 0 else ordered[:limit])
        ]

    def _display(self, field: str, value: str) -> str:
        named = {"groups": self.groups, "organization": self.organizations, "license_id": self.licenses}
        shown: str = named.get(field, {}).get(value, {}).get("title", value)
        return shown

    def _shown(self, given: Thing) -> Thing:
        """A package as package_show gives it."""
        licence = self.licenses.get(given.get("license_id", ""), {})
        package = {**_DEFAULTS, **given}
        package["organization"] = self.organizations.get(given.get("owner_org", ""))
        package["groups"] = [self.groups[name] for name in given.get("groups", ())]
        package["license_title"] = licence.get("title")
        if licence.get("url"):
            package["license_url"] = licence["url"]
        return package


def _document(package: Thing) -> Document:
    organization, tags = package["organization"], [tag["name"] for tag in package.get("tags", ())]
    words = _folded(" ".join([package["title"], package.get("notes") or "", *tags]))
    return {
        "id": [package["id"]],
        "name": [package["name"]],
        "title": [_folded(package["title"])],
        "tags": tags,
        "text": [words],
        "groups": [group["name"] for group in package["groups"]],
        "organization": [organization["name"]] if organization else [],
        "license_id": [package["license_id"]] if package.get("license_id") else [],
        "res_format": sorted({each["format"] for each in package["resources"] if each.get("format")}),
        "metadata_created": [f"{package['metadata_created']}Z"],
        "metadata_modified": [f"{package['metadata_modified']}Z"],
        "state": [package["state"]],
        "capacity": ["private" if package["private"] else "public"],
        "dataset_type": [package["type"]],
        **{f"extras_{extra['key']}": [str(extra["value"])] for extra in package["extras"]},
    }


def _matching(q: str) -> tuple[Any, list[str]]:
    """The test that the words to look for are, as dismax takes them; with a colon, a query of its own."""
    if q in {"", "*:*"}:
        return (lambda _document: True), []
    if ":" in q:
        return parse(q), []
    words = [_folded(word.lstrip("+")) for word in q.split()]
    must = {_folded(word[1:]) for word in q.split() if word.startswith("+")}
    optional = [word for word in words if word not in must]
    least = _least(len(optional))

    def fits(document: Document) -> bool:
        hit = [word for word in words if word in document["text"][0]]
        return must <= set(hit) and len([word for word in optional if word in hit]) >= least

    return fits, words


def _least(optional: int) -> int:
    """How many optional words must be there: CKAN's mm is "2<-1 5<80%"."""
    if optional <= 2:
        return optional
    return optional - 1 if optional <= 5 else optional * 8 // 10


def _score(document: Document, words: Sequence[str]) -> int:
    return sum(
        weight
        for field, weight in _WEIGHTS
        for word in words
        if any(word in _folded(value) for value in document.get(field, ()))
    )


def _ordered(found: list[Found], sort: str) -> list[Found]:
    for part in reversed(sort.split(",")):
        match = _SORT.fullmatch(part)
        if match is None or match[1] not in SORTED_BY:
            raise bad_query("'Invalid \"sort\" parameter'")
        found.sort(key=partial(_sort_key, match[1]), reverse=match[2] == "desc")
    return found


def _sort_key(field: str, found: Found) -> Any:
    if field == "score":
        return found.score
    return _folded(found.package["title"]) if field == "title_string" else found.package[field]


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
