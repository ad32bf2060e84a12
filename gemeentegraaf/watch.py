"""Watch: tells when files change, by looking at them now and then; works on every file system."""

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

Stamp = tuple[int, int]
"""When a file was written, in nanoseconds, and its size in bytes."""


def changes(files: Callable[[], Iterable[Path]], wait: Callable[[], None]) -> Iterator[frozenset[Path]]:
    """First all files; then, each time after a `wait` that some differ, those that changed, came or went.

    `files` is asked anew each time. Whoever reads this works between two looks: what changes meanwhile is in
    the next.
    """
    known = _stamps(files())
    yield frozenset(known)
    while True:
        wait()
        found = _stamps(files())
        if differing := frozenset(path for path, _ in known.items() ^ found.items()):
            known = found
            yield differing


def stamp(path: Path) -> Stamp | None:
    """None when there is no such file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size)


def _stamps(files: Iterable[Path]) -> dict[Path, Stamp]:
    return {path: found for path in files if (found := stamp(path)) is not None}


def python_files(module: str) -> frozenset[Path]:
    """The source files of the package that a module is in, all of them: it may import any. Empty when there
    is no such package."""
    top = module.partition(".")[0]
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return frozenset()
    folders = [Path(folder) for folder in (spec.submodule_search_locations if spec else None) or ()]
    if folders:
        return frozenset(path for folder in folders for path in folder.rglob("*.py"))
    return frozenset({Path(spec.origin)}) if spec and spec.origin else frozenset()
