"""Listing: which items of a kind a request asks for, in what order, and which page of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request

from standins.service.paging import Paging
from standins.zgw.field import Wrong
from standins.zgw.fout import Param, fout, validatie_fout
from standins.zgw.kind import Kind, Test
from standins.zgw.origin import inward
from standins.zgw.register import Item, Register

PAGING = frozenset({"page", "pageSize"})


def check_parameters(request: Request, known: Iterable[str]) -> None:
    """Raises Refusal 400 when the query has another parameter than these."""
    if unknown := sorted(request.query_params.keys() - set(known)):
        reason = f"Onbekende query parameters: {', '.join(unknown)}"
        raise validatie_fout([Param("nonFieldErrors", "unknown-parameters", reason)])


def known_parameters(kind: Kind) -> frozenset[str]:
    """The query parameters of the list."""
    extra = PAGING if kind.paged else frozenset()
    expand = {"expand"} if kind.expands else set()
    return extra | kind.filters.keys() | expand | ({"ordering"} if kind.orderings else set())


def found(kind: Kind, register: Register, criteria: Mapping[str, Any], origin: str) -> list[Item]:
    """The items that meet all criteria, by filter or search key, the newest first. Raises Refusal 400."""
    tests: list[Test] = []
    wrong: list[Param] = []
    filters = {**kind.filters, **kind.searches}
    for name, value in criteria.items():
        try:
            tests.append(filters[name](_text(inward(value, origin))))
        except Wrong as exc:
            wrong.append(Param(name, exc.code, exc.reason))
    if wrong:
        raise validatie_fout(wrong)
    chosen = [item for item in kind.items(register) if all(test(register, item) for test in tests)]
    return chosen[::-1]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def ordered(kind: Kind, items: list[Item], ordering: str | None) -> list[Item]:
    """In the order of `ordering`: fields with commas between, a minus for descending. Raises Refusal 400."""
    for name in reversed(ordering.split(",") if ordering else []):
        field = name.removeprefix("-")
        if field not in kind.orderings:
            raise validatie_fout([Param("ordering", "invalid_choice", "Selecteer een geldige keuze.")])
        descending = name.startswith("-")
        items = sorted(items, key=lambda item: _sortable(item.get(field)), reverse=descending)
    return items


def _sortable(value: Any) -> tuple[bool, str]:
    """What is empty comes last, as PostgreSQL has it."""
    return value is None, str(value or "")


def page_of(request: Request, items: list[Item]) -> tuple[Sequence[Item], Mapping[str, Any]]:
    """The page that is asked for, and the answer around its results. Raises Refusal 404 past the last one."""
    return Paging().cut(request, items, fout)
