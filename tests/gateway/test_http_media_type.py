"""Which media type a client gets for its Accept header."""

import pytest

from gateway.http.media_type import ResponseType

GRAPHQL, JSON = ResponseType.GRAPHQL, ResponseType.JSON


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/json; charset=utf-8", JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("application/graphql-response+json", GRAPHQL),
        ("Application/GraphQL-Response+JSON", GRAPHQL),
        ("application/graphql-response+json, application/json;q=0.9", GRAPHQL),
        ("application/json, application/graphql-response+json", GRAPHQL),
        ("application/json, application/graphql-response+json;q=0.5", JSON),
        ("application/graphql-response+json;q=0.1, */*;q=0.9", JSON),
        ("application/graphql-response+json, multipart/mixed; boundary=x", GRAPHQL),
        ("application/json;q=0, */*", GRAPHQL),
        ("application/json;q=0, application/graphql-response+json;q=0", None),
        ("text/html", None),
        ("multipart/mixed", None),
        ("application/json;q=zeer", None),
    ],
)
def test_the_accept_header_decides(accept: str | None, wanted: ResponseType | None) -> None:
    assert ResponseType.wanted(accept) is wanted
