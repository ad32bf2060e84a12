"""The part `open_forms` of the section `formulieren` of the bronnen file.

formulieren:
  open_forms:
    url: https://formulieren.voorbeeldstad.nl
    token: {env: OPEN_FORMS_TOKEN}
    inzendingen: {url: https://formulieren.voorbeeldstad.nl/inzendingen, token: {env: INZENDINGEN_TOKEN}}
"""

from typing import Annotated

from pydantic import Field, SecretStr

from subgraphs.formulieren.open_forms.catalogus import OpenFormsCatalogus
from subgraphs.formulieren.open_forms.inzendingen import OpenstaandeInzendingen
from subgraphs.formulieren.source import Formulierenbron, Inzendingenbron
from subgraphs.service.bronnen import BaseUrl, Geheim, Sectie
from subgraphs.service.etag_cache import CacheRules
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget


class Inzendingensectie(Sectie):
    """Where openstaande inzendingen are asked for."""

    url: BaseUrl
    """Where `/openstaande-inzendingen` is."""
    token: Geheim


class OpenFormsSectie(Sectie):
    url: BaseUrl
    """Where `/api/v2` is."""
    token: Geheim
    """An API token of Open Forms, of a user that may list forms."""
    pagina: BaseUrl | None = None
    """Where customers fill forms in, if that is not `url`."""
    verversen_seconden: Annotated[float, Field(gt=0, le=86_400)] = 60
    """After how long the list is read anew."""
    inzendingen: Inzendingensectie | None = None
    """Without it nobody has openstaande inzendingen: Open Forms itself does not tell."""


class OpenForms:
    """The ways to one Open Forms. `close` it with the service."""

    def __init__(self, sectie: OpenFormsSectie) -> None:
        rules = RegisterRules(cache=CacheRules(fresh_seconds=sectie.verversen_seconden))
        self._pagina = sectie.pagina or sectie.url
        self._forms = RegisterClient(_target("Open Forms", sectie.url, sectie.token), rules)
        self._inzendingen = sectie.inzendingen and RegisterClient(
            _target("inzendingen", sectie.inzendingen.url, sectie.inzendingen.token)
        )

    def catalogus(self, ingebouwd: Formulierenbron) -> Formulierenbron:
        return OpenFormsCatalogus(self._forms, self._pagina, ingebouwd)

    @property
    def inzendingen(self) -> Inzendingenbron | None:
        return OpenstaandeInzendingen(self._inzendingen) if self._inzendingen else None

    async def close(self) -> None:
        await self._forms.close()
        if self._inzendingen:
            await self._inzendingen.close()


def _target(name: str, url: str, token: SecretStr) -> RegisterTarget:
    return RegisterTarget(name, url, {"authorization": f"Token {token.get_secret_value()}"})
