"""What of a failure the caller may see: coded errors as they are, a register that gives no answer as such,
and everything else as one sentence and a code.
"""

import logging
import traceback
from collections.abc import Iterable

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import MaskErrors

from subgraphs.service.errors import CodedError, SourceUnavailable
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable

logger = logging.getLogger(__name__)

MASKED = "Er ging iets mis bij het beantwoorden van deze vraag."


def _coded(error: GraphQLError) -> bool:
    return isinstance(error.original_error or error, CodedError)


def _of_the_request(error: GraphQLError) -> bool:
    """A request error (GraphQL, section 7.1.3): the document or its variables are wrong, nothing was
    executed.
    """
    return error.path is None and isinstance(error.original_error or error, GraphQLError)


class CodeErrors(MaskErrors):
    """Gives every error a code and hides what is ours to know."""

    def __init__(self) -> None:
        super().__init__(should_mask_error=lambda error: not _coded(error))

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        message, code = MASKED, "INTERNAL_SERVER_ERROR"
        if isinstance(error.original_error, RegisterUnavailable):
            message, code = SourceUnavailable().message, SourceUnavailable.code
        elif _of_the_request(error):
            message = error.message
            code = (
                "GRAPHQL_PARSE_FAILED"
                if isinstance(error, GraphQLSyntaxError)
                else "GRAPHQL_VALIDATION_FAILED"
            )
        return GraphQLError(
            message, error.nodes, error.source, error.positions, error.path, extensions={"code": code}
        )


def log_unexpected(errors: Iterable[GraphQLError]) -> None:
    """Logs what nobody foresaw: the kind of exception and where, not its text, which may hold personal
    data.
    """
    for error in errors:
        if _coded(error) or _of_the_request(error):
            continue
        cause = error.original_error or error
        if isinstance(cause, RegisterUnavailable | RegisterRefused):
            logger.error("%s, for %s", cause, error.path)  # whose texts are made to be logged
            continue
        frames = "".join(traceback.format_tb(cause.__traceback__))
        logger.error("%s at %s\n%s", type(cause).__name__, error.path, frames)
