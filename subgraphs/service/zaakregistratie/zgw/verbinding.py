"""The connection with one zaakregistratie over the ZGW APIs, made from its settings."""

from subgraphs.service.register_breaker import BreakerRules
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.zaakregistratie.bestand import IngediendeBestanden
from subgraphs.service.zaakregistratie.zgw.api import ZgwApi
from subgraphs.service.zaakregistratie.zgw.sectie import Zgwsectie
from subgraphs.service.zaakregistratie.zgw.zaakregistratie import Apis, Vorm, ZgwZaakregistratie
from subgraphs.service.zgw_token import Gebruiker, ZgwCredentials

RULES = RegisterRules(attempts=1, breaker=BreakerRules(failures=100, open_seconds=1))
"""It is the bus that waits and tries again; the breaker only keeps many messages from failing one by one."""


class Zgwverbinding:
    """Its clients, for as long as the service lives. Raises SettingsError for a secret that is too short."""

    def __init__(self, sectie: Zgwsectie) -> None:
        self._sectie = sectie
        self._credentials = ZgwCredentials(sectie.client_id, sectie.geheim.get_secret_value())
        self._zaken = self._client("zaken", sectie.zaken)
        self._catalogi = self._client("catalogi", sectie.catalogi)
        self._documenten = self._client("documenten", sectie.documenten)

    @property
    def naam(self) -> str:
        """What the graph calls the register: it stands in the ids of its zaken."""
        return self._sectie.naam

    @property
    def zaaktypen(self) -> frozenset[str]:
        """Those that are registered here; none for all that go nowhere else."""
        return self._sectie.zaaktypen

    def registratie(self, bestanden: IngediendeBestanden) -> ZgwZaakregistratie:
        """The register as the place where an aanvraag becomes a zaak."""
        vorm = Vorm(self._sectie.naam, self._sectie.bronorganisatie, self._sectie.kvk)
        return ZgwZaakregistratie(self._apis, vorm, bestanden)

    async def close(self) -> None:
        for client in (self._zaken, self._catalogi, self._documenten):
            await client.close()

    def _client(self, api: str, url: str) -> RegisterClient:
        return RegisterClient(RegisterTarget(f"{self._sectie.naam} {api}", url), RULES)

    def _apis(self, gebruiker: Gebruiker) -> Apis:
        def api(client: RegisterClient, *, shared: bool = False) -> ZgwApi:
            return ZgwApi(client, self._credentials, gebruiker, shared=shared)

        return Apis(api(self._zaken), api(self._catalogi, shared=True), api(self._documenten))
