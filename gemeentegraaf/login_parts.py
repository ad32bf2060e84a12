"""The parts of a gateway with login, from its settings."""

from collections.abc import Iterable

from auth.errors import AuthError
from auth.issuers import TrustedIssuer
from auth.keys import load_signing_key
from auth.login import LoginSettings
from auth.propagation import Issuer
from auth.ways_in import LoginWaysIn
from gateway.app import AppParts
from gateway.http.explorer.config import ExplorerConfig, WayIn
from gateway.http.sign_in import SignIn, SignInSettings
from gateway.http.statement_headers import statement_headers
from gateway.login_settings import LoginSection
from gemeentegraaf.command_error import CommandError


def login_parts(login: LoginSection, public_url: str) -> AppParts:
    """Raises CommandError for settings that would not be safe."""
    try:
        signing_key = load_signing_key(login.signing_key.get_secret_value())
        pseudonym_key = login.pseudonym_key.get_secret_value().encode()
        issuers = login.trusted_issuers
        statements = Issuer(signing_key, recipients=login.recipients)
        sign_in = SignIn(
            SignInSettings(
                issuers=issuers,
                login=LoginSettings(public_url, pseudonym_key, frozenset(login.origins)),
                database_url=login.sessions_url.get_secret_value(),
                limits=login.limits,
                rates=login.attempts.rates,
                certificate_header=login.client_certificate_header,
            )
        )
    except AuthError as error:
        raise CommandError(f"login: {error}") from error
    return AppParts(
        authenticate=sign_in.authenticate,
        ways_in=LoginWaysIn(issuers, public_url),
        headers_for=statement_headers(statements),
        explorer=ExplorerConfig(ways_in=_ways_in(login, issuers)),
        routes=sign_in.routes,
        lifespans=(sign_in.lifespan,),
    )


def _ways_in(login: LoginSection, issuers: Iterable[TrustedIssuer]) -> tuple[WayIn, ...]:
    return tuple(
        WayIn(login.issuers[one.middel].label or one.middel, soort, "", f"/auth/login/{one.middel}?terug=/")
        for one in issuers
        for soort in one.claims.klantsoorten
    )
