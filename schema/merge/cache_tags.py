"""Cache tags: they stay with the subgraphs that give them, so they travel by `@join__directive`."""

from collections.abc import Sequence

from schema.definition import Element
from schema.merge.merged import DirectiveJoin
from schema.merge.sources import Source


def cache_tags(found: Sequence[Source[Element]]) -> tuple[DirectiveJoin, ...]:
    """The tags on one element: each format once, with all subgraphs that give it."""
    formats: dict[str, list[str]] = {}
    for one in found:
        for application in one.element.applied("cacheTag"):
            names = formats.setdefault(application.arguments.text("format") or "", [])
            if one.name not in names:
                names.append(one.name)
    return tuple(
        DirectiveJoin(tuple(names), "federation__cacheTag", (("format", text),))
        for text, names in formats.items()
    )
