"""ExpiringStore: small texts under secret names, for as long as they last. Sessions, half-way logins and
counts of attempts live here.

Names are hashes and texts are sealed (auth.seal): who reads the store can take over no session.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Labels:
    """Under which other `names` a record can be dropped together with those that share them, until `until`
    (epoch seconds): no earlier than the record itself can expire.
    """

    names: frozenset[str] = frozenset()
    until: float = 0.0


NONE = Labels()


class ExpiringStore(Protocol):
    """Whoever uses it judges for themselves what has expired; `expires` (epoch seconds) only says what may
    go. Each method raises StoreError when the store cannot be reached.
    """

    async def add(self, name: str, value: str, expires: float, labels: Labels = NONE) -> None:
        """Under a new name."""

    async def get(self, name: str) -> str | None: ...

    async def replace(self, name: str, value: str, expires: float) -> bool:
        """Whether there was something to replace: what was taken meanwhile does not come back."""

    async def take(self, name: str) -> str | None:
        """Removes it. Of several takers at once only one gets it."""

    async def drop(self, label: str) -> int:
        """Removes every record with this label; how many there were."""

    async def count(self, name: str, expires: float) -> int:
        """One more of `name`: how many that makes, the first being 1. Of several at once each gets its own
        number.
        """

    async def sweep(self, now: float) -> None:
        """Removes what expired before `now`, where the store does not do so by itself."""

    async def open(self) -> None:
        """Makes ready what is needed; several processes may do so at once."""

    async def close(self) -> None: ...
