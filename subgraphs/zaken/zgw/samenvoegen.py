"""Samenvoegen: one answer out of those of several registers, of which some may give none."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from subgraphs.service.pagination import Keys, Page, PageRequest, bad_cursor
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.service.text import is_plain
from subgraphs.zaken.zgw.kenmerk import Kenmerk
from subgraphs.zaken.zgw.lezing import Lezing

logger = logging.getLogger(__name__)

T = TypeVar("T")


async def bereikt(reads: Iterable[Awaitable[Lezing[T]]]) -> tuple[list[T], bool]:
    """What comes of all, and whether some gave nothing, or something that cannot be read.

    Raises RegisterUnavailable when all gave nothing.
    """
    found: list[T] = []
    partial = False
    failures: list[RegisterUnavailable] = []
    outcomes = await asyncio.gather(*reads, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, RegisterUnavailable):
            failures.append(outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            found += outcome.waarden
            partial = partial or bool(outcome.onleesbaar)
    if failures and len(failures) == len(outcomes):
        raise failures[0]
    for failure in failures:
        logger.warning("%s: the list goes without what it has", failure)
    return found, partial or bool(failures)


async def verdeeld(
    registers: Mapping[str, T],
    ids: Sequence[str],
    read: Callable[[T, Sequence[Kenmerk]], Awaitable[Mapping[str, Any]]],
) -> Mapping[str, Any]:
    """What each register reads of its own ids; for those of one without an answer, why it has none."""
    per_register: dict[str, list[Kenmerk]] = defaultdict(list)
    for each in ids:
        kenmerk = Kenmerk.parse(each)
        if kenmerk is not None and kenmerk.bron in registers:
            per_register[kenmerk.bron].append(kenmerk)

    async def own(naam: str, kenmerken: Sequence[Kenmerk]) -> Mapping[str, Any]:
        try:
            return await read(registers[naam], kenmerken)
        except RegisterUnavailable as failure:
            return {str(each): failure for each in kenmerken}

    answers = await asyncio.gather(*(own(naam, each) for naam, each in per_register.items()))
    return {key: value for answer in answers for key, value in answer.items()}


def na(page: PageRequest) -> Keys | None:
    """The keys that the page begins after, which must be texts. Raises InvalidInput."""
    if page.after is not None and not all(isinstance(key, str) and is_plain(key) for key in page.after):
        raise bad_cursor()
    return page.after


def bladzijde(rest: Sequence[T], page: PageRequest, total: int, partial: bool) -> Page[T]:
    """The page that `rest` begins with, of a list of `total`."""

    async def count() -> int:
        return total

    return replace(Page.cut(rest, page.first, count), partial=partial)
