"""until_gone: what is done for a client, for as long as the client is there to hear of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect
from starlette.types import Receive


@asynccontextmanager
async def until_gone(receive: Receive) -> AsyncIterator[None]:
    """Cancels what happens within when the client goes away. Raises ClientDisconnect when it did.

    The request has to be read by then: nobody else may `receive` meanwhile.
    """
    task = asyncio.current_task()
    assert task is not None
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass  # the empty body of a GET
        gone = True
        task.cancel()

    watching = asyncio.create_task(watch())
    try:
        yield
    except asyncio.CancelledError:
        # Somebody else may have cancelled the task as well: then that stands (see asyncio.timeout).
        if gone and task.uncancel() == 0:
            raise ClientDisconnect from None
        raise
    finally:
        watching.cancel()
