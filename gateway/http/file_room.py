"""FileRoom: how many files go by at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from gateway.http.file_refused import FileRefused
from gateway.http.problem import Problem

_AGAIN = {"retry-after": "2"}
_MESSAGE = "Too many files are on their way. Please try again in a moment."


class FileRoom:
    """A file takes a place for as long as it takes. Who finds none is told so at once: nobody waits."""

    def __init__(self, places: int) -> None:
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the places, until it is left. Raises FileRefused when all are taken."""
        if self._free <= 0:
            raise FileRefused(Problem(503, "FILES_BUSY", _MESSAGE, _AGAIN))
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
