"""The connector of the BRP: Personen Bevragen v2, one person at a time, by BSN.

The question is a POST, so that no BSN stands in an address; it names the fields that are wanted and why they
are (doelbinding, verwerking). An answer about anyone else than who was asked for is no answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from auth.principal import Identifier, Identiteit
from subgraphs.persoonsgegevens import brp_antwoord
from subgraphs.persoonsgegevens.brp_persoon import persoon_van
from subgraphs.persoonsgegevens.brp_velden import MAGAZIJN_VELDEN, brp_velden
from subgraphs.persoonsgegevens.klant import Klant, Persoon
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.vraag import Vraag
from subgraphs.service.processing import asking, concerns
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.verwerking import GEGEVENSMAGAZIJN, Verwerking

RAADPLEEG = "RaadpleegMetBurgerservicenummer"
PERSONEN = "/personen"
SYNCHRONISATIE = "synchronisatie-gegevensmagazijn"
"""Who asks when no customer does (`x-gebruiker`)."""
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
        return self.van(vraag.activiteit, vraag.gemachtigde or self.gebruiker)

    def van(self, activiteit: str, gebruiker: str) -> dict[str, str]:
        """For what this user does under this verwerkingsactiviteit."""
        naam = activiteit_naam(activiteit)
        grond = self.per_activiteit.get(naam, Grond(self.doelbinding, naam))
        headers = {
            "x-doelbinding": grond.doelbinding,
            "x-verwerking": grond.verwerking,
            "x-gebruiker": gebruiker,
        }
        return {**headers, "x-origin-oin": self.oin} if self.oin else headers


def activiteit_naam(activiteit: str) -> str:
    """`inzage-eigen-gegevens` of `https://…/verwerkingsactiviteiten/inzage-eigen-gegevens/1`."""
    return activiteit.rstrip("/").rpartition("/")[0].rpartition("/")[2] or activiteit


class BrpBron:
    """Fulfils Persoonsgegevensbron for persons with a BSN, and Personenbron; it knows nobody else."""

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
        headers = self._verantwoording.headers(vraag)
        with _usable():
            async with asking("BRP", verwerking):
                for gegeven in await self._gevraagd([bsn], vraag.velden, headers):
                    persoon = persoon_van(vraag.klant_id, gegeven, self._nu(), vraag.velden)
                    concerns(verwerking, *persoon.alle_betrokkenen)
                    return persoon
        return None

    async def personen(self, mensen: Sequence[Identiteit]) -> Sequence[Persoon]:
        """All that the magazijn keeps of these people, at most twenty; who is not there is left out."""
        ids = {iemand.waarde: iemand.id for iemand in mensen}
        headers = self._verantwoording.van(GEGEVENSMAGAZIJN.activiteit, SYNCHRONISATIE)
        with _usable():
            async with asking("BRP", GEGEVENSMAGAZIJN, *mensen):
                gevonden = await self._gevraagd([*ids], MAGAZIJN_VELDEN, headers)
                personen = [
                    persoon_van(ids[gegeven.burgerservicenummer], gegeven, self._nu(), MAGAZIJN_VELDEN)
                    for gegeven in gevonden
                ]
                for persoon in personen:
                    concerns(GEGEVENSMAGAZIJN, *persoon.alle_betrokkenen)
        return personen

    async def _gevraagd(
        self, bsns: Sequence[str], velden: Iterable[str], headers: Mapping[str, str]
    ) -> Sequence[brp_antwoord.Persoon]:
        content = {"type": RAADPLEEG, "burgerservicenummer": bsns, "fields": brp_velden(velden)}
        call = RegisterCall.send(Method.POST, PERSONEN, content, {**headers, "content-type": JSON})
        # A search changes nothing: it may be sent again.
        answer = await self._client.ask(replace(call, repeatable=True))
        return _personen(answer.object(), frozenset(bsns))


@contextmanager
def _usable() -> Iterator[None]:
    """What goes wrong with the register, as what goes wrong with a source."""
    try:
        yield
    except (RegisterUnavailable, RegisterRefused) as exc:
        raise BronOnbeschikbaar(str(exc)) from exc


def _personen(answer: Mapping[str, Any], bsns: frozenset[str]) -> Sequence[brp_antwoord.Persoon]:
    """Who was asked for, each once. Raises BronOnbeschikbaar for an answer that is none."""
    try:
        read = brp_antwoord.Antwoord.model_validate(answer)
    except ValidationError:
        # What caused it holds the answer.
        raise BronOnbeschikbaar("register brp: the answer is not as published") from None
    given = [persoon.burgerservicenummer for persoon in read.personen]
    if read.type != RAADPLEEG or not bsns.issuperset(given) or len(set(given)) < len(given):
        raise BronOnbeschikbaar("register brp: the answer is to another question")
    return read.personen
