"""The login of the demo: an OpenID provider in this very process, at which one chooses to be anyone.

It is a real provider (oidc-provider-mock, over Authlib), so that the demo goes through the whole code
flow; only its page is ours. One for each middel, each at an issuer URL of its own:

    /ontwikkel-login/digid                      burgers, by BSN
    /ontwikkel-login/digid_machtigen            burgers who act for another, by both BSNs and the dienst
    /ontwikkel-login/eherkenning                bedrijven by KvK number, instellingen by RSIN; and who acts
                                                for one (ketenmachtiging), by its KvK number and the dienst
    /ontwikkel-login/eherkenning_bewindvoering  who looks after the money of a burger: KvK number, BSN, dienst

One also chooses the level of assurance to come with; the level that was asked for is chosen already.

An app gets an access token for `Authorization: Bearer` there with the same code flow, with any client id
and secret.
"""

import logging
import secrets
import time
import uuid
import warnings
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import flask
import httpx
import jinja2
from a2wsgi import WSGIMiddleware
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Receive, Scope, Send
from werkzeug.datastructures import ImmutableMultiDict

from auth.assurance import Niveau
from auth.bearer_rules import BearerRules
from auth.claim_rules import ClaimRules, KlantsoortRule, ServiceClaims
from auth.client import Client
from auth.errors import ConfigurationError
from auth.issuers import TrustedIssuer
from auth.loopback import is_loopback
from auth.principal import Identifier, Klantsoort
from auth.profiles import PROFILES
from auth.web import HttpxWeb
from subgraphs.service.diensten import Dienst
from subgraphs.service.voorbeeldstad import Machtiging, Persona

AT = "/ontwikkel-login"
NAMES = {
    "digid": "DigiD",
    "digid_machtigen": "DigiD Machtigen",
    "eherkenning": "eHerkenning",
    "eherkenning_bewindvoering": "eHerkenning bewindvoering",
}
AUDIENCE = "gemeentegraaf"
TOKEN_LIFE = timedelta(minutes=15)
PAGES = Path(__file__).parent / "pages"
SERVED = frozenset(
    {"/.well-known/openid-configuration", "/jwks", "/oauth2/authorize", "/oauth2/token", "/userinfo"}
)
"""The provider has more, such as a way to change anyone's claims. That is for tests of its own."""

_LEGAL_SUBJECT = "urn:etoegang:core:LegalSubjectID"
_ACTING_SUBJECT = "urn:etoegang:core:ActingSubjectID"
_KVK = "urn:etoegang:1.9:EntityConcernedID:KvKnr"
_RSIN = "urn:etoegang:1.9:EntityConcernedID:RSIN"
_QUALIFIERS = {Identifier.KVK: _KVK, Identifier.RSIN: _RSIN}
_INTERMEDIATE = "urn:etoegang:1.9:IntermediateEntityID:KvKnr"
_UNDER_BEWIND = "sel_uid"
_SERVICE = "urn:nl-eid-gdi:1.0:ServiceUUID"
_ETOEGANG_SERVICE = "urn:etoegang:core:ServiceUUID"
_SERVICES = {
    dienst: str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:voorbeeldstad:dienst:{dienst}")) for dienst in Dienst
}
"""By which the register of mandates would know our diensten."""

LEVELS = tuple(niveau for niveau in Niveau if niveau > Niveau.GEEN)
LEVEL = Niveau.SUBSTANTIEEL
"""What a login has when nobody chose: enough for everything in the graph."""

DIGID = replace(PROFILES["digid"].claims, naam=(("weergavenaam",),))
_DIENSTEN = {each: dienst.value for dienst, each in _SERVICES.items()}
DIGID_MACHTIGEN = replace(
    PROFILES["digid_machtigen"].claims,
    diensten=ServiceClaims(((_SERVICE,),), _DIENSTEN),
    naam=(("weergavenaam",),),
)
EHERKENNING = replace(
    PROFILES["eherkenning"].claims,
    uitzonderingen=(KlantsoortRule(Klantsoort.INSTELLING, soorten=frozenset({Identifier.RSIN})),),
    diensten=ServiceClaims(((_ETOEGANG_SERVICE,),), _DIENSTEN),
    naam=(("weergavenaam",),),
)
BEWINDVOERING = replace(
    PROFILES["eherkenning_bewindvoering"].claims,
    diensten=ServiceClaims(((_ETOEGANG_SERVICE,),), _DIENSTEN),
    naam=(("weergavenaam",),),
)

