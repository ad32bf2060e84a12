"""ResponseType: the two media types a GraphQL response is served as, and which of them a client wants.

And whether a client takes an answer in parts, or is a browser that wants a page.

GraphQL over HTTP, sections "Media Types" and "Accept"; RFC 9110, section 12.5.1.
"""

from collections.abc import Iterator
from enum import StrEnum

HTML = "text/html"


class ResponseType(StrEnum):
    """With GRAPHQL the status tells how the request fared; with JSON whatever GraphQL answers is a 200."""

    GRAPHQL = "application/graphql-response+json"
    JSON = "application/json"

    @property
    def header(self) -> str:
        return f"{self}; charset=utf-8"

    @classmethod
    def wanted(cls, accept: str | None) -> "ResponseType | None":
        """The type to answer with, None when the client accepts neither.

        A client that states no preference (`*/*`, or no header at all) gets plain JSON; one that names the
        GraphQL type at least as dear as JSON gets that.
        """
        if accept is None or not accept.strip():
            return cls.JSON
        ranges = dict(_ranges(accept))
        graphql, json = (_quality(ranges, candidate) for candidate in (cls.GRAPHQL, cls.JSON))
        if graphql > json or (graphql == json > 0 and cls.GRAPHQL in ranges):
            return cls.GRAPHQL
        return cls.JSON if json > 0 else None


PARTS = "multipart/mixed"


def takes_parts(accept: str | None, format_: str) -> bool:
    """Whether the client takes an answer in parts, in this format. It has to name the media type; of formats
    it may name none, and is then taken to mean the present one. Parameters that tell the format are
    `incrementalSpec`, `deferSpec` of older clients, and `subscriptionSpec`, which asks for something else.
    """
    for part in (accept or "").lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        given = {name.strip(): value.strip(' "') for name, _, value in (p.partition("=") for p in parameters)}
        specs = {name: value for name, value in given.items() if name.endswith("spec")}
        wanted = media == PARTS and _number(given.get("q", "1")) > 0
        if wanted and specs in ({}, {"incrementalspec": format_}):
            return True
    return False


def names_html(accept: str | None) -> bool:
    """Whether a browser asks: it names text/html. A program that says `*/*` does not mean a page."""
    return dict(_ranges(accept or "")).get(HTML, 0.0) > 0


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Each media range with its quality. Parameters other than `q` (charset, boundary) do not matter here."""
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        yield media, next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)


def _number(quality: str) -> float:
    try:
        return min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(ranges: dict[str, float], media: str) -> float:
    """The quality of the most specific range that holds this type; 0 when none does."""
    return next((ranges[each] for each in (media, "application/*", "*/*") if each in ranges), 0.0)
