"""Notificaties: how a register tells this service what happens to its zaken, as the bronnen file has it."""

from typing import Annotated

from pydantic import StringConstraints

from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie


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

    @property
    def auth(self) -> str:
        """The Authorization header that notifications come with."""
        return f"Bearer {self.sleutel.get_secret_value()}"
