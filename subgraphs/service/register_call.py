"""RegisterCall and RegisterAnswer: what is asked of a register, and what it answered."""

from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

import orjson

from subgraphs.service.register_errors import Reason, RegisterUnavailable

JSON = "application/json"
_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})
"""RFC 9110, section 9.2.2."""

Query = Sequence[tuple[str, str]]


class Method(StrEnum):
    """The methods that registers know."""

    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"


@dataclass(frozen=True, slots=True)
class RegisterCall:
    """One call: `path` begins with a slash and continues the base URL of the register.

    `budget` is how many seconds the whole may take, retries included; without it the client's own.
    `repeatable` says that it may be sent twice although its method promises nothing: a search by POST.
    `shared` says that the answer is the same for whoever asks, so that it may be kept and used for others;
    only for a GET. A `body` that is an iterator is streamed, and never sent twice.
    """

    method: Method
    path: str = field(repr=False)
    query: Query = field(default=(), repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | AsyncIterable[bytes] | None = field(default=None, repr=False)
    budget: float | None = None
    repeatable: bool = False
    shared: bool = False

    @classmethod
    def get(cls, path: str, query: Query = (), headers: Mapping[str, str] | None = None) -> Self:
        return cls(Method.GET, path, query, headers or {})

    @classmethod
    def send(
        cls, method: Method, path: str, content: object, headers: Mapping[str, str] | None = None
    ) -> Self:
        """A call with a JSON body."""
        return cls(
            method, path, headers={"content-type": JSON, **(headers or {})}, body=orjson.dumps(content)
        )

    def within(self, seconds: float | None) -> Self:
        """The same call with this budget."""
        return replace(self, budget=seconds)

    @property
    def key(self) -> tuple[str, Query]:
        """What tells shared answers apart."""
        return self.path, tuple(self.query)

    @property
    def can_repeat(self) -> bool:
        """Whether sending it a second time is the same as sending it once."""
        plain = self.body is None or isinstance(self.body, bytes)
        return plain and (self.repeatable or self.method in _IDEMPOTENT)


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """A complete answer with a 2xx status (or 304, to a conditional GET). Header names are in lower case."""

    register: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The body as JSON. Raises RegisterUnavailable (unreadable)."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            # What caused it quotes the body.
            raise RegisterUnavailable(self.register, Reason.UNREADABLE, self.status) from None

    def object(self) -> Mapping[str, Any]:
        """The body as a JSON object. Raises RegisterUnavailable (unreadable)."""
        content = self.json()
        if not isinstance(content, dict):
            raise RegisterUnavailable(self.register, Reason.UNREADABLE, self.status)
        return content
