"""FilesEndpoint: the ASGI application at `/bestanden/<subgraph>/<name>`: files from and to the subgraphs.

Whose request it is, is found out as at `/graphql`; whether that person may have the file, the subgraph
decides, by the identity statement that goes along. Files go by in chunks, and nobody keeps them on the way.
"""

import logging
import re
import traceback
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from auth.principal import Caller
from gateway.execution.subgraph import SubgraphFailure
from gateway.file_processing import ACTIVITY, FileProceedings, NotNoted
from gateway.http.caller import Authenticate, CallerRefused
from gateway.http.cross_site import CrossSiteRules
from gateway.http.departure import until_gone
from gateway.http.file_answer import (
    CutOff,
    Passage,
    check,
    is_public,
    pass_on,
    problem_of,
    problem_of_failure,
)
from gateway.http.file_refused import FileRefused
from gateway.http.file_room import FileRoom
from gateway.http.problem import Problem
from gateway.http.upload import ClientGone, Pace, TooLarge, TooSlow, Upload
from gateway.pipeline import HeadersFor
from gateway.processing import ProcessingRules
from gateway.transport.file_server import FileAnswer, FileRequest, FileServer

logger = logging.getLogger(__name__)

_NAME = re.compile(r"(?!\.+$)[A-Za-z0-9._~=-]{1,1024}")
_METHODS = ("GET", "PUT", "POST")
_ASKED_WITH = {
    "GET": ("range", "if-range"),
    "PUT": ("content-type", "content-length"),
    "POST": ("content-type", "content-length"),
}
"""What of the client's own headers goes along."""
_CLOSE = {"connection": "close"}


@dataclass(frozen=True, slots=True)
class FileRules:
    """Bytes of a file that goes up or comes down, at what pace, and how many go by at a time."""

    upload_bytes: int = 100_000_000
    download_bytes: int = 1_000_000_000
    pace: Pace = field(default_factory=Pace)
    at_once: int = 100
    cross_site: CrossSiteRules = field(default_factory=CrossSiteRules)


@dataclass(frozen=True, slots=True)
class FileAccess:
    """Who is asking, what a subgraph is told of them, and how it is written down."""

    authenticate: Authenticate
    headers_for: HeadersFor
    processing: ProcessingRules | None = None


@dataclass(frozen=True, slots=True)
class FilePlaces:
    """The ways to the files of those subgraphs that have them, and where the supergraph says each now is."""

    servers: Mapping[str, FileServer]
    urls: Callable[[], Mapping[str, str]]

    def find(self, subgraph: str) -> tuple[FileServer, str] | None:
        """None for a subgraph without files, and for one that the supergraph does not have any more."""
        server, url = self.servers.get(subgraph), self.urls().get(subgraph)
        return None if server is None or url is None else (server, url)


class FilesEndpoint:
    """Reads, authenticates, asks the subgraph, and passes on what comes."""

    def __init__(self, places: FilePlaces, access: FileAccess, rules: FileRules) -> None:
        self._places = places
        self._access = access
        self._rules = rules
        self._room = FileRoom(rules.at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        upload = Upload(request, self._rules.upload_bytes, self._rules.pace)
        try:
            problem = await self._problem(request, upload, send)
        except (ClientDisconnect, ClientGone):
            return
        except CutOff as error:
            logger.warning("a file broke off: %s", error)
            return  # without an end of the answer: the server breaks the connection
        if problem is not None:
            await upload.read_on()
            await problem.response()(scope, receive, send)

    async def _problem(self, request: Request, upload: Upload, send: Send) -> Problem | None:
        """What is wrong; None when a file went by."""
        try:
            await self._handle(request, upload, send)
        except FileRefused as refused:
            return refused.problem
        except CallerRefused as error:
            return Problem(error.status, error.code, str(error), error.headers)
        except TooLarge as error:
            return Problem(413, "PAYLOAD_TOO_LARGE", str(error), _CLOSE)
        except TooSlow as error:
            return Problem(408, "REQUEST_TIMEOUT", str(error), _CLOSE)
        except NotNoted as error:
            logger.error("a file is not passed on (%s): %s", error.code, error)  # noqa: TRY400
            return Problem(503, error.code, "Files cannot be given or taken at the moment.")
        except SubgraphFailure as failure:
            logger.warning("a file is not passed on (%s): %s", failure.code, failure)
            return problem_of_failure(failure, "The place of this file cannot be reached at the moment.")
        except (ClientDisconnect, ClientGone, CutOff):
            raise
        except Exception as error:
            return _unforeseen(error)
        return None

    async def _handle(self, request: Request, upload: Upload, send: Send) -> None:
        self._check(request)
        subgraph, name = request.path_params["subgraph"], request.path_params["name"]
        found = self._places.find(subgraph)
        if found is None or not _NAME.fullmatch(name):
            raise FileRefused(Problem(404, "FILE_NOT_FOUND", "There is no such file."))
        server, place = found
        caller = await self._access.authenticate(request)
        notes = FileProceedings(self._access.processing, caller)
        await notes.ready()
        async with AsyncExitStack() as stack:
            stack.enter_context(self._room.place())
            body = None
            if request.method == "GET":
                await stack.enter_async_context(until_gone(request.receive))
            else:
                body = upload.chunks()
            headers = {**_own(request), **self._told(caller, subgraph), **notes.headers}
            asked = FileRequest(request.method, place, name, headers, body)
            answer = await stack.enter_async_context(server.transfer(asked))
            await self._answer(answer, notes, subgraph, asked.method)
            passage = Passage(send, self._rules.download_bytes, self._rules.pace.silence)
            await pass_on(answer, passage)

    async def _answer(self, answer: FileAnswer, notes: FileProceedings, subgraph: str, method: str) -> None:
        """Sees to it that an answer may be passed on. Raises FileRefused, SubgraphFailure, NotNoted."""
        check(answer, self._rules.download_bytes)
        activity = answer.headers.get(ACTIVITY)
        if answer.status == 403:
            await notes.note_refused(subgraph, activity)
        if answer.status >= 400:
            raise FileRefused(await problem_of(answer))
        if activity or not is_public(answer):
            await notes.note(subgraph, activity, changes=method != "GET")

    def _check(self, request: Request) -> None:
        if request.method not in _METHODS:
            message = f"{request.method} is not a way to handle a file."
            headers = {"allow": ", ".join(_METHODS)}
            raise FileRefused(Problem(405, "METHOD_NOT_ALLOWED", message, headers))
        if objection := self._rules.cross_site.objection(request):
            raise FileRefused(Problem(403, "CSRF_PREVENTED", objection))
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._rules.upload_bytes:
            raise TooLarge(self._rules.upload_bytes)

    def _told(self, caller: Caller, subgraph: str) -> Mapping[str, str]:
        return self._access.headers_for(caller)(subgraph)


def _own(request: Request) -> dict[str, str]:
    names = _ASKED_WITH[request.method]
    return {name: request.headers[name] for name in names if name in request.headers}


def _unforeseen(error: Exception) -> Problem:
    """With a number that also stands in the log. The exception's text stays out: it can quote anything."""
    number = uuid4().hex
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("file request %s failed with %s\n%s", number, type(error).__name__, where)
    message = "The gateway could not handle this file."
    return Problem(500, "INTERNAL_SERVER_ERROR", message, extensions={"requestId": number})
