"""GraphQLResponse: the answer to one request, free of the wire it goes over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ErrorEntry = Mapping[str, Any]
"""One entry of `errors`: `message`, and where known `locations`, `path` and `extensions`."""


@dataclass(frozen=True, slots=True)
class GraphQLResponse:
    """An execution result, or a request error when `executed` is false.

    Only an execution result has a `data` entry, which may be None (GraphQL specification, "Response Format").
    With `pending` it is the first response of an answer in parts, which announces what is still to come
    (incremental delivery proposal, "Incremental Pending Notice").
    """

    data: Mapping[str, Any] | None = field(default=None, repr=False)
    errors: Sequence[ErrorEntry] = field(default=(), repr=False)
    extensions: Mapping[str, Any] | None = None
    executed: bool = True
    pending: Sequence[Mapping[str, Any]] = ()

    @property
    def has_next(self) -> bool:
        """Whether updates follow."""
        return bool(self.pending)

    @property
    def body(self) -> dict[str, Any]:
        """The response map, with `errors` first so that they catch the eye of who reads along."""
        body: dict[str, Any] = {}
        if self.errors:
            body["errors"] = list(self.errors)
        if self.executed:
            body["data"] = self.data
        if self.pending:
            body["pending"] = list(self.pending)
            body["hasNext"] = True
        if self.extensions:
            body["extensions"] = self.extensions
        return body
