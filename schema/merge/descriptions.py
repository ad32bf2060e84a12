"""Descriptions: the most frequent one wins; the first subgraph's among equals."""

from collections import Counter
from collections.abc import Sequence

from schema.definition import Element
from schema.errors import Findings, HintCode
from schema.merge.sources import Source, places
from schema.merge.wording import listed


def merge_description(coordinate: str, sources: Sequence[Source[Element]], findings: Findings) -> str | None:
    """The description in the supergraph; a hint where subgraphs differ."""
    stated = [source.element.description for source in sources if source.element.description]
    if not stated:
        return None
    chosen = Counter(stated).most_common(1)[0][0]
    others = [one for one in sources if one.element.description and one.element.description != chosen]
    if others:
        message = (
            f"{coordinate} is not described alike everywhere: the supergraph says {chosen!r},"
            f" otherwise {listed(one.name for one in others)}."
        )
        findings.hint(HintCode.INCONSISTENT_DESCRIPTION, message, places(others))
    return chosen
