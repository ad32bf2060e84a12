"""The errors of authentication. Every one has a stable `code`; none carries a token, a cookie or an
identifier.

AuthError
├── KeyMaterialError   a key that was handed to us cannot be used
└── StatementError     an identity statement that is not to be believed
"""


class AuthError(Exception):
    """The root. `str()` of it is safe to log; only `code` may be shown to a caller."""

    code = "UNAUTHENTICATED"


class KeyMaterialError(AuthError):
    """A signing or verification key is missing, malformed or of the wrong kind: a mistake in the
    configuration.
    """

    code = "KEY_MATERIAL"


class StatementError(AuthError):
    """An identity statement is refused.

    `code` is STATEMENT_MALFORMED (no compact JWS, wrong type, wrong algorithm, unusable claims),
    STATEMENT_SIGNATURE (unknown key or bad signature), STATEMENT_AUDIENCE, STATEMENT_ISSUER or
    STATEMENT_EXPIRED (also: not valid yet, or made to live longer than a statement may).
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
