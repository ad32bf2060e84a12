"""`gemeentegraaf serve` as a process of its own over real sockets, from its start to SIGTERM."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import orjson
import pytest
from harness.memory_subgraph import MemorySubgraph
from harness.served import served
from harness.small_town import SUPERGRAPH, small_town
from harness.transcript import TRANSCRIPT
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.execution.subgraph import SubgraphRequest

PROGRAM = Path(sys.executable).with_name("gemeentegraaf")
SETTINGS = "limits: {body_bytes: 10000}\nshutdown: {drain_seconds: 0.5, grace_seconds: 5}\n"

pytestmark = pytest.mark.processes


def over_http(subgraph: MemorySubgraph) -> Starlette:
    """The subgraph as a service."""

    async def answer(request: Request) -> Response:
        result = await subgraph.execute(SubgraphRequest(await request.body(), dict(request.headers), 5))
        body = orjson.dumps({"data": result.data, "errors": list(result.errors)})
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])])


@dataclass
class Gateway:
    """The process, its address, and what it logged once it is over."""

    process: Process
    url: str
    log: str = field(default="")

    async def stop(self) -> int:
        """Its exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        _, log = await self.process.communicate()
        self.log = log.decode()
        TRANSCRIPT.add("serve", log)
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def gateway(folder: Path) -> AsyncIterator[Gateway]:
    """The gateway over the small town, each part on a port of its own."""
    sdl = SUPERGRAPH
    async with AsyncExitStack() as stack:
        for name, subgraph in small_town().items():
            url = await stack.enter_async_context(served(over_http(subgraph)))
            sdl = sdl.replace(f"http://{name}.test/", url)
        (folder / "supergraph.graphql").write_text(sdl)
        (folder / "gateway.yaml").write_text(SETTINGS)
        command = ["serve", "--supergraph", "supergraph.graphql", "--config", "gateway.yaml", "--port", "0"]
        process = await asyncio.create_subprocess_exec(
            PROGRAM, *command, cwd=folder, stdout=PIPE, stderr=PIPE
        )
        assert process.stdout
        line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        assert found, (line, await process.stderr.read() if process.stderr else b"")
        running = Gateway(process, found[0])
        try:
            yield running
        finally:
            if process.returncode is None:
                await running.stop()


async def test_it_answers_from_its_subgraphs_and_tells_no_more_than_it_should(tmp_path: Path) -> None:
    async with gateway(tmp_path) as running, httpx.AsyncClient() as http:
        query = '{ zaak(id: "z1") { omschrijving aanvrager { naam } } }'
        answer = await http.post(running.url, json={"query": query})
        zaak = {"omschrijving": "Boom kappen", "aanvrager": {"naam": "Anneke"}}
        assert answer.json() == {"data": {"zaak": zaak}}
        assert "server" not in answer.headers
        assert (await http.get(running.url, params={"query": query})).json() == answer.json()
        assert await running.stop() == 0
    assert "GET /graphql 200" in running.log
    assert "omschrijving" not in running.log
    assert "127.0.0.1" not in running.log


async def test_a_body_of_ten_times_the_limit_is_told_so_over_a_real_socket(tmp_path: Path) -> None:
    async def long() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    async with gateway(tmp_path) as running, httpx.AsyncClient() as http:
        headers = {"content-type": "application/json"}
        response = await http.post(running.url, content=long(), headers=headers)
        assert response.status_code == 413
        assert (await http.post(running.url, json={"query": "{ __typename }"})).status_code == 200


async def test_a_new_supergraph_is_served_at_a_hangup_and_a_broken_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "supergraph.graphql"
    async with gateway(tmp_path) as running, httpx.AsyncClient() as http:
        ready = running.url.replace("/graphql", "/ready")

        async def told(text: str, key: str) -> object:
            """What is told under this key once it is another than before."""
            before = (await http.get(ready)).json()["supergraph"].get(key)
            await asyncio.to_thread(file.write_text, text)
            running.process.send_signal(signal.SIGHUP)
            async with asyncio.timeout(20):
                while (now := (await http.get(ready)).json()["supergraph"].get(key)) == before:
                    assert (await http.post(running.url, json={"query": "{ __typename }"})).is_success
            return now

        query = {"query": "{ datasets(eerste: 1) { naam: titel } }"}
        whole = await asyncio.to_thread(file.read_text)
        assert await told(whole[:-10], "problem") == "INVALID_SUPERGRAPH"
        assert (await http.post(running.url, json=query)).json() == {
            "data": {"datasets": [{"naam": "Bomen"}]}
        }
        assert await told(whole.replace("titel: String!", ""), "generation") == 2
        refused = (await http.post(running.url, json=query)).json()
        assert refused["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        assert await running.stop() == 0
    assert "the supergraph stays as it is: INVALID_SUPERGRAPH" in running.log
    assert "generation 1 is followed by 2" in running.log


async def test_told_to_stop_it_first_says_so_and_still_answers(tmp_path: Path) -> None:
    async with gateway(tmp_path) as running, httpx.AsyncClient() as http:
        ready = running.url.replace("/graphql", "/ready")
        assert (await http.get(ready)).status_code == 200
        stopping = asyncio.create_task(running.stop())
        async with asyncio.timeout(0.4):
            while (await http.get(ready)).status_code != 503:
                pass
        assert (await http.post(running.url, json={"query": "{ __typename }"})).status_code == 200
        assert await stopping == 0
    assert "Traceback" not in running.log
