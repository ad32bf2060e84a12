"""Allocation: work that makes values by the million and drops none of them.

Python's collector of cycles walks all live objects whenever enough new ones are there. While a composition
builds its documents and models there is nothing for it to find, yet it takes two fifths of the time, and a
share that grows with the graph.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Puts the collector off until the end, unless someone else has put it off already.

    It holds for the whole process, so it is for work of seconds that is done now and then.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
