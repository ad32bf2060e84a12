"""DataLoaders over the batch readers of a source: many resolvers ask one thing each, the source answers
once.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from strawberry.dataloader import DataLoader

from subgraphs.service.text import is_plain

T = TypeVar("T")

MAX_BATCH = 1000
"""Keys in one question: well under the number of parameters that SQLite and PostgreSQL take in a
statement.
"""


def one_by_key(read: Callable[[Sequence[str]], Awaitable[Mapping[str, T]]]) -> DataLoader[str, T | None]:
    """Loads what a reader knows under a key, None where it knows nothing. Lives as long as one request."""

    async def load(keys: list[str]) -> list[T | None]:
        found = await read([key for key in keys if is_plain(key)])
        return [found.get(key) for key in keys]

    return DataLoader(load, max_batch_size=MAX_BATCH)


def many_by_key(
    read: Callable[[Sequence[str]], Awaitable[Mapping[str, Sequence[T]]]],
) -> DataLoader[str, Sequence[T]]:
    """Loads all that a reader has under a key, nothing where it has nothing. Lives as long as one request."""

    async def load(keys: list[str]) -> list[Sequence[T]]:
        found = await read([key for key in keys if is_plain(key)])
        return [found.get(key, ()) for key in keys]

    return DataLoader(load, max_batch_size=MAX_BATCH)