Someone = Persona | Machtiging


@dataclass(frozen=True, slots=True)
class DevelopmentLogin:
    """`routes` serve the providers, `issuers` are to be trusted, and `web` reaches them without a network."""

    routes: tuple[BaseRoute, ...]
    issuers: tuple[TrustedIssuer, ...]
    web: HttpxWeb


def make_development_login(
    base_url: str, personas: Iterable[Persona], machtigingen: Sequence[Machtiging] = (), *, demo: bool
) -> DevelopmentLogin:
    """`base_url` is this process as browsers see it, on this machine. Without `machtigingen` nobody can act
    for another.

    Raises ConfigurationError unless this is a demo: whoever reaches this login can be anyone.
    """
    if not demo:
        raise ConfigurationError("the development login runs in the demo only")
    if not is_loopback(base_url):
        raise ConfigurationError("the development login is for this machine only")
    people = tuple(personas)
    burgers = [one for one in people if one.identifier is Identifier.BSN]
    organisaties = [one for one in people if one.identifier in _QUALIFIERS]

    def acting(middel: str) -> list[Machtiging]:
        return [one for one in machtigingen if one.middel == middel]

    offered: tuple[tuple[str, ClaimRules, Sequence[Someone]], ...] = (
        ("digid", DIGID, burgers),
        ("eherkenning", EHERKENNING, [*organisaties, *acting("eherkenning")]),
        ("digid_machtigen", DIGID_MACHTIGEN, acting("digid_machtigen")),
        ("eherkenning_bewindvoering", BEWINDVOERING, acting("eherkenning_bewindvoering")),
    )
    chosen = [(middel, rules, someone) for middel, rules, someone in offered if someone]
    routes = tuple(Mount(f"{AT}/{middel}", _Served(middel, someone)) for middel, _, someone in chosen)
    issuers = tuple(_issuer(base_url, middel, rules) for middel, rules, _ in chosen)
    web = HttpxWeb(httpx.ASGITransport(Starlette(routes=list(routes))))
    return DevelopmentLogin(routes, issuers, web)


def _issuer(base_url: str, middel: str, rules: ClaimRules) -> TrustedIssuer:
    return TrustedIssuer(
        middel=middel,
        url=f"{base_url.rstrip('/')}{AT}/{middel}",
        client=Client("gemeentegraaf", secrets.token_urlsafe(32)),
        claims=rules,
        bearer=BearerRules(frozenset({AUDIENCE})),
        algorithms=frozenset({"RS256"}),
        acr_values=PROFILES[middel].acr_values,
        ends_session=False,
    )


def _claims(persona: Someone, acr: str) -> dict[str, object]:
    """As a broker would put DigiD and eHerkenning into claims, with mandates and without."""
    common: dict[str, object] = {"acr": acr, "weergavenaam": persona.naam}
    if isinstance(persona, Machtiging):
        return common | _claims_of_mandate(persona)
    if persona.identifier is Identifier.BSN:
        return common | {"bsn": persona.waarde}
    return common | _organisation(persona)


def _claims_of_mandate(one: Machtiging) -> dict[str, object]:
    """Each means of login has names of its own for who acts, whose data it is, and for what."""
    given, acting = one.machtiginggever, one.gemachtigde
    if one.middel == "digid_machtigen":
        return {
            "urn:nl-eid-gdi:1.0:LegalSubjectID": given.waarde,
            "urn:nl-eid-gdi:1.0:ActingSubjectID": acting.waarde,
            _SERVICE: _SERVICES[one.dienst],
        }
    service = {_ETOEGANG_SERVICE: _SERVICES[one.dienst]}
    if one.middel == "eherkenning":
        return {**_organisation(given), _INTERMEDIATE: acting.waarde, **service}
    return {**_organisation(acting), _UNDER_BEWIND: given.waarde, **service}


def _organisation(persona: Persona) -> dict[str, object]:
    return {
        _LEGAL_SUBJECT: persona.waarde,
        "namequalifier": _QUALIFIERS[persona.identifier],
        _ACTING_SUBJECT: sha256(persona.sleutel.encode()).hexdigest(),
    }


def _sub(sleutel: str, niveau: Niveau) -> str:
    """The provider knows each persona once for each level."""
    return sleutel if niveau is LEVEL else f"{sleutel}@{niveau.name.lower()}"


