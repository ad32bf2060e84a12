"""Server: runs an ASGI application on a socket until it is told to stop, and then stops in good order."""

import logging
import os
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn

from gateway.settings import ShutdownSettings
from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.http_protocol import TimedProtocol
from gemeentegraaf.redaction import RedactingFormatter

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def log_to_standard_error(level: int = logging.INFO) -> None:
    """Sets the process's log. The lines of libraries are kept to what went wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(LOG_FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
    for name in ("uvicorn", "asyncio", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_last_line_of_tracebacks)


def run(
    app: Any,
    listener: socket.socket,
    shutdown: ShutdownSettings,
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGINT or SIGTERM. Raises CommandError when the application does not start.

    On the first signal `on_stop` is called; requests are still taken for the drain period, and then those
    under way get the grace period to end. A second signal skips the rest of the drain.

    What the process writes from here on, databases above all, is for its own account alone.
    """
    os.umask(0o077)
    config = uvicorn.Config(
        app,
        http=TimedProtocol,
        loop="uvloop",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the gateway knows itself which proxies to believe
        timeout_graceful_shutdown=shutdown.grace_seconds,
    )
    try:
        _Server(config, shutdown.drain_seconds, on_stop).run(sockets=[listener])
    except SystemExit as stopped:
        raise CommandError("the application did not start", FAILED) from stopped


class _Server(uvicorn.Server):
    """Uvicorn, with a drain before its shutdown, and an exit code of 0 when it was asked to stop."""

    def __init__(self, config: uvicorn.Config, drain_seconds: float, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._drain_seconds = drain_seconds
        self._on_stop = on_stop
        self._exit_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Uvicorn would raise the signal anew when it is done; to us a signal is an ordinary end."""
        if self._exit_at is None:
            self._on_stop()
            self._exit_at = time.monotonic() + self._drain_seconds
        else:
            super().handle_exit(sig, frame)
            self._captured_signals.clear()

    async def on_tick(self, counter: int) -> bool:
        if self._exit_at is not None and time.monotonic() >= self._exit_at:
            self.should_exit = True
        return await super().on_tick(counter)


def _last_line_of_tracebacks(record: logging.LogRecord) -> bool:
    """An application that cannot start says why in its last line; the rest is for a debugger."""
    text = record.getMessage()
    if text.startswith("Traceback"):
        record.msg, record.args = text.rstrip().splitlines()[-1], ()
    record.exc_info = None
    return True
