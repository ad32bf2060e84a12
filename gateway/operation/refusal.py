"""Refusal: the operation was not begun. GraphQL calls it a request error: `errors` without `data`."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter

from graphql import GraphQLError

from auth.policy import Denied
from gateway.errors import ClientError
from gateway.operation.response import ErrorEntry, GraphQLResponse

_DEAREST = 3
"""How many fields an operation that is too expensive is told of."""


class Refusal(ClientError):
    """Raised by the stages before execution, with one or more `errors` that carry the refusal's code."""

    def __init__(self, errors: Sequence[ErrorEntry]) -> None:
        super().__init__("; ".join(str(error["message"]) for error in errors))
        self.errors = tuple(errors)

    @classmethod
    def because(cls, message: str) -> "Refusal":
        """A refusal with one error that has no place in the document."""
        return cls.at([GraphQLError(message)])

    @classmethod
    def at(cls, problems: Sequence[GraphQLError]) -> "Refusal":
        """A refusal from the errors that parsing, validation or coercion found."""
        return cls([{**problem.formatted, "extensions": {"code": cls.code}} for problem in problems])

    @property
    def response(self) -> GraphQLResponse:
        return GraphQLResponse(errors=self.errors, executed=False)


class ParseFailed(Refusal):
    """The text is no GraphQL document, or too long to be read."""

    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(Refusal):
    """The document does not fit the public schema."""

    code = "GRAPHQL_VALIDATION_FAILED"


class LimitExceeded(Refusal):
    """The document fits the schema but asks more than the gateway's limits allow."""

    code = "OPERATION_LIMIT_EXCEEDED"


class TooExpensive(Refusal):
    """The operation may cost more than the gateway's limit. `extensions` say by how much, and which of the
    fields at its top are dear.
    """

    code = "COST_ESTIMATED_TOO_EXPENSIVE"

    @classmethod
    def of(cls, estimated: int, most: float, by_field: Mapping[str, int]) -> "TooExpensive":
        """`by_field`: what each field at the top may cost, by response key."""
        dearest = nlargest(_DEAREST, by_field.items(), itemgetter(1))
        cost = {"estimated": estimated, "max": most, "dearest": dict(dearest)}
        message = f"The operation may cost {estimated}; at most {most} is allowed. Ask for shorter lists."
        return cls([{"message": message, "extensions": {"code": cls.code, "cost": cost}}])


class OperationUnresolved(Refusal):
    """`operationName` names no operation of the document, or is missing where there are several."""

    code = "OPERATION_RESOLUTION_FAILURE"


class InputRefused(Refusal):
    """A variable's value does not fit its type."""

    code = "BAD_USER_INPUT"


class MutationRefused(Refusal):
    """The request may only read, but its operation writes."""

    code = "METHOD_NOT_ALLOWED"


class OperationDenied(Refusal):
    """Some of what the operation asks stays closed to the caller, and the gateway does not answer in part.

    `coordinates` are what stays closed.
    """

    code = "UNAUTHORIZED_FIELD_OR_TYPE"
    coordinates: tuple[str, ...] = ()

    @classmethod
    def of(cls, denials: Iterable[Denied]) -> "OperationDenied":
        """One error for each coordinate that stays closed, with what would open it."""
        denied = tuple(denials)
        refusal = cls(
            [
                {"message": f"Not authorised to see {one.coordinate}.", "extensions": one.extensions}
                for one in denied
            ]
        )
        refusal.coordinates = tuple(one.coordinate for one in denied)
        return refusal


class SubscriptionRefused(Refusal):
    """The operation is a subscription, which this way of asking cannot answer."""

    code = "SUBSCRIPTION_NOT_SUPPORTED"


class SubscriptionExpected(Refusal):
    """The operation is no subscription, but was sent where only those belong."""

    code = "SUBSCRIPTION_EXPECTED"
