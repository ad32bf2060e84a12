"""WaysIn: which of our logins would make someone a customer of the kind and the level that a field asks."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from auth.assurance import Niveau
from auth.issuers import TrustedIssuer
from auth.principal import Klantsoort


class LoginWaysIn:
    """Fulfils `auth.policy.WaysIn`: the URLs at `base_url` where a browser begins such a login. A frontend
    adds `&terug=` and its own address.
    """

    def __init__(self, issuers: Iterable[TrustedIssuer], base_url: str) -> None:
        self._issuers = tuple(issuers)
        self._base_url = base_url.rstrip("/")

    def __call__(self, klantsoorten: Sequence[str], niveau: str | None) -> tuple[str, ...]:
        wanted = Niveau[niveau.upper()] if niveau else Niveau.BASIS
        asked = urlencode({"niveau": wanted.name.lower()})
        return tuple(
            f"{self._base_url}/auth/login/{issuer.middel}?{asked}"
            for issuer in self._issuers
            if _leads_to(issuer, klantsoorten, wanted)
        )


def _leads_to(issuer: TrustedIssuer, klantsoorten: Sequence[str], wanted: Niveau) -> bool:
    """Not by acting for another: that opens what a mandate names, never what is a customer's own."""
    rules = issuer.claims
    if rules.gemachtigde and rules.altijd_gemachtigd:
        return False
    reached = max((*rules.niveaus.values(), rules.niveau_ontbreekt))
    return reached >= wanted and any(Klantsoort(one) in rules.klantsoorten for one in klantsoorten)
