"""Representations: what is sent to `_entities`, from the merged data, deduplicated by their exact bytes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import Any

import orjson

from gateway.errors import FieldFailure
from gateway.execution.paths import Entity, runtime_type
from gateway.planning.plan import Fills, Representation, RepresentationField, RepresentationSelection

Build = Callable[[Entity], dict[str, Any]]
"""Makes the representation of an object, or raises NotSendable."""

# A FieldFailure is a dataclass: it must stop the serialisation, never be sent.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATACLASS


class NotSendable(Exception):
    """An essential field is null: there is nothing to look the object up by. Never leaves this module."""


@dataclass(frozen=True, slots=True)
class Builder:
    """How the objects that one Representation fits are sent, and what their answers fill.

    `essential` are the fields that nothing can do without. `requires` makes what is sent for the sake of one
    field, by its storage key (see Representation).
    """

    build: Build
    fills: Fills
    essential: frozenset[str]
    requires: Mapping[str, Callable[[Entity], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Builders:
    """The builder for an object, by its `__typename`; `default` fits all others."""

    by_type: Mapping[str, Builder]
    default: Builder | None

    def of(self, entity: Entity) -> Builder | None:
        typename = runtime_type(entity)
        return self.default if typename is None else self.by_type.get(typename, self.default)


@dataclass(frozen=True, slots=True)
class Batch:
    """The objects to look up: each distinct representation (as JSON) with all objects that gave it.

    `blocked` are the objects that can't be sent because what they would send is itself a failure. `spoiled`
    are those that are sent without a required field that failed, with the storage keys that fail by that,
    whatever the answer.
    """

    entities: dict[bytes, list[Entity]] = field(default_factory=dict)
    blocked: list[tuple[Entity, Fills, FieldFailure]] = field(default_factory=list)
    spoiled: list[tuple[Entity, dict[str, FieldFailure]]] = field(default_factory=list)


def compile_builders(representations: Sequence[Representation]) -> Builders:
    """Work out, once per plan, which representation fits which type: the first one that does."""
    by_type: dict[str, Builder] = {}
    for representation in representations:
        essential = frozenset(one.name for one in representation.fields if one.essential)
        requires = {
            storage_key: _selector(RepresentationSelection(sent, {}))
            for storage_key, sent in representation.requires.items()
        }
        builder = Builder(_builder(representation), representation.fills, essential, requires)
        if representation.types is None:
            return Builders(by_type, builder)
        for typename in representation.types:
            by_type.setdefault(typename, builder)
    return Builders(by_type, None)


def collect(targets: Sequence[Entity], builders: Builders) -> Batch:
    """Build the representations of all targets."""
    batch = Batch()
    entities = batch.entities
    by_type, builder = builders.by_type, builders.default
    for target in targets:
        if by_type:
            builder = builders.of(target)
        if builder is None:
            continue
        try:
            representation = builder.build(target)
            sent = orjson.dumps(representation, option=_OPTIONS)
        except NotSendable:
            continue
        except orjson.JSONEncodeError:
            if not _do_without(target, representation, builder, batch):
                continue
            sent = orjson.dumps(representation, option=_OPTIONS)
        same = entities.get(sent)
        if same is None:
            entities[sent] = [target]
        else:
            same.append(target)
    return batch


def _do_without(target: Entity, representation: dict[str, Any], builder: Builder, batch: Batch) -> bool:
    """Take what failed out of a representation; false when nothing is left to ask it for.

    A field without @requires can do without all that is not essential, one with it without what is sent for
    the sake of others.
    """
    failed = {name: failure for name in representation if (failure := _failure_in(representation[name]))}
    lost = next((failure for name, failure in failed.items() if name in builder.essential), None)
    made = ((key, select(target)) for key, select in builder.requires.items())
    spoiled = {key: failure for key, sent in made if (failure := _failure_in(sent))}
    if lost or builder.fills.keys() <= spoiled.keys():
        batch.blocked.append((target, builder.fills, lost or next(iter(failed.values()))))
        return False
    for name in failed:
        representation[name] = _without_failures(representation[name])
    batch.spoiled.append((target, spoiled))
    return True


def _builder(representation: Representation) -> Build:
    select = _selector(RepresentationSelection(representation.fields, {}))
    typename = representation.typename
    if typename is None:

        def build_with_stored_typename(entity: Entity) -> dict[str, Any]:
            stored = runtime_type(entity)
            if stored is None:
                raise NotSendable
            return {"__typename": stored, **select(entity)}

        return build_with_stored_typename
    if all(leaf.selection is None for leaf in representation.fields):
        return _leaves_builder(typename, representation.fields)
    return lambda entity: {"__typename": typename, **select(entity)}


def _leaves_builder(typename: str, fields: Sequence[RepresentationField]) -> Build:
    """The usual keys and requirements: a few leaves of the object itself."""
    leaves = tuple((leaf.name, leaf.storage_key, leaf.essential) for leaf in fields)

    def build(entity: Entity) -> dict[str, Any]:
        representation: dict[str, Any] = {"__typename": typename}
        for name, storage_key, essential in leaves:
            value = entity.get(storage_key)
            if value is None and essential:
                raise NotSendable
            representation[name] = value
        return representation

    return build


def _selector(selection: RepresentationSelection) -> Callable[[Entity], dict[str, Any]]:
    always = _fields(selection.fields)
    by_type = {typename: _fields(fields) for typename, fields in selection.by_type.items()}
    with_typename = selection.with_typename

    def select(entity: Entity) -> dict[str, Any]:
        typename = runtime_type(entity) if with_typename or by_type else None
        chosen: dict[str, Any] = {"__typename": typename} if with_typename else {}
        fields = always if typename is None or typename not in by_type else always + by_type[typename]
        for name, storage_key, essential, below in fields:
            value = entity.get(storage_key)
            if value is None:
                if essential:
                    raise NotSendable
            elif below is not None:
                value = _selected(value, below)
            chosen[name] = value
        return chosen

    return select


_Fields = tuple[tuple[str, str, bool, Callable[[Entity], dict[str, Any]] | None], ...]


def _fields(fields: Sequence[RepresentationField]) -> _Fields:
    return tuple(
        (
            each.name,
            each.storage_key,
            each.essential,
            None if each.selection is None else _selector(each.selection),
        )
        for each in fields
    )


def _selected(value: Any, select: Callable[[Entity], dict[str, Any]]) -> Any:
    """Apply a nested selection; nulls and failures inside lists stay where they are."""
    if value.__class__ is dict:
        return select(value)
    if value.__class__ is list:
        return [_selected(item, select) for item in value]
    if value.__class__ is FieldFailure:
        return value
    return None


def _failure_in(value: Any) -> FieldFailure | None:
    """The first failure in a part of a representation, without the suffix that belonged to its position."""
    if isinstance(value, FieldFailure):
        return replaced(value, suffix=())
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((failure for item in items if (failure := _failure_in(item))), None)


def _without_failures(value: Any) -> Any:
    if isinstance(value, FieldFailure):
        return None
    if isinstance(value, dict):
        return {name: _without_failures(inside) for name, inside in value.items()}
    return [_without_failures(item) for item in value] if isinstance(value, list) else value
