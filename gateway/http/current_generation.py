"""CurrentGeneration: the ASGI application at a path, of whichever generation serves when a request comes."""

from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from gateway.generations import Generations


class CurrentGeneration:
    """Hands each request to the service at `path`, and holds its generation until the answer is out. When the
    generation has no such service, there is nothing there.
    """

    def __init__(self, generations: Generations, path: str) -> None:
        self._generations = generations
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        generation = self._generations.current
        service = generation.services.get(self._path)
        if service is None:
            raise HTTPException(404)
        with generation.in_use():
            await service.endpoint(scope, receive, send)
