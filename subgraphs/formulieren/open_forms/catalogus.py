"""The catalogue as Open Forms publishes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth.principal import Klantsoort
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.open_forms.vertaling import formulier_van
from subgraphs.formulieren.source import Formulierenbron
from subgraphs.service.folding import fold
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import Reason, RegisterUnavailable

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
        try:
            found = [formulier_van(form, self._pagina) for form in _listed(answer)]
        except (KeyError, TypeError, AttributeError):
            # the cause may quote what was sent
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE) from None
        return sorted((one for one in found if one is not None), key=lambda one: (one.titel, one.id))


def _listed(answer: Any) -> Sequence[Mapping[str, Any]]:
    """Raises TypeError for what is no list."""
    if not isinstance(answer, list):
        raise TypeError("forms come as a list")
    return answer


def _has(formulier: Formulier, zoek: str | None) -> bool:
    return not zoek or any(fold(zoek) in fold(text) for text in (formulier.titel, formulier.omschrijving))
