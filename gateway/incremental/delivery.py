"""Delivery: in which order the parts of one answer are announced, delivered and completed.

A deferred fragment at one position of the answer is delivered as a whole, when all pieces that it selects are
there; a piece that several fragments select goes with the first of them that is. What stands in a fragment,
or is found in its pieces, is announced when that fragment is delivered, so that nothing is announced of an
object the client does not have. A fragment fails when one of its pieces does, and what stands in it is then
never announced.

Pure: it is told which parts of the answer are not fetched yet, and says what there is to tell the client.
Incremental delivery proposal (graphql-spec #1110), section "Execution".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from gateway.execution.shares import Part
from gateway.incremental.update import Completed, Fields, Items, Pending, ResponsePath, Update
from gateway.operation.selection import Deferral, Stream
from gateway.projection.pieces import LaterFields, LaterItems, Piece


class _State(Enum):
    WAITING = auto()
    OPEN = auto()
    OVER = auto()
    FAILED = auto()


@dataclass(slots=True, eq=False)
class _Fragment:
    """A deferral for one object."""

    label: str | None
    path: ResponsePath
    parent: _Fragment | None
    state: _State = _State.WAITING
    id: str = ""
    tasks: list[_Task] = field(default_factory=list)
    children: list[_Fragment] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Task:
    """A piece to be delivered with the first of its fragments; `piece` once it is projected."""

    later: LaterFields
    part: Part
    fragments: Sequence[_Fragment]
    piece: Piece | None = None
    delivered: bool = False
    streams: list[_Stream] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Stream:
    """The rest of a list; `inside` the rest of which other stream's items it was found, if any."""

    later: LaterItems
    inside: Stream | None
    id: str = ""

    def is_fetched(self, unfetched: Collection[Part]) -> bool:
        """Whether what is in the items is, but for what they defer. Streams in the rest of another are
        fetched with that.
        """
        stream = self.later.stream
        return self.inside is not None or not any(
            part.stream is stream and all(one.depth <= stream.depth for one in part.deferrals)
            for part in unfetched
        )


