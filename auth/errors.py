"""The errors of authentication. Every one has a stable `code`; none carries a token, a cookie or an
identifier.

AuthError
├── KeyMaterialError   a key that was handed to us cannot be used
├── ConfigurationError an issuer or a login setting cannot be used as it stands
├── StatementError     an identity statement that is not to be believed
├── ProviderError      an OpenID provider cannot be reached, or does not speak as it should
├── TokenError         a bearer or ID token is refused
│   └── ProofError     the proof that a token is its bearer's (DPoP) is refused
├── ClaimsError        a login does not say all we need to know
├── SessionError       a session is over, or never was
├── SealError          a stored record is not as it was stored, or not this secret's
├── StoreError         what keeps sessions cannot be reached
├── TooManyAttempts    logins are tried more often than is allowed
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
    STATEMENT_SIGNATURE (unknown key or bad signature), STATEMENT_AUDIENCE, STATEMENT_ISSUER,
    STATEMENT_ENCRYPTION (it holds an identification that is not for this subgraph, or is misshapen) or
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

    `code` is TOKEN_MALFORMED, TOKEN_CRITICAL (it has extensions that must be understood, and are not),
    TOKEN_ENCRYPTION (it cannot be decrypted, or should have been encrypted), TOKEN_ISSUER (not one we
    trust), TOKEN_ALGORITHM, TOKEN_TYPE, TOKEN_SIGNATURE (unknown key or bad signature), TOKEN_AUDIENCE,
    TOKEN_PARTY (made for a client we do not know), TOKEN_SCOPE (not allowed to be used here),
    TOKEN_EXPIRED, TOKEN_NOT_YET_VALID, TOKEN_LIFETIME (made to live too long), TOKEN_INACTIVE (its provider
    says it holds no longer) or TOKEN_BINDING (it belongs to a key or certificate that its bearer does not
    show); and of a logout token TOKEN_EVENT (it does not say that a login is over), TOKEN_NONCE (it is an
    ID token) or TOKEN_REPLAYED. A caller over HTTP is told UNAUTHENTICATED, or of a logout token
    `invalid_request`, alone.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class ProofError(TokenError):
    """A DPoP proof is refused.

    `code` is DPOP_MISSING, DPOP_MALFORMED, DPOP_TYPE, DPOP_ALGORITHM, DPOP_KEY, DPOP_SIGNATURE, DPOP_METHOD,
    DPOP_URL, DPOP_TIME, DPOP_TOKEN (made for another token), DPOP_REPLAYED or DPOP_NONCE. With the last,
    `nonce` is the one to make the next proof with: the caller is told so, and of no other code the reason.
    """

    def __init__(self, code: str, detail: str, nonce: str | None = None) -> None:
        super().__init__(code, detail)
        self.nonce = nonce


class ClaimsError(AuthError):
    """A login does not say all we need to know. The text names the claim, never its value.

    `code` is LOGIN_CLAIMS (a required claim is missing or unusable) or LOGIN_MANDATE (someone acts for
    another, and no service that we know of is named for which they may).
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class SessionError(AuthError):
    """The session is over: too long idle, too old, ended, or never known here."""

    code = "SESSION_EXPIRED"


class SealError(AuthError):
    """A record cannot be opened: it was changed, or closed with another secret."""

    code = "SESSION_EXPIRED"


class StoreError(AuthError):
    """The store of sessions did not answer, or not as it should: not the caller's doing."""

    code = "SESSIONS_UNAVAILABLE"


class TooManyAttempts(AuthError):
    """Logins are tried too often, from one address or altogether. `seconds` says when to try again."""

    code = "LOGIN_TOO_OFTEN"

    def __init__(self, seconds: int) -> None:
        super().__init__("too many attempts to log in")
        self.seconds = seconds


class LoginError(AuthError):
    """A login is refused.

    `code` is LOGIN_UNKNOWN (no such middel), LOGIN_RETURN (`terug` is not allowed), LOGIN_LEVEL_UNKNOWN,
    LOGIN_STATE (unknown, used, expired, or another browser's), LOGIN_CANCELLED (the provider or the person
    said no), LOGIN_CODE (the provider refused the code), LOGIN_ID_TOKEN, LOGIN_CLAIMS, LOGIN_LEVEL_TOO_LOW,
    LOGIN_OTHER_PERSON (a step-up by someone else) or LOGIN_UNAVAILABLE; LOGOUT_STATE when a logout is not on
    its way, or another browser's. `terug` is where the person came from, once that is known to be safe.
    """

    def __init__(self, code: str, detail: str, terug: str | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.terug = terug
