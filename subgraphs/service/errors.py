"""Coded GraphQL errors: what a resolver raises when the caller must know why a position is null.

    CodedError             code and text are safe to show as they stand
    ├── NotFound           NIET_GEVONDEN: not there, or not the caller's; never says which
    ├── InvalidInput       ONGELDIGE_INVOER, with the argument or input field in `extensions.veld`
    ├── Conflict           CONFLICT: the thing changed, or its state does not allow this
    ├── KeyReused          SLEUTEL_HERGEBRUIKT: something else was asked with this idempotency key
    ├── SourceUnavailable  BRON_NIET_BESCHIKBAAR: the register behind it gives no answer now; later it may
    └── Unauthorized       UNAUTHORIZED_FIELD_OR_TYPE, with what would open it

Everything else that goes wrong is masked by `subgraphs.service.masking`. Texts are Dutch: a frontend may show
them.
"""

from typing import Any, ClassVar

from graphql import GraphQLError


class CodedError(GraphQLError):
    """The root: `code` goes into `extensions.code`. Texts carry no personal data and no value that was sent
    in.
    """

    code: ClassVar[str] = "INTERNAL_SERVER_ERROR"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message, extensions={"code": self.code, **details})


class NotFound(CodedError):
    """Not there or not yours; the answer is the same, so that ids cannot be probed."""

    code = "NIET_GEVONDEN"

    def __init__(self, wat: str = "Dit") -> None:
        super().__init__(f"{wat} is niet gevonden.")


class InvalidInput(CodedError):
    """An argument that the schema lets through and the rules do not."""

    code = "ONGELDIGE_INVOER"

    def __init__(self, message: str, veld: str) -> None:
        super().__init__(message, veld=veld)


class Conflict(CodedError):
    """What is asked cannot be done in the state that the thing is in."""

    code = "CONFLICT"


class KeyReused(CodedError):
    """An idempotency key (the input field `veld`) with which something else was asked before."""

    code = "SLEUTEL_HERGEBRUIKT"

    def __init__(self, veld: str) -> None:
        super().__init__("Deze idempotentiesleutel is al voor iets anders gebruikt.", veld=veld)


class SourceUnavailable(CodedError):
    """A register that this comes from gives no answer now. `bron` names it, if there are several."""

    code = "BRON_NIET_BESCHIKBAAR"

    def __init__(self, bron: str | None = None) -> None:
        message = "Deze gegevens zijn nu niet op te halen. Probeer het later opnieuw."
        super().__init__(message, **({} if bron is None else {"bron": bron}))


class NumberUnknown(CodedError):
    """A register must be asked by the number of the customer, and this subgraph is not told one."""

    code = "NUMMER_ONBEKEND"

    def __init__(self) -> None:
        super().__init__("Dit is alleen op te vragen met een nummer dat de registers kennen, zoals een BSN.")


class Unauthorized(CodedError):
    """A private field that this caller's login does not open."""

    code = "UNAUTHORIZED_FIELD_OR_TYPE"

    def __init__(self) -> None:
        super().__init__("Hiervoor is een (andere) inlog nodig.")
