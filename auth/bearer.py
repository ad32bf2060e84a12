"""BearerTokens: from the access token of an app to a Principal."""

from auth.claims import principal_of
from auth.principal import Principal
from auth.tokens import Tokens


class BearerTokens:
    """`key` is the municipality's pseudonym key."""

    def __init__(self, tokens: Tokens, key: bytes) -> None:
        self._tokens = tokens
        self._key = key

    async def principal(self, token: str) -> Principal:
        """Who the token is about. Raises TokenError, ClaimsError or ProviderError."""
        issuer, claims = await self._tokens.access(token)
        return principal_of(claims, issuer, self._key)
