"""TokenCredentials: from the headers of a request to the Principal that its access token is about.

    Authorization: Bearer <token>                      RFC 6750
    Authorization: DPoP <token>   DPoP: <proof>        RFC 9449

Whatever is wrong with a token, the caller is told the same: the reason is in our log alone. The exception
is a proof that lacks our nonce, since the caller can only make a better one when told (RFC 9449, section
9).
"""

import logging
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from auth.bearer import BEARER, DPOP, BearerTokens, Presented
from auth.dpop import ALGORITHMS, Call
from auth.errors import AuthError, ProofError, ProviderError, StoreError
from auth.principal import Principal
from gateway.http.caller import CallerRefused
from gateway.http.client_certificate import certificate_thumbprint

logger = logging.getLogger(__name__)

_REALM: Final = 'realm="gemeentegraaf"'
_ALGORITHMS: Final = f'algs="{" ".join(ALGORITHMS)}"'
_IN_URL: Final = "access_token"


class TokenCredentials:
    """`base_url` is the gateway as callers see it; `certificate_header` is where the proxy in front of it
    puts the certificate that a client showed, if it does.
    """

    def __init__(self, tokens: BearerTokens, base_url: str, certificate_header: str | None = None) -> None:
        self._tokens = tokens
        parts = urlsplit(base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._certificate_header = certificate_header

    async def principal(self, request: HTTPConnection) -> Principal | None:
        """Who the request's token is about; None without a token. Raises CallerRefused."""
        _refuse_in_url(request)
        authorization = request.headers.getlist("authorization")
        if not authorization:
            return None
        presented = self._presented(request, authorization)
        try:
            return await self._tokens.principal(presented)
        except (ProviderError, StoreError) as exc:
            logger.warning("an access token could not be checked: %s", exc)
            raise CallerRefused(
                "The access token cannot be checked at the moment.", code=exc.code, status=503
            ) from exc
        except ProofError as exc:
            raise _refused_proof(exc) from exc
        except AuthError as exc:
            logger.info("an access token was refused: %s: %s", exc.code, exc)
            raise _invalid(presented.scheme) from exc

    def _presented(self, request: HTTPConnection, authorization: list[str]) -> Presented:
        scheme, _, token = authorization[0].strip().partition(" ")
        scheme, token = scheme.lower(), token.strip()
        proofs = request.headers.getlist("dpop")
        if len(authorization) > 1 or scheme not in (BEARER, DPOP) or not token or len(proofs) > 1:
            raise CallerRefused(
                "Send one header Authorization: Bearer <token>, or DPoP <token> with one proof.",
                headers={"www-authenticate": _challenge(BEARER, "invalid_request")},
            )
        return Presented(
            token=token,
            call=Call(request.scope.get("method", "GET"), f"{self._origin}{request.url.path}"),
            scheme=scheme,
            proof=proofs[0] if proofs else None,
            certificate=certificate_thumbprint(request, self._certificate_header),
        )


def _refuse_in_url(request: HTTPConnection) -> None:
    """A URL ends up in logs, histories and referrers: a token that stood in one is no secret any more."""
    if any(name.lower() == _IN_URL for name in request.query_params):
        raise CallerRefused(
            "A token does not go into a URL. Withdraw this one: it may have been seen.",
            code="TOKEN_IN_URL",
            status=400,
            headers={"www-authenticate": _challenge(BEARER, "invalid_request")},
        )


def _refused_proof(error: ProofError) -> CallerRefused:
    logger.info("an access token was refused: %s: %s", error.code, error)
    if error.nonce is None:
        return _invalid(DPOP)
    return CallerRefused(
        "Make the DPoP proof with the nonce that came with this answer.",
        code=error.code,
        headers={"www-authenticate": _challenge(DPOP, "use_dpop_nonce"), "dpop-nonce": error.nonce},
    )


def _invalid(scheme: str) -> CallerRefused:
    """One answer for every way a token can be bad (RFC 6750, section 3.1)."""
    challenge = _challenge(scheme, "invalid_token")
    return CallerRefused("The access token is not valid.", headers={"www-authenticate": challenge})


def _challenge(scheme: str, error: str) -> str:
    if scheme == DPOP:
        return f'DPoP {_REALM}, error="{error}", {_ALGORITHMS}'
    return f'Bearer {_REALM}, error="{error}"'
