"""Where `gemeentegraaf serve` gets the files of subgraphs: only of those that the settings name."""

from __future__ import annotations

import pytest
from harness.raw_server import RawServer, answers, http, raw_server

from gateway.execution.subgraph import SubgraphFailure
from gateway.settings import GatewaySettings
from gateway.transport.file_server import FileRequest
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.file_servers import file_servers

FILE = answers(http(b"inhoud", content_type="text/plain"))


def settings(text: str) -> GatewaySettings:
    return GatewaySettings.load(text, {})


async def asked(server: RawServer, given: str, place: str = "http://127.0.0.1:9/graphql") -> str:
    """The target of the request for the file `d-1` of the subgraph `zaken`, which gets it."""
    files = file_servers(settings(given))["zaken"]
    async with files.transfer(FileRequest("GET", place, "d-1", {})) as answer:
        assert b"".join([chunk async for chunk in answer.chunks]) == b"inhoud"
    await files.close()
    return server.requests[-1].split(b" ")[1].decode()


async def test_files_lie_beside_where_the_subgraph_is_asked_unless_the_settings_say_where() -> None:
    async with raw_server(FILE) as server:
        here = server.url.removesuffix("/graphql")
        assert (
            await asked(server, "files: {subgraphs: {zaken: {}}}", f"{here}/a/graphql") == "/a/bestanden/d-1"
        )
        own = f"files: {{subgraphs: {{zaken: {{}}}}}}\nsubgraphs: {{zaken: {{url: '{here}/b/graphql'}}}}"
        assert await asked(server, own) == "/b/bestanden/d-1"
        folder = f"files: {{subgraphs: {{zaken: {{url: '{here}/map'}}}}}}"
        assert await asked(server, folder) == "/map/d-1"


async def test_where_nobody_answers_there_is_no_file() -> None:
    files = file_servers(settings("files: {subgraphs: {zaken: {}}}"))["zaken"]
    transfer = files.transfer(FileRequest("GET", "http://127.0.0.1:9/graphql", "d-1", {}))
    with pytest.raises(SubgraphFailure) as raised:
        await transfer.__aenter__()
    assert raised.value.code == "SUBGRAPH_UNREACHABLE"
    await files.close()


def test_other_subgraphs_have_none_and_files_for_tls_must_be_there() -> None:
    assert file_servers(settings("subgraphs: {zaken: {}}")) == {}
    with pytest.raises(CommandError, match=r"^files\.subgraphs\.zaken: /nowhere\.pem"):
        file_servers(settings("files: {subgraphs: {zaken: {}}}\ntraffic: {tls: {ca: /nowhere.pem}}"))
