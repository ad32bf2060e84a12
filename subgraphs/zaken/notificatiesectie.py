"""Notificaties: how a register tells this service what happens to its zaken, as the bronnen file has it."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie

Domein = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$", to_lower=True)
]
"""A domain name."""


class Notificatiesectie(Sectie):
    """The Notificaties API behind the registers."""

    sleutel: Geheim
    """What whoever notifies us must show: the `auth` of the abonnement, after `Bearer`."""
    url: BaseUrl | None = None
    """Where `/abonnement` is, such as `https://opennotificaties.voorbeeldstad.nl/api/v1`: to subscribe by
    `gemeentegraaf bus abonneer`.
    """
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=50)] = "gemeentegraaf"
    geheim: Geheim | None = None
    """What this application shares with that API."""
    afzenders: tuple[Domein, ...] = ()
    """Who may send CloudEvents, by the name with which they ask (`WebHook-Request-Origin`). The host of `url`
    always may.
    """
    per_minuut: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """How many CloudEvents a sender may send in a minute; without it, as many as there are."""

    def kent(self, afzender: str) -> bool:
        """Whether this sender of CloudEvents may send them here."""
        return afzender in self.afzenders or (
            self.url is not None and afzender == urlsplit(self.url).hostname
        )

    @property
    def auth(self) -> str:
        """The Authorization header that notifications come with."""
        return f"Bearer {self.sleutel.get_secret_value()}"
