"""The Plan: which fetches answer an operation, what each needs, and how the merged data becomes the answer.

Merged data. All subgraph answers are merged into one tree of dicts, lists and scalars. Its dict keys are
*storage keys*: the planner gives every distinct field (name, arguments, shape) at a position one storage
key, aliases it so in the subgraph operations, and tells the projection which storage key feeds which
response key. So a client's aliases can never collide with keys and required fields. `__typename` is always
stored as `__typename`. Lists are transparent in paths: a path through a list means each of its items,
nested lists included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from graphql import GraphQLOutputType

    from auth.policy import Denied
    from gateway.operation.selection import Deferral, Location, Stream


@dataclass(frozen=True, slots=True)
class Key:
    """A step into the value under this storage key. `stream`: how that list is delivered, if in parts."""

    key: str
    stream: Stream | None = None


@dataclass(frozen=True, slots=True)
class TypeIs:
    """Go on only with objects whose `__typename` is one of these."""

    types: frozenset[str]


Path: TypeAlias = tuple[Key | TypeIs, ...]

Fills: TypeAlias = Mapping[str, "Fills | None"]
"""The storage keys a fetch fills, as a tree: None for leaves. Says where a failure goes."""


@dataclass(frozen=True, slots=True)
class RepresentationField:
    """One field of a representation: sent as `name`, read from `storage_key`.

    An `essential` field is part of a key: when it is null or missing the entity can't be looked up, and is
    not sent. Fields that are required but no key are sent as null when they are null.
    """

    name: str
    storage_key: str
    essential: bool
    selection: RepresentationSelection | None = None


@dataclass(frozen=True, slots=True)
class RepresentationSelection:
    """What of an object goes into a representation: `fields` always, `by_type` by its stored `__typename`.

    `with_typename`: the object's `__typename` is sent along (positions of an abstract type).
    """

    fields: tuple[RepresentationField, ...]
    by_type: Mapping[str, tuple[RepresentationField, ...]]
    with_typename: bool = False


@dataclass(frozen=True, slots=True)
class Representation:
    """How objects of some runtime types are sent to `_entities`.

    `types` is None when the position's type is a single object type, whose `__typename` need not be stored.
    `typename` is what is sent as `__typename`: None for the stored one; the interface's name when the
    target knows the entity as an interface object, or when it is asked for as an interface.
    `requires`: for each storage key of a field with @requires, what is sent for its sake, with the key. It
    fails when anything of that has failed; the others of the fetch do not depend on it.
    """

    types: frozenset[str] | None
    typename: str | None
    fields: tuple[RepresentationField, ...]
    fills: Fills
    requires: Mapping[str, tuple[RepresentationField, ...]] = field(default_factory=dict)

    @property
    def requiring(self) -> dict[str, frozenset[str]]:
        """The fields that only @requires asks for, each with the storage keys for whose sake it is sent."""
        extra = [one.name for one in self.fields if not one.essential]
        found = {
            name: frozenset(
                key for key, sent in self.requires.items() if any(one.name == name for one in sent)
            )
            for name in extra
        }
        return {name: keys for name, keys in found.items() if keys}


@dataclass(frozen=True, slots=True)
class ContextValue:
    """A variable of a fetch that is filled from the object above each of its objects (@fromContext).

    That object lies where the first `depth` steps of the fetch's path lead. The value is its `field`; where
    that has a selection, the one field of it, and so on. `type` is the variable's, as in the document. The
    name of the object's type is known beforehand: then it is the `constant`.
    """

    variable: str
    type: str
    depth: int
    field: RepresentationField | None
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """One call to one subgraph.

    With `representations` empty it asks root fields, and the answer's `data` is merged into the object at
    `path` (the root for the empty path). Otherwise it asks `_entities(representations: $representations)`
    for every distinct object at `path`, and merges each answer into all objects that gave its
    representation. The first of `representations` that fits an object's `__typename` is used; objects that
    none fits are left alone. A fetch with nothing to send is not made.

    `variables` names the client's variables that `document` uses; `contexts` are those that the gateway
    fills: objects with other values in them are looked up apart. `after` holds the ids of the fetches
    whose results this one reads or, for mutations, must follow. `fills` is set for root fields only;
    entities have it by representation. `deferrals`: it serves only what these defer (see `Deferred`), so
    nothing that is delivered before waits for it.
    """

    id: int
    subgraph: str
    kind: Literal["query", "mutation", "subscription"]
    document: str
    operation_name: str | None
    variables: tuple[str, ...]
    path: Path
    after: tuple[int, ...]
    representations: tuple[Representation, ...] = ()
    fills: Fills | None = None
    contexts: tuple[ContextValue, ...] = ()
    deferrals: frozenset[Deferral] = frozenset()


@dataclass(frozen=True, slots=True)
class OutputField:
    """One field of the answer: `response_key` from `storage_key`, completed as `type` (of the public schema).

    A denied field is null with the denial's error, whatever is stored. A `local` field's stored value is
    passed as it is. `hidden` are the inaccessible values of the field's enum: clients see null for them.
    `stream`: of the list, the items from some number on are delivered later. `locations`: where the document
    selects it.
    """

    name: str
    response_key: str
    storage_key: str
    type: GraphQLOutputType
    selection: OutputSelection | None = None
    denial: Denied | None = None
    local: bool = False
    hidden: frozenset[str] = frozenset()
    stream: Stream | None = None
    locations: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class OutputDeferred:
    """The fields of an object that are delivered later than the object (see `Deferred`)."""

    deferrals: frozenset[Deferral]
    fields: tuple[OutputField, ...]


@dataclass(frozen=True, slots=True)
class OutputSelection:
    """The fields of the answer at one position, by runtime type.

    `type` is the position's type in the public schema. When it is an object type, `by_type` has that one
    entry and the stored `__typename` is not looked at (nor need it be there). Runtime types without an
    entry come out as `{}`.
    `uniform`: all possible types select the same, so an object without a stored `__typename` takes any entry.
    `deferred`: what is delivered later, of the types that have any.
    """

    type: str
    by_type: Mapping[str, tuple[OutputField, ...]]
    uniform: bool = False
    deferred: Mapping[str, tuple[OutputDeferred, ...]] = field(default_factory=dict)

    def fields_of(self, type_name: str) -> Iterator[OutputField]:
        """Of one type, the deferred ones too."""
        yield from self.by_type.get(type_name, ())
        for later in self.deferred.get(type_name, ()):
            yield from later.fields

    @property
    def all_fields(self) -> Iterator[OutputField]:
        """Of all types; what several types share comes several times."""
        for type_name in self.by_type:
            yield from self.fields_of(type_name)


@dataclass(frozen=True, slots=True)
class Plan:
    """`fetches` in an order in which each stands after those it depends on; `output` for the projection."""

    kind: Literal["query", "mutation", "subscription"]
    fetches: tuple[Fetch, ...]
    output: OutputSelection
