"""Verbinding: the calls of the postbus to one register with a token, and its lists page by page.

What the register refuses is a mistake in the settings of one of the two: it is logged, and the register
counts as not reached.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from subgraphs.service.processing import asking
from subgraphs.service.register_call import RegisterCall
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable
from subgraphs.service.verwerking import INZAGE_ZAKEN

logger = logging.getLogger(__name__)

MAX_PAGES = 20
PAGE_SIZE = 100
_GONE = frozenset({404, 410})

Json = Mapping[str, Any]


class Verbinding:
    """One register. `headers` go with every call. `close` it in the event loop that used it."""

    def __init__(self, target: RegisterTarget, seconden: float) -> None:
        self.naam = target.name
        self._client = RegisterClient(target, RegisterRules(budget=seconden))

    async def alles(self, call: RegisterCall) -> list[Json]:
        """All that a list or a search gives. Raises RegisterUnavailable."""
        found: list[Json] = []
        for page in range(1, MAX_PAGES + 1):
            paging = (("page", str(page)), ("pageSize", str(PAGE_SIZE)))
            content = await self.een(replace(call, query=(*call.query, *paging)))
            if content is None or not isinstance(content.get("results"), list):
                raise RegisterUnavailable(self.naam, Reason.UNREADABLE)
            found += content["results"]
            if not content.get("next"):
                return found
        raise RegisterUnavailable(self.naam, Reason.TOO_LARGE)

    async def een(self, call: RegisterCall, changes: bool = False) -> Json | None:
        """The object that a call gives; None for what is not there. Raises RegisterUnavailable."""
        async with asking(self.naam, INZAGE_ZAKEN, changes=changes):
            try:
                return (await self._client.ask(call)).object()
            except RegisterRefused as refusal:
                if refusal.status in _GONE:
                    return None
                logger.error("%s", refusal)  # noqa: TRY400 - the text says it all, and holds nothing else
                raise RegisterUnavailable(self.naam, Reason.STATUS, refusal.status) from None

    async def close(self) -> None:
        await self._client.close()
