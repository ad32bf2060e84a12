"""Paging: a page of a list as Django REST framework cuts it, with links to the ones beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from standins.service.refusal import Refuse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging:
    """Sizes of pages: the ordinary one, and the largest, to which what is asked beyond it is brought down."""

    ordinary: int = 100
    largest: int = 500

    def cut(
        self, request: Request, items: Sequence[T], refuse: Refuse
    ) -> tuple[Sequence[T], Mapping[str, Any]]:
        """The page that `page` and `pageSize` ask for, and the answer around its results.

        Raises Refusal 404 for a page past the last one.
        """
        query = request.query_params
        size = min(_positive(query.get("pageSize"), self.ordinary), self.largest)
        number = _positive(query.get("page"), 0 if "page" in query else 1)
        start = (number - 1) * size
        if number < 1 or (start >= len(items) and number > 1):
            raise refuse(404, "Ongeldige pagina.")
        around = {
            "count": len(items),
            "next": _page_url(request, number + 1) if start + size < len(items) else None,
            "previous": _page_url(request, number - 1) if number > 1 else None,
        }
        return items[start : start + size], around


def _positive(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and int(text) > 0 else otherwise


def _page_url(request: Request, number: int) -> str:
    others = [(key, value) for key, value in request.query_params.multi_items() if key != "page"]
    return f"{request.url.replace(query=urlencode([*others, ('page', number)]))}"
