"""The public keys of this gateway as a client, where providers fetch them: to hold our assertions and signed
requests against, and to encrypt to.
"""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from auth.issuers import TrustedIssuer

CLIENT_KEYS_AT = "/auth/jwks"
_CACHED = {"cache-control": "public, max-age=300"}


def client_keys_route(issuers: Iterable[TrustedIssuer]) -> Route:
    """A JWK Set (RFC 7517): to be registered with each provider as our `jwks_uri`, so that a new key needs no
    letter.
    """
    found = {(key["kid"], key["use"]): key for issuer in issuers for key in issuer.client.keys.public}
    content = {"keys": [dict(key) for key in found.values()]}

    async def keys(request: Request) -> Response:  # noqa: ARG001 - Starlette's shape
        return JSONResponse(content, headers=_CACHED, media_type="application/jwk-set+json")

    return Route(CLIENT_KEYS_AT, keys, methods=["GET"])
