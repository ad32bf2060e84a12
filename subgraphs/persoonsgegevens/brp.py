"""The connector of the BRP: Personen Bevragen v2, one person at a time, by BSN.

The question is a POST, so that no BSN stands in an address; it names the fields that are wanted and why they
are (doelbinding, verwerking). An answer about anyone else than who was asked for is no answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from auth.principal import Identifier
from subgraphs.persoonsgegevens.brp_antwoord import Antwoord, Persoon
from subgraphs.persoonsgegevens.brp_persoon import persoon_van
from subgraphs.persoonsgegevens.brp_velden import brp_velden
from subgraphs.persoonsgegevens.klant import Klant
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.vraag import Vraag
from subgraphs.service.processing import asking, concerns
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.verwerking import Verwerking

RAADPLEEG = "RaadpleegMetBurgerservicenummer"
PERSONEN = "/personen"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Grond:
    """What the municipality accounts for a question with: the purpose, and the processing it is part of."""

    doelbinding: str
    verwerking: str


@dataclass(frozen=True, slots=True)
class Verantwoording:
    """The headers of each call. `per_activiteit` has what holds for a verwerkingsactiviteit, by its name.

    `gebruiker` is who looks: in a portal the citizen; under a mandate it is who acts for them. `oin`
    identifies the municipality where the way to the BRP wants that.
    """

    doelbinding: str
    gebruiker: str = "BurgerZelf"
    oin: str | None = None
    per_activiteit: Mapping[str, Grond] = field(default_factory=dict)

    def headers(self, vraag: Vraag) -> dict[str, str]:
        """By the verwerkingsactiviteit that a question falls under, the URI of @verwerking."""
        naam = activiteit_naam(vraag.activiteit)
        grond = self.per_activiteit.get(naam, Grond(self.doelbinding, naam))
        headers = {
            "x-doelbinding": grond.doelbinding,
            "x-verwerking": grond.verwerking,
            "x-gebruiker": vraag.gemachtigde or self.gebruiker,
        }
        return {**headers, "x-origin-oin": self.oin} if self.oin else headers


def activiteit_naam(activiteit: str) -> str:
    """`inzage-eigen-gegevens` of `https://…/verwerkingsactiviteiten/inzage-eigen-gegevens/1`."""
    return activiteit.rstrip("/").rpartition("/")[0].rpartition("/")[2] or activiteit


class BrpBron:
    """Fulfils Persoonsgegevensbron for persons with a BSN; it knows nobody else."""

    def __init__(
        self, client: RegisterClient, verantwoording: Verantwoording, nu: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._verantwoording = verantwoording
        self._nu = nu

    async def klant(self, vraag: Vraag) -> Klant | None:
        bsn = vraag.nummer_als(Identifier.BSN)
        if bsn is None:
            return None
        verwerking = Verwerking(activiteit=vraag.activiteit)
        try:
            async with asking("BRP", verwerking):
                answer = await self._client.ask(self._call(vraag, bsn))
                found = _persoon(answer.object(), bsn)
                if found is None:
                    return None
                persoon = persoon_van(vraag.klant_id, found, self._nu())
                concerns(verwerking, *persoon.alle_betrokkenen)
        except (RegisterUnavailable, RegisterRefused) as exc:
            raise BronOnbeschikbaar(str(exc)) from exc
        return persoon

    def _call(self, vraag: Vraag, bsn: str) -> RegisterCall:
        content = {"type": RAADPLEEG, "burgerservicenummer": [bsn], "fields": brp_velden(vraag.velden)}
        headers = {**self._verantwoording.headers(vraag), "content-type": JSON}
        call = RegisterCall.send(Method.POST, PERSONEN, content, headers)
        # A search changes nothing: it may be sent again.
        return replace(call, repeatable=True)


def _persoon(answer: Mapping[str, Any], bsn: str) -> Persoon | None:
    """Who was asked for. Raises BronOnbeschikbaar for an answer that is none."""
    try:
        read = Antwoord.model_validate(answer)
    except ValidationError:
        # What caused it holds the answer.
        raise BronOnbeschikbaar("register brp: the answer is not as published") from None
    if read.type != RAADPLEEG or any(persoon.burgerservicenummer != bsn for persoon in read.personen):
        raise BronOnbeschikbaar("register brp: the answer is to another question")
    return read.personen[0] if read.personen else None
