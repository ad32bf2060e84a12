"""EtagCache: answers of a register that are the same for everyone, kept and revalidated (RFC 9111).

Only for what a call says is shared: catalogues, never what is of a customer.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from subgraphs.service.register_call import RegisterAnswer


@dataclass(frozen=True, slots=True)
class CacheRules:
    """An answer is used unasked for `fresh_seconds`; then the register is asked whether it changed.

    While the register gives no answer, what is known stays in use until it is `stale_seconds` old. At most
    `max_bytes` of bodies are kept, the least recently used go first.
    """

    fresh_seconds: float = 300.0
    stale_seconds: float = 86_400.0
    max_bytes: int = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was there at `moment`, in seconds of the clock."""

    answer: RegisterAnswer = field(repr=False)
    moment: float

    @property
    def etag(self) -> str | None:
        return self.answer.headers.get("etag")


class EtagCache:
    """What one register answered, by the key of the call."""

    def __init__(self, rules: CacheRules) -> None:
        self._rules = rules
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0

    def find(self, key: Hashable) -> Kept | None:
        """What is kept under a key, however old."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def is_fresh(self, kept: Kept, now: float) -> bool:
        return now - kept.moment < self._rules.fresh_seconds

    def may_stand_in(self, kept: Kept, now: float) -> bool:
        """Whether it may be used while the register gives no answer."""
        return now - kept.moment < self._rules.stale_seconds

    def keep(self, key: Hashable, answer: RegisterAnswer, now: float) -> None:
        """Keeps an answer, in place of what was there."""
        self._drop(key)
        if len(answer.body) > self._rules.max_bytes:
            return
        self._kept[key] = Kept(answer, now)
        self._bytes += len(answer.body)
        while self._bytes > self._rules.max_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.answer.body)