def _asked(acr_values: Mapping[Niveau, str]) -> Niveau:
    """The level that the client of this request asks for."""
    wanted = flask.request.args.get("acr_values", "").split()
    return next((niveau for niveau, acr in acr_values.items() if acr in wanted), LEVEL)


def _provider(middel: str, personas: Sequence[Someone]) -> flask.Flask:
    with warnings.catch_warnings():
        # It still imports parts of Authlib that Authlib is about to take away; nothing we can change.
        warnings.simplefilter("ignore", AuthlibDeprecationWarning)
        from oidc_provider_mock import User, init_app
    # What they log of a login has the claims of who logs in, or the tokens that were made.
    for name in ("oidc_provider_mock", "authlib"):
        logging.getLogger(name).setLevel(logging.ERROR)
    acr_values = PROFILES[middel].acr_values
    style = (PAGES / "development_login.css").read_text(encoding="utf-8")
    app = flask.Flask(__name__, template_folder=str(PAGES))
    app.request_class = _MountedRequest
    app.config["OAUTH2_ACCESS_TOKEN_GENERATOR"] = _access_token
    app.jinja_loader = jinja2.ChoiceLoader(
        [jinja2.FileSystemLoader(PAGES), jinja2.PackageLoader("oidc_provider_mock")]
    )
    plain = app.wsgi_app
    init_app(
        app,
        issue_refresh_token=False,
        access_token_max_age=TOKEN_LIFE,
        user_claims=[
            User(sub=_sub(one.sleutel, niveau), claims=_claims(one, acr_values[niveau]))
            for one in personas
            for niveau in LEVELS
        ],
    )
    # It switches on the debugger of Werkzeug, which shows source code and local variables to whoever asks.
    app.debug = False
    app.wsgi_app = plain  # type: ignore[method-assign]
    app.context_processor(
        lambda: {
            "personas": personas,
            "middel": NAMES[middel],
            "style": style,
            "levels": [niveau.name.lower() for niveau in LEVELS],
            "level": _asked(acr_values).name.lower(),
        }
    )
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; frame-ancestors 'none'; base-uri 'none'"
    )

    @app.after_request
    def with_policy(response: flask.Response) -> flask.Response:
        response.headers["content-security-policy"] = policy
        response.headers["cache-control"] = "no-store"
        return response

    return app


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


class _MountedRequest(flask.Request):
    """The provider names itself after its host. Several on one host need their path in the name as well. And
    it knows people, where its page also chooses a level.
    """

    @property
    def host_url(self) -> str:
        return self.root_url

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        """Who was chosen, at the level that was chosen with them."""
        given = super().form
        level = given.get("niveau", "").upper()
        if "sub" not in given or level not in Niveau.__members__:
            return given
        return ImmutableMultiDict({**given, "sub": _sub(given["sub"], Niveau[level])})


def _access_token(client: Any, grant_type: str, user: Any, scope: str) -> str:  # noqa: ARG001 - Authlib's shape
    """A JWT as in RFC 9068, in place of the provider's random text: the gateway verifies it by the
    provider's keys.
    """
    key = _signing_key()
    now = int(time.time())
    claims = {
        **user.claims,
        "iss": flask.request.host_url.rstrip("/"),
        "sub": user.sub,
        "aud": AUDIENCE,
        "client_id": client.get_client_id(),
        "scope": scope,
        "iat": now,
        "exp": now + int(TOKEN_LIFE.total_seconds()),
        "jti": str(uuid.uuid4()),
    }
    return jwt.encode({"alg": "RS256", "typ": "at+jwt", "kid": key.kid}, claims, key, algorithms=["RS256"])


def _signing_key() -> RSAKey:
    """The key behind the provider's `/jwks`. Reading it takes long enough to do it once only."""
    kept = flask.current_app.extensions
    if "signing_key" not in kept:
        key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
        key.ensure_kid()
        kept["signing_key"] = key
    return cast("RSAKey", kept["signing_key"])


class _Served:
    """Passes on only what an OpenID client needs. The provider and its keys are made at the first request."""

    def __init__(self, middel: str, personas: Sequence[Someone]) -> None:
        self._middel = middel
        self._personas = personas

    @cached_property
    def _app(self) -> ASGIApp:
        provider = _provider(self._middel, self._personas)
        # Both sides speak WSGI and ASGI, each with type names of its own.
        return cast("ASGIApp", WSGIMiddleware(cast("Any", provider.wsgi_app)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["type"] == "http" and path not in SERVED:
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)
