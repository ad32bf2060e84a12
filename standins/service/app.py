"""The application of a stand-in: its routes, and one error body for all that goes wrong."""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from standins.service.refusal import Refusal, Refuse, answer_refusal


def make_app(routes: Sequence[BaseRoute], refuse: Refuse, **options: Any) -> Starlette:
    """The application, with /health beside `routes`.

    `refuse` says in the register's own words that a path or method is unknown (404, 405); `options` go to
    Starlette (`lifespan`, `middleware`).
    """

    async def unknown(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)
        return await answer_refusal(request, refuse(exc.status_code, exc.detail))

    return Starlette(
        routes=[*routes, Route("/health", _health)],
        exception_handlers={Refusal: answer_refusal, HTTPException: unknown},
        **options,
    )


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})
