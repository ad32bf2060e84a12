"""The shop's four subgraphs over HTTP, in one process: `python tests/benchmark/shop_server.py PORT`.

What was asked before is answered with the bytes of the first time, so that they take little of the machine.
GET /calls says how many calls there were so far.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import orjson
import uvicorn
from benchmark.shop import subgraphs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.execution.subgraph import SubgraphRequest


class Shop:
    """The subgraphs by name, and what they answered."""

    def __init__(self) -> None:
        self.calls = 0
        self._subgraphs = subgraphs()
        self._known: dict[tuple[str, bytes], bytes] = {}

    async def answer(self, request: Request) -> Response:
        self.calls += 1
        name, body = request.path_params["name"], await request.body()
        asked = orjson.loads(body)
        key = (name, orjson.dumps((asked["query"], asked.get("variables"))))
        if key not in self._known:
            sent = SubgraphRequest(orjson.dumps({"variables": {}, **asked}), {}, 10.0)
            response = await self._subgraphs[name].execute(sent)
            self._known[key] = orjson.dumps({"data": response.data})
        return Response(self._known[key], media_type="application/json")

    async def count(self, _: Request) -> Response:
        return Response(str(self.calls))


def main() -> None:
    shop = Shop()
    routes = [Route("/calls", shop.count), Route("/{name}", shop.answer, methods=["POST"])]
    config = uvicorn.Config(
        Starlette(routes=routes), port=int(sys.argv[1]), log_level="warning", timeout_keep_alive=60
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
