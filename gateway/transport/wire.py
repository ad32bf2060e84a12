"""What every transport says to a subgraph, and how it reads the answer: GraphQL over HTTP.

A body of `application/graphql-response+json` is a GraphQL response with any status. With `application/json`
only status 200 says so, but servers do send `errors` with 4xx and 5xx: those are believed when the body is a
well-formed response that tells of errors. Nothing else is a GraphQL response.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.retry_after import retry_after

REQUEST_HEADERS = {
    "content-type": "application/json",
    "accept": "application/graphql-response+json, application/json;q=0.9",
    "user-agent": "gemeentegraaf",
}
TIMEOUT_HEADER = "gemeentegraaf-timeout-ms"
"""How many milliseconds the gateway will wait for the answer: after that nobody reads it any more."""
HTTP_ERROR = "SUBGRAPH_HTTP_ERROR"
MALFORMED = "SUBGRAPH_MALFORMED_RESPONSE"

_LEVELS_ABOVE = 100
"""How deep in the client's answer a subgraph's may end up."""
_GRAPHQL = "application/graphql-response+json"
_JSON = "application/json"


def request_headers(request: SubgraphRequest) -> dict[str, str]:
    """All headers of a request that say something about it, whatever the transport."""
    left = str(max(1, int(request.timeout * 1000)))
    return {**REQUEST_HEADERS, **request.headers, TIMEOUT_HEADER: left}


def read_answer(status: int, headers: Mapping[str, str], body: bytes) -> SubgraphResponse:
    """The response in the body, with what HTTP says besides; `headers` by their lower-case names.

    Raises SubgraphFailure as read_response does.
    """
    header = headers.get("retry-after")
    after = None if header is None else retry_after(header, headers.get("date"), datetime.now(UTC))
    try:
        response = read_response(status, headers.get("content-type", ""), body)
    except SubgraphFailure as failure:
        failure.status, failure.retry_after = status, after
        raise
    return response if status == 200 else replace(response, status=status, retry_after=after)


def read_response(status: int, content_type: str, body: bytes) -> SubgraphResponse:
    """The response in the body. Raises SubgraphFailure (SUBGRAPH_HTTP_ERROR, SUBGRAPH_MALFORMED_RESPONSE)."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == _GRAPHQL or (media_type == _JSON and status == 200):
        return _parse(body)
    if media_type == _JSON and status >= 400:
        try:
            response = _parse(body)
        except SubgraphFailure as failure:
            raise SubgraphFailure(HTTP_ERROR, f"status {status}, and {failure}") from failure
        if response.errors:
            return response
    if status != 200:
        raise SubgraphFailure(HTTP_ERROR, f"status {status}, content type {media_type or 'missing'}")
    raise SubgraphFailure(MALFORMED, f"content type {media_type or 'missing'}")


def _parse(body: bytes) -> SubgraphResponse:
    return response_of(json_of(body))


def json_of(text: bytes | str) -> Any:
    """What a subgraph sent as JSON. Raises SubgraphFailure (SUBGRAPH_MALFORMED_RESPONSE)."""
    # The text is never quoted in a failure: it may hold personal data.
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        raise SubgraphFailure(MALFORMED, f"no JSON (column {exc.colno} of line {exc.lineno})") from None
    _check_depth(value)
    return value


def _check_depth(value: Any) -> None:
    """JSON that is read may be nested deeper than what can be written: as part of the client's answer."""
    for _ in range(_LEVELS_ABOVE):
        value = [value]
    try:
        orjson.dumps(value)
    except orjson.JSONEncodeError:
        raise SubgraphFailure(MALFORMED, "nested too deeply") from None


def response_of(value: Any) -> SubgraphResponse:
    """A GraphQL response that came as JSON, alone or within a message. Raises SubgraphFailure likewise."""
    if not isinstance(value, dict):
        raise SubgraphFailure(MALFORMED, f"a JSON {type(value).__name__} where an object was expected")
    data, errors = value.get("data"), value.get("errors")
    if data is not None and not isinstance(data, dict):
        raise SubgraphFailure(MALFORMED, "`data` is neither an object nor null")
    if not are_errors(errors):
        raise SubgraphFailure(MALFORMED, "`errors` is not a list of objects")
    if data is None and not errors:
        raise SubgraphFailure(MALFORMED, "neither `data` nor `errors`")
    return SubgraphResponse(data, errors or ())


def are_errors(errors: Any) -> bool:
    """Whether a value can be the `errors` of a response, or their absence."""
    return errors is None or (isinstance(errors, list) and all(isinstance(error, dict) for error in errors))
