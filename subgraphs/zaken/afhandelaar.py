"""Afhandelaars: the zaakafhandelcomponenten that are told of the zaken of their zaaktypen."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie
from subgraphs.service.zgw_token import MIN_BYTES
from subgraphs.zaken.notificatiesectie import Domein

SYSTEEM = "urn:nld:gemeentegraaf:systeem:zaken"


class Afhandelaar(Sectie):
    """One component, generic or specific."""

    naam: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    """What it calls itself (`client_id`) at the door of the zaken service."""
    url: BaseUrl
    """Where it takes notifications: CloudEvents by POST."""
    geheim: Geheim
    """What the two share: they sign with it what they ask of each other."""
    afzender: Domein | None = None
    """The domain name by which its permission is asked before events are sent (`WebHook-Request-Origin`);
    without one none is asked.
    """
    zaaktypen: Annotated[frozenset[str], Field(default=frozenset())]
    """The identificaties of the zaaktypen that it handles; none for the generic one, which has the rest."""

    @field_validator("geheim")
    @classmethod
    def _long_enough(cls, geheim: Geheim) -> Geheim:
        if len(geheim.get_secret_value().encode()) < MIN_BYTES:
            raise ValueError(f"a secret must be at least {MIN_BYTES} bytes")
        return geheim

    @property
    def is_generiek(self) -> bool:
        return not self.zaaktypen


class Afhandelaars:
    """All of them, and which of them a zaaktype is for. `systeem` is as what they are told (`source`)."""

    def __init__(self, afhandelaars: Iterable[Afhandelaar] = (), systeem: str = SYSTEEM) -> None:
        self.allen = tuple(afhandelaars)
        self.systeem = systeem
        self._specifiek = frozenset().union(*(each.zaaktypen for each in self.allen))

    def van(self, zaaktype: str) -> tuple[Afhandelaar, ...]:
        """The specific ones for this zaaktype; where there are none, the generic ones."""
        if zaaktype in self._specifiek:
            return tuple(each for each in self.allen if zaaktype in each.zaaktypen)
        return tuple(each for each in self.allen if each.is_generiek)
