"""The catalogue as Open Forms publishes it."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from auth.principal import Klantsoort
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.open_forms.vertaling import formulier_van
from subgraphs.formulieren.source import Formulierenbron
from subgraphs.service.folding import has_words
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import Reason, RegisterUnavailable

logger = logging.getLogger(__name__)

FORMS = RegisterCall(Method.GET, "/api/v2/forms", shared=True)


class OpenFormsCatalogus:
    """Implements `Formulierenbron` on Open Forms. All forms come in one answer, which the client keeps for a
    while: they are the same for everyone.

    Forms that Open Forms does not have are looked for in `ingebouwd`: aanvragen were made with those.
    """

    def __init__(self, client: RegisterClient, pagina: str, ingebouwd: Formulierenbron) -> None:
        self._client = client
        self._pagina = pagina
        self._ingebouwd = ingebouwd

    async def formulieren(self, ids: Sequence[str]) -> Mapping[str, Formulier]:
        """Raises RegisterUnavailable when an id is in neither, and Open Forms gives no answer."""
        own = await self._ingebouwd.formulieren(ids)
        if not set(ids) - own.keys():
            return own
        wanted = set(ids)
        return {**own, **{one.id: one for one in await self._forms() if one.id in wanted}}

    async def catalogus(
        self, zoek: str | None, klantsoort: Klantsoort | None, page: PageRequest
    ) -> Page[Formulier]:
        chosen = [
            one
            for one in await self._forms()
            if (klantsoort is None or klantsoort in one.klantsoorten) and _has(one, zoek)
        ]

        async def count() -> int:
            return len(chosen)

        rest = [one for one in chosen if page.after is None or (one.titel, one.id) > page.after]
        return Page.cut(rest[: page.first + 1], page.first, count)

    async def _forms(self) -> list[Formulier]:
        """By titel and id. Raises RegisterUnavailable, RegisterRefused."""
        answer = (await self._client.ask(FORMS)).json()
        if not isinstance(answer, list):
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE)
        found, unreadable = _read(answer, self._pagina)
        if 0 < len(answer) == unreadable:
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE)
        if unreadable:
            logger.warning("%s has %d forms that cannot be read", self._client.name, unreadable)
        return sorted(found, key=lambda one: (one.titel, one.id))


def _read(forms: Sequence[Any], pagina: str) -> tuple[list[Formulier], int]:
    """The forms that can be started, and how many cannot be read: one of those does not hide the others."""
    found, unreadable = [], 0
    for form in forms:
        try:
            formulier = formulier_van(form, pagina)
        except (KeyError, TypeError, AttributeError):
            unreadable += 1
        else:
            found += [formulier] if formulier else []
    return found, unreadable


def _has(formulier: Formulier, zoek: str | None) -> bool:
    return has_words(zoek, formulier.titel, formulier.omschrijving, *formulier.trefwoorden)
