"""What makes a gateway the demo's: the development login, what subgraphs are told, the explorer's offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.identification import Recipient, load_recipient_key
from auth.keys import load_signing_key
from auth.login import LoginSettings
from auth.principal import Klantsoort
from auth.propagation import Issuer
from auth.ways_in import LoginWaysIn
from gateway.app import AppParts
from gateway.http.explorer.config import ExplorerConfig, WayIn
from gateway.http.sign_in import SignIn, SignInSettings
from gateway.http.statement_headers import statement_headers
from gemeentegraaf.development_login import make_development_login
from gemeentegraaf.examples import EXAMPLES
from subgraphs.service.voorbeeldstad import MACHTIGINGEN, PERSONAS

WAYS_IN = (
    WayIn("DigiD", Klantsoort.BURGER, "Als inwoner van Voorbeeldstad", "/auth/login/digid?terug=/"),
    WayIn("DigiD Machtigen", Klantsoort.BURGER, "Namens een ander", "/auth/login/digid_machtigen?terug=/"),
    WayIn("eHerkenning", Klantsoort.BEDRIJF, "Als onderneming", "/auth/login/eherkenning?terug=/"),
    WayIn("eHerkenning", Klantsoort.INSTELLING, "Als instelling", "/auth/login/eherkenning?terug=/"),
    WayIn(
        "eHerkenning bewindvoering",
        Klantsoort.BURGER,
        "Als bewindvoerder",
        "/auth/login/eherkenning_bewindvoering?terug=/",
    ),
)


@dataclass(frozen=True, slots=True)
class DemoGateway:
    """The keys and places that it needs. `base_url` is the gateway as browsers on this machine see it."""

    base_url: str
    sessions_url: str = field(repr=False)
    signing_key: str = field(repr=False)
    pseudonym_key: bytes = field(repr=False)
    recipient_keys: Mapping[str, str] = field(default_factory=dict)
    """Public keys (JWK) of the subgraphs that are told the numbers of customers."""

    def parts(self) -> AppParts:
        """Raises ConfigurationError when `base_url` is not on this machine: anyone could be anyone."""
        development = make_development_login(self.base_url, PERSONAS, MACHTIGINGEN, demo=True)
        sign_in = SignIn(
            SignInSettings(
                issuers=development.issuers,
                login=LoginSettings(self.base_url, self.pseudonym_key),
                database_url=self.sessions_url,
                web=development.web,
            )
        )
        recipients = {name: Recipient(load_recipient_key(key)) for name, key in self.recipient_keys.items()}
        return AppParts(
            authenticate=sign_in.authenticate,
            ways_in=LoginWaysIn(development.issuers, self.base_url),
            headers_for=statement_headers(Issuer(load_signing_key(self.signing_key), recipients=recipients)),
            explorer=ExplorerConfig(municipality="Voorbeeldstad", ways_in=WAYS_IN, examples=EXAMPLES),
            routes=(*sign_in.routes, *development.routes),
            lifespans=(sign_in.lifespan,),
        )