class Delivery:
    """The delivery of one answer. `pending` is what its first response announces."""

    def __init__(self, first: Piece) -> None:
        self._count = 0
        self._fragments: dict[tuple[Deferral, ResponsePath], _Fragment] = {}
        self._open: dict[_Fragment, None] = {}
        self._streams: dict[_Stream, None] = {}
        self._pending: list[Pending] = []
        self._incremental: list[Fields | Items] = []
        self._completed: list[Completed] = []
        self._release_all(self._found(first.deferred, None), _streams(first, None))
        self.pending, self._pending = tuple(self._pending), []

    def update(self, unfetched: Collection[Part]) -> Update | None:
        """All that can be told by now; None when there is nothing."""
        while self._go_on(unfetched):
            pass
        if not self._completed:
            return None  # whatever is delivered is completed with it
        has_next = bool(self._open or self._streams)
        told = Update(tuple(self._pending), tuple(self._incremental), tuple(self._completed), has_next)
        self._pending, self._incremental, self._completed = [], [], []
        return told

    def _go_on(self, unfetched: Collection[Part]) -> bool:
        """Project what is announced and fetched; say whether there was any."""
        tasks = [task for fragment in self._open for task in fragment.tasks]
        ready = [task for task in dict.fromkeys(tasks) if not task.piece and task.part not in unfetched]
        streams = [stream for stream in self._streams if stream.is_fetched(unfetched)]
        for task in ready:
            self._project(task)
        for stream in streams:
            self._deliver_items(stream)
        return bool(ready or streams)

    def _project(self, task: _Task) -> None:
        task.piece = task.later.piece()
        task.streams = _streams(task.piece, task.part.stream)
        found = self._found(task.piece.deferred, task.part.stream)
        for fragment in task.fragments:
            self._settle(fragment)
        self._release_all(found, ())

    def _deliver_items(self, stream: _Stream) -> None:
        pieces = list(stream.later.pieces())
        within = stream.inside or stream.later.stream
        whole = [piece for piece in pieces if not piece.failed]
        errors = [error for piece in whole for error in piece.errors]
        failures = [error for piece in pieces if piece.failed for error in piece.errors]
        if whole:
            self._incremental.append(Items(stream.id, [piece.data for piece in whole], errors))
        self._completed.append(Completed(stream.id, failures))
        del self._streams[stream]
        for piece in whole:
            self._release_all(self._found(piece.deferred, within), _streams(piece, within))

    def _found(self, pieces: Iterable[LaterFields], inside: Stream | None) -> list[_Fragment]:
        """The fragments that are new with these pieces, the outer ones first."""
        new: list[_Fragment] = []
        for later in sorted(pieces, key=lambda one: len(one.path)):
            deferrals = sorted(later.deferrals, key=lambda one: one.order)
            fragments = [self._fragment(deferral, later.path, new) for deferral in deferrals]
            alive = [fragment for fragment in fragments if fragment.state is not _State.FAILED]
            task = _Task(later, Part(later.deferrals, inside), alive)
            for fragment in alive:
                fragment.tasks.append(task)
        return new

    def _fragment(self, deferral: Deferral, path: ResponsePath, new: list[_Fragment]) -> _Fragment:
        key = (deferral, path[: deferral.depth])
        if key not in self._fragments:
            parent = self._fragment(deferral.parent, path, new) if deferral.parent else None
            fragment = self._fragments[key] = _Fragment(deferral.label, key[1], parent)
            if parent is not None:
                parent.children.append(fragment)
                fragment.state = _State.FAILED if parent.state is _State.FAILED else _State.WAITING
            new.append(fragment)
        return self._fragments[key]

    def _release_all(self, fragments: Iterable[_Fragment], streams: Iterable[_Stream]) -> None:
        """Announce what stands in nothing that is yet to come."""
        for fragment in fragments:
            if fragment.parent is None or fragment.parent.state is _State.OVER:
                self._release(fragment)
        for stream in streams:
            stream.id = self._announced(stream.later.path, stream.later.stream.label)
            self._streams[stream] = None

    def _release(self, fragment: _Fragment) -> None:
        if fragment.state is not _State.WAITING:
            return
        if all(task.delivered for task in fragment.tasks):
            # It has no fields there that the client does not have: what stands in it takes its place.
            fragment.state = _State.OVER
            self._release_all(fragment.children, ())
            return
        fragment.state = _State.OPEN
        fragment.id = self._announced(fragment.path, fragment.label)
        self._open[fragment] = None
        self._settle(fragment)

    def _announced(self, path: ResponsePath, label: str | None) -> str:
        pending = Pending(str(self._count), path, label)
        self._count += 1
        self._pending.append(pending)
        return pending.id

    def _settle(self, fragment: _Fragment) -> None:
        """Complete the fragment if there is nothing more to wait for."""
        if fragment.state is not _State.OPEN:
            return
        pieces = [task.piece for task in fragment.tasks]
        failed = next((piece for piece in pieces if piece and piece.failed), None)
        if failed is not None:
            del self._open[fragment]
            self._completed.append(Completed(fragment.id, failed.errors))
            _fail(fragment)
        elif all(pieces):
            self._complete(fragment)

    def _complete(self, fragment: _Fragment) -> None:
        fresh = [task for task in fragment.tasks if not task.delivered]
        for task in fresh:
            self._deliver(task, fragment)
        del self._open[fragment]
        self._completed.append(Completed(fragment.id))
        fragment.state = _State.OVER
        self._release_all(fragment.children, [stream for task in fresh for stream in task.streams])

    def _deliver(self, task: _Task, fragment: _Fragment) -> None:
        """Under the id of the announced fragment with the longest path, which leaves the shortest way."""
        assert task.piece is not None
        task.delivered = True
        nearest = fragment
        for other in task.fragments:
            if other.state is _State.OPEN and len(other.path) > len(nearest.path):
                nearest = other
        sub_path = task.later.path[len(nearest.path) :]
        self._incremental.append(Fields(nearest.id, task.piece.data, task.piece.errors, sub_path))


def _streams(piece: Piece, inside: Stream | None) -> list[_Stream]:
    return [_Stream(later, inside) for later in piece.streamed]


def _fail(fragment: _Fragment) -> None:
    """It, and what stands in it, is not to come any more."""
    fragment.state = _State.FAILED
    for child in fragment.children:
        _fail(child)
