"""Tags: what a `@tag` may be called."""

import re
from collections.abc import Iterator

from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph

_NAME = re.compile(r"[A-Za-z0-9_\-/]{1,128}")


def check_tags(subgraph: Subgraph) -> Iterator[CompositionError]:
    """INVALID_TAG_NAME on any element."""
    for element in subgraph.elements():
        for application in element.applied("tag"):
            name = application.arguments.text("name") or ""
            if not _NAME.fullmatch(name):
                message = f'"{name}" is no name for a tag: use 1 to 128 letters, digits, _, - and /.'
                place = subgraph.place(application.node)
                yield CompositionError(message, (place,), code=Code.INVALID_TAG_NAME)
