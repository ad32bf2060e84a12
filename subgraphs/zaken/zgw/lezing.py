"""Lezing: reading many things that a register gave, so that an odd one does not take the others along.

What cannot be read is left out and logged, without anything of what it says. When there is nothing else, that
is no list with nothing in it: the register gave no usable answer.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.zaken.source import Gelezen
from subgraphs.zaken.zgw.vertaling import leesbaar

logger = logging.getLogger(__name__)

Json = Mapping[str, Any]
G = TypeVar("G")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lezing(Generic[T]):
    """What was read, in the order of the register; and as it came, what could not be."""

    waarden: Sequence[T]
    onleesbaar: Sequence[Json] = field(default=(), repr=False)


def elk(register: str, wat: str, gegevens: Iterable[Json], lees: Callable[[Json], T | None]) -> Lezing[T]:
    """Each of these; `lees` gives None for what is not to be shown, and `wat` is what the log calls them.

    Raises RegisterUnavailable (unreadable) when there are some, and none can be read.
    """
    waarden: list[T] = []
    onleesbaar: list[Json] = []
    read = 0
    for each in gegevens:
        try:
            with leesbaar(register):
                value = lees(each)
        except RegisterUnavailable:
            onleesbaar.append(each)
            continue
        read += 1
        if value is not None:
            waarden.append(value)
    if onleesbaar:
        logger.error(
            "register %s: %d of %d %s cannot be read", register, len(onleesbaar), read + len(onleesbaar), wat
        )
        if not read:
            raise RegisterUnavailable(register, Reason.UNREADABLE)
    return Lezing(waarden, onleesbaar)


def per_zaak(register: str, gegevens: Gelezen[G], lees: Callable[[str, G], T]) -> Gelezen[T]:
    """What hangs on zaken, by the id of the zaak; of those where it cannot be had or read, that as the
    answer.
    """
    found: dict[str, T | RegisterUnavailable] = {}
    for zaak_id, each in gegevens.items():
        if isinstance(each, RegisterUnavailable):
            found[zaak_id] = each
            continue
        try:
            with leesbaar(register):
                found[zaak_id] = lees(zaak_id, each)
        except RegisterUnavailable as failure:
            logger.error("%s, of one zaak", failure)  # noqa: TRY400 - what caused it quotes the answer
            found[zaak_id] = failure
    return found
