"""The watch on stand-ins itself: that it sees what breaks a description, and nothing else."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from harness.openapi import Watched, heading, published
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

DESCRIPTION = """
openapi: 3.0.3
info: {title: Dieren, version: "1"}
paths:
  /dieren/_zoek:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Dier"}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Dier"}}}}}
  /dieren/{naam}:
    get:
      parameters:
        - {in: query, name: jaar, schema: {type: integer, minimum: 0, exclusiveMinimum: true}}
        - {in: query, name: soorten, explode: false, schema: {type: array, items: {enum: [kat, hond]}}}
        - {in: header, name: Accept-Crs, required: true, schema: {type: string}}
      responses:
        "200":
          description: ok
          headers: {ETag: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Dier"}}}
        "404": {description: weg, content: {application/problem+json: {schema: {type: object}}}}
components:
  schemas:
    Dier:
      oneOf: [{$ref: "#/components/schemas/Kat"}, {$ref: "#/components/schemas/Hond"}]
      discriminator:
        propertyName: soort
        mapping: {kat: "#/components/schemas/Kat", hond: "#/components/schemas/Hond"}
    Kat:
      type: object
      required: [url, naam]
      properties:
        url: {type: string, format: uri, readOnly: true}
        naam: {type: string, nullable: true, maxLength: 10}
        geboren: {type: string, format: date-time}
    Hond: {type: object, required: [baas]}
"""  # noqa: E501 - it reads as a table
CAT = {"soort": "kat", "url": "https://a.test/1", "naam": None}


@pytest.fixture(autouse=True)
def descriptions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dieren.yaml").write_text(DESCRIPTION)
    monkeypatch.setenv("GEMEENTEGRAAF_OPENAPI", str(tmp_path))


async def violations(
    answer: Response, method: str = "GET", path: str = "/dieren/mies", **sent: object
) -> list[str]:
    async def endpoint(_request: Request) -> Response:
        return answer

    watched = Watched(
        Starlette(routes=[Route("/{rest:path}", endpoint, methods=["GET", "POST"])]), {"/v1": "dieren"}
    )
    transport = httpx.ASGITransport(watched)
    async with httpx.AsyncClient(transport=transport, base_url="http://a.test/v1") as client:
        await client.request(method, path, **sent)  # type: ignore[arg-type]
    return watched.violations


async def got(body: object, status: int = 200, **sent: object) -> list[str]:
    answer = JSONResponse(body, status, headers={"ETag": '"1"'})
    return await violations(answer, headers={"Accept-Crs": "EPSG:4326"}, **sent)


async def test_what_fits_passes() -> None:
    assert await got(CAT) == []
    assert await got({"soort": "hond", "baas": 1}, params={"jaar": "3", "soorten": "kat,hond"}) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"soort": "kat", "naam": "Mies"}, "$: url is missing"),
        ({**CAT, "naam": "Mies van der Rohe"}, "$.naam: maxLength 10"),
        ({**CAT, "geboren": "gisteren"}, "$.geboren: format date-time"),
        ({**CAT, "geboren": "2026-01-01T00:00:00"}, "$.geboren: format date-time"),
        ({"soort": "vis"}, "$.soort: enum ['kat', 'hond']"),
        ({"soort": "hond"}, "$: baas is missing"),
    ],
)
async def test_an_answer_that_does_not_fit_is_told(body: object, problem: str) -> None:
    assert await got(body) == [f"GET /dieren/mies answers 200 with {problem}"]


async def test_a_value_is_never_told() -> None:
    (told,) = await got({**CAT, "naam": "Mies van der Rohe"}, path="/dieren/123456")
    assert "Rohe" not in told
    assert "123456" not in told


async def test_headers_statuses_and_media_types_count() -> None:
    headers = {"Accept-Crs": "EPSG:4326"}
    told = await violations(JSONResponse(CAT), headers=headers)
    assert told == ["GET /dieren/mies answers 200 with no header ETag"]
    told = await violations(JSONResponse({}, 202), headers=headers)
    assert told == ["GET /dieren/mies answers 202 with a status that is not described"]
    told = await violations(JSONResponse({}, 404), headers=headers)
    assert told == ["GET /dieren/mies answers 404 with a body of type application/json"]


async def test_a_request_that_is_taken_must_fit() -> None:
    assert await got(CAT, params={"kleur": "rood"}) == ["GET /dieren/mies takes the unknown parameter kleur"]
    (told,) = await got(CAT, params={"jaar": "0"})
    assert told.startswith("GET /dieren/mies takes query jaar: $: exclusiveMinimum")
    (told,) = await got(CAT, params={"soorten": "kat,vis"})
    assert "$[1]: enum" in told
    answer = JSONResponse(CAT, headers={"ETag": '"1"'})
    assert await violations(answer) == ["GET /dieren/mies takes no header Accept-Crs"]
    assert await violations(answer, path="/planten") == ["GET /planten takes a request that is not described"]


async def test_a_body_that_is_taken_must_fit_but_for_what_is_read_only() -> None:
    search = {"method": "POST", "path": "/dieren/_zoek"}
    assert await violations(JSONResponse(CAT), json={"soort": "kat", "naam": "Mies"}, **search) == []  # type: ignore[arg-type]
    told = await violations(JSONResponse(CAT), json={"soort": "kat"}, **search)  # type: ignore[arg-type]
    assert told == ["POST /dieren/_zoek takes $: naam is missing"]


async def test_a_request_that_is_refused_need_not_fit() -> None:
    refusal = JSONResponse({}, 404, media_type="application/problem+json")
    assert await violations(refusal, params={"kleur": "rood"}) == []


async def test_without_the_folder_nothing_is_checked_and_the_heading_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "each request to a stand-in is checked" in heading()
    monkeypatch.setenv("GEMEENTEGRAAF_OPENAPI", str(tmp_path / "elsewhere"))
    assert "unchecked" in heading()
    assert published("dieren") is None
    assert await violations(JSONResponse({}), params={"kleur": "rood"}) == []
