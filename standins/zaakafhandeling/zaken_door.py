"""The door of the zaken service, as the component knows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import httpx

from standins.zaakafhandeling.token import Tokens

PATH = "/behandeling/zaken"


@dataclass(frozen=True, slots=True)
class Dossier:
    """How far a zaak is: `stap` of `stappen`, and the resultaten that there can be."""

    zaak_id: str
    stap: int
    stappen: tuple[int, ...]
    resultaat: str | None
    resultaten: tuple[str, ...]
    gesloten: bool

    @classmethod
    def of(cls, found: dict[str, Any]) -> Self:
        return cls(
            zaak_id=found["zaak_id"],
            stap=found["stap"],
            stappen=tuple(found["stappen"]),
            resultaat=found["resultaat"],
            resultaten=tuple(found["resultaten"]),
            gesloten=found["gesloten"],
        )


class ZakenDoor:
    """Every method raises httpx.HTTPError when the zaken service does not do as asked."""

    def __init__(self, client: httpx.AsyncClient, tokens: Tokens) -> None:
        self._client = client
        self._tokens = tokens

    async def open_zaken(self) -> Sequence[str]:
        found: Sequence[str] = (await self._ask("GET", PATH))["zaken"]
        return found

    async def dossier(self, zaak_id: str) -> Dossier:
        return Dossier.of(await self._ask("GET", f"{PATH}/{zaak_id}"))

    async def zet_status(self, zaak_id: str, volgnummer: int) -> None:
        await self._ask("POST", f"{PATH}/{zaak_id}/statussen", {"volgnummer": volgnummer})

    async def stel_resultaat_vast(self, zaak_id: str, omschrijving: str) -> None:
        await self._ask("PUT", f"{PATH}/{zaak_id}/resultaat", {"omschrijving": omschrijving})

    async def bericht(self, zaak_id: str, kenmerk: str, onderwerp: str, tekst: str) -> None:
        """Tell the customer of a zaak; once, by the kenmerk."""
        body = {"kenmerk": kenmerk, "onderwerp": onderwerp, "tekst": tekst}
        await self._ask("POST", f"{PATH}/{zaak_id}/berichten", body)

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"authorization": f"Bearer {self._tokens.token()}"}
        answer = await self._client.request(method, path, json=body, headers=headers)
        answer.raise_for_status()
        return answer.json()
