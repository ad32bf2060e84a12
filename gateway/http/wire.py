"""The wire: bytes and query strings to GraphQLRequest, GraphQLResponse to bytes and a status.

GraphQL over HTTP, sections "Request" and "Response".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from gateway.errors import ClientError
from gateway.http.media_type import ResponseType
from gateway.operation.refusal import MutationRefused, Refusal
from gateway.operation.request import GraphQLRequest
from gateway.operation.response import GraphQLResponse


class WireError(ClientError):
    """The HTTP request holds no GraphQL request: answered with `status` whatever the client accepts."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        code: str = "BAD_REQUEST",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: the response, its HTTP status when the media type does not decide it, extra headers."""

    response: GraphQLResponse
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def refused(cls, refusal: Refusal) -> "Reply":
        if isinstance(refusal, MutationRefused):
            return cls(refusal.response, 405, {"allow": "POST"})
        return cls(refusal.response)

    @classmethod
    def failed(cls, status: int, error: ClientError, headers: Mapping[str, str]) -> "Reply":
        entry = {"message": str(error), "extensions": {"code": error.code}}
        return cls(GraphQLResponse(errors=(entry,), executed=False), status, headers)

    def status_as(self, media: ResponseType) -> int:
        """A request error is 400 only under the GraphQL media type: a plain JSON client takes 200 as "GraphQL
        answered" and anything else as somebody else's page (GraphQL over HTTP, "Status Codes")."""
        if self.status is not None:
            return self.status
        return 400 if media is ResponseType.GRAPHQL and not self.response.executed else 200


def encode(response: GraphQLResponse) -> bytes:
    """The response map as UTF-8 JSON."""
    return orjson.dumps(response.body)


def read_post(body: bytes) -> GraphQLRequest:
    """The request in a JSON body. Raises WireError."""
    return _request(_json(body, "The body"), read_only=False)


def read_get(parameters: Mapping[str, str]) -> GraphQLRequest:
    """The request in a query string, whose `variables` and `extensions` are JSON texts. Raises WireError."""
    given: dict[str, Any] = {name: parameters.get(name) or None for name in ("query", "operationName")}
    for name in ("variables", "extensions"):
        text = parameters.get(name)
        given[name] = _json(text.encode(), f'The parameter "{name}"') if text else None
    return _request(given, read_only=True)


def _json(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise WireError(
            f"{what} is not valid JSON in UTF-8 (line {error.lineno}, column {error.colno})."
        ) from error


def _request(given: Any, *, read_only: bool) -> GraphQLRequest:
    if isinstance(given, list):
        raise WireError("Send one operation a request: lists of operations are not accepted.")
    if not isinstance(given, dict):
        raise WireError('A GraphQL request is a JSON object with a string "query".')
    query, name = given.get("query"), given.get("operationName")
    if query is None and _is_persisted(given.get("extensions")):
        raise WireError("PersistedQueryNotSupported", code="PERSISTED_QUERY_NOT_SUPPORTED")
    if not isinstance(query, str) or not query:
        raise WireError('The parameter "query" must be there, as a string.')
    if name is not None and not isinstance(name, str):
        raise WireError('The parameter "operationName" must be a string or null.')
    return GraphQLRequest(
        query, name or None, _mapping(given, "variables"), _mapping(given, "extensions"), read_only
    )


def _is_persisted(extensions: Any) -> bool:
    """Whether the client names its query by a hash alone. Clients that try that first know our answer by its
    text and code, and go on with whole queries (Apollo, "Automatic Persisted Queries").
    """
    return isinstance(extensions, dict) and isinstance(extensions.get("persistedQuery"), dict)


def _mapping(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = given.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WireError(f'The parameter "{name}" must be an object or null.')
    try:
        orjson.dumps(
            {name: value}
        )  # JSON that is read may be nested deeper than what is written to subgraphs
    except orjson.JSONEncodeError as error:
        raise WireError(f'The parameter "{name}" is nested too deeply.') from error
    return value
