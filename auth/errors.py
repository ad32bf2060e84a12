"""The errors of authentication. Every one has a stable `code`; none carries a token, a cookie or an
identifier.

AuthError
├── KeyMaterialError   a key that was handed to us cannot be used
├── ConfigurationError an issuer or a login setting cannot be used as it stands
├── StatementError     an identity statement that is not to be believed
├── ProviderError      an OpenID provider cannot be reached, or does not speak as it should
├── TokenError         a bearer or ID token is refused
├── ClaimsError        a login does not say all we need to know
├── SessionError       a session is over, or never was
└── LoginError         a login could not be begun or finished
"""


class AuthError(Exception):
    """The root. `str()` of it is safe to log; only `code` may be shown to a caller."""

    code = "UNAUTHENTICATED"


class KeyMaterialError(AuthError):
    """A signing or verification key is missing, malformed or of the wrong kind: a mistake in the
    configuration.
    """

    code = "KEY_MATERIAL"


class ConfigurationError(AuthError):
    """A setting of a login is unsafe or contradicts another: found at start-up, never while serving."""

    code = "LOGIN_CONFIGURATION"


class StatementError(AuthError):
    """An identity statement is refused.

    `code` is STATEMENT_MALFORMED (no compact JWS, wrong type, wrong algorithm, unusable claims),
    STATEMENT_SIGNATURE (unknown key or bad signature), STATEMENT_AUDIENCE, STATEMENT_ISSUER or
    STATEMENT_EXPIRED (also: not valid yet, or made to live longer than a statement may).
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class ProviderError(AuthError):
    """The provider did not answer, or not as its specification says."""

    code = "LOGIN_UNAVAILABLE"


class TokenError(AuthError):
    """A token is refused.

    `code` is TOKEN_MALFORMED, TOKEN_ISSUER (not one we trust), TOKEN_ALGORITHM, TOKEN_TYPE, TOKEN_SIGNATURE
    (unknown key or bad signature), TOKEN_AUDIENCE, TOKEN_PARTY (made for a client we do not know),
    TOKEN_EXPIRED, TOKEN_NOT_YET_VALID or TOKEN_NONCE. A caller over HTTP is told UNAUTHENTICATED alone.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class ClaimsError(AuthError):
    """A required claim is missing or unusable. The text names the claim, never its value."""

    code = "LOGIN_CLAIMS"


class SessionError(AuthError):
    """The session is over: too long idle, too old, ended, or never known here."""

    code = "SESSION_EXPIRED"


class LoginError(AuthError):
    """A login is refused.

    `code` is LOGIN_UNKNOWN (no such middel), LOGIN_RETURN (`terug` is not allowed), LOGIN_LEVEL_UNKNOWN,
    LOGIN_STATE (unknown, used, expired, or another browser's), LOGIN_CANCELLED (the provider or the person
    said no), LOGIN_CODE (the provider refused the code), LOGIN_ID_TOKEN, LOGIN_CLAIMS, LOGIN_LEVEL_TOO_LOW or
    LOGIN_UNAVAILABLE. `terug` is where the person came from, once that is known to be safe.
    """

    def __init__(self, code: str, detail: str, terug: str | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.terug = terug
