"""judge: what the status of a register's answer means for who asked."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import orjson

from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable
from subgraphs.service.retry_after import retry_after

NOT_MODIFIED = 304
_TOO_MANY = frozenset({408, 429})
_MAX_PROBLEM = 64 * 1024
_MAX_INVALID = 20
_NAME = re.compile(r"(?!.*\d{6})[A-Za-z_][A-Za-z0-9_.-]{0,99}")
"""What may be passed on of a problem: names, nothing in which a number of a customer could stand."""


async def judge(register: str, response: aiohttp.ClientResponse) -> None:
    """Returns when the register did as asked (2xx, or 304 to a conditional GET).

    Raises RegisterRefused for a 4xx, RegisterUnavailable for the rest: 408 and 429 (not now), redirects, and
    5xx.
    """
    status = response.status
    if 200 <= status < 300 or status == NOT_MODIFIED:
        return
    if status in _TOO_MANY or status >= 500:
        wait = retry_after(response.headers.get("retry-after"), datetime.now(UTC))
        raise RegisterUnavailable(register, Reason.STATUS, status, wait)
    if status < 400:
        raise RegisterUnavailable(register, Reason.REDIRECT, status)
    raise _refusal(register, status, await _problem(response))


def _refusal(register: str, status: int, problem: Any) -> RegisterRefused:
    if not isinstance(problem, dict):
        return RegisterRefused(register, status)
    invalid = problem.get("invalidParams")
    params = tuple(_invalid(invalid)) if isinstance(invalid, list) else ()
    return RegisterRefused(register, status, _name(problem.get("code")), params[:_MAX_INVALID])


def _invalid(params: list[Any]) -> Iterator[tuple[str, str]]:
    for each in params:
        if isinstance(each, dict) and (name := _name(each.get("name"))):
            yield name, _name(each.get("code")) or "invalid"


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and _NAME.fullmatch(value) else None


async def _problem(response: aiohttp.ClientResponse) -> Any:
    """The problem details in a refusal (RFC 9457); None when there are none to read."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_MAX_PROBLEM):
        body += chunk
        if len(body) > _MAX_PROBLEM:
            return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
