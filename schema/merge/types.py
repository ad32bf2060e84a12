"""Types: the spine of merging. Sources in, the whole supergraph as values out."""

from collections.abc import Mapping
from dataclasses import replace

from schema.definition import Kind, Type
from schema.errors import Code
from schema.merge.applications import merge_applications
from schema.merge.authorization import add_authorization, hint_requirements, read_access
from schema.merge.cache_tags import cache_tags
from schema.merge.descriptions import merge_description
from schema.merge.enums import EnumUsage, hint_union_members, merge_values
from schema.merge.executable import merge_executable_directives
from schema.merge.fields import merge_fields
from schema.merge.inputs import merge_input_fields
from schema.merge.interfaces import check_interfaces, inject_fields
from schema.merge.merged import Merged, MergedElement, MergedType, TypeJoin
from schema.merge.overrides import Overrides, read_overrides
from schema.merge.presence import hint_presence
from schema.merge.sources import Source, Sources, check_kinds


def merge(sources: Sources) -> Merged | None:
    """The supergraph of all subgraphs; None when they disagree on what kinds of types they have."""
    check_kinds(sources)
    if sources.findings.errors:
        return None
    hint_presence(sources)
    hint_requirements(sources)
    overrides = read_overrides(sources)
    types = {name: _merge_type(sources, name, overrides) for name in sources.types}
    types = inject_fields(sources, types)
    check_interfaces(sources, types)
    types = _with_enums(sources, types)
    access = read_access(sources, types)
    types = add_authorization(types, access, sources.naming)
    if not types["Query"].fields:
        message = "No subgraph has a field on Query; a supergraph needs one at least."
        sources.findings.error(Code.NO_QUERIES, message)
    schemas = [Source(subgraph, subgraph.schema) for subgraph in sources.subgraphs]
    return Merged(
        subgraphs=tuple((subgraph.name, subgraph.url) for subgraph in sources.subgraphs),
        types=types,
        access=access,
        schema=MergedElement(
            name="schema",
            description=merge_description("The schema", schemas, sources.findings),
            directives=merge_applications(sources, "The schema", schemas),
        ),
        links=tuple(sources.naming.links()),
        definitions=(*sources.naming.definitions(), *merge_executable_directives(sources)),
    )


def _merge_type(sources: Sources, name: str, overrides: Overrides) -> MergedType:
    """One type; enums are still without their values, for those depend on what uses them."""
    found = sources.types[name]
    kind = sources.kind(name)
    assert kind is not None
    if kind is Kind.UNION:
        hint_union_members(sources, found)
    is_fielded = kind in {Kind.OBJECT, Kind.INTERFACE}
    return MergedType(
        name=name,
        kind=kind,
        description=merge_description(name, found, sources.findings),
        directives=merge_applications(sources, name, found),
        joins=tuple(join for one in found for join in _joins(one)),
        applied=cache_tags(found),
        interfaces=sources.interfaces.get(name, {}),
        members=sources.members.get(name, {}),
        fields=merge_fields(sources, found, overrides) if is_fielded else {},
        inputs=merge_input_fields(sources, found) if kind is Kind.INPUT else {},
    )


def _joins(source: Source[Type]) -> list[TypeJoin]:
    type_ = source.element
    keys = [
        TypeJoin(
            subgraph=source.name,
            key=key.arguments.text("fields"),
            is_extension=type_.is_extension and type_.kind is Kind.OBJECT,
            resolvable=key.arguments.flag("resolvable", default=True),
            is_interface_object=type_.is_interface_object,
        )
        for key in type_.applied("key")
    ]
    return keys or [TypeJoin(source.name, is_interface_object=type_.is_interface_object)]


def _with_enums(sources: Sources, types: Mapping[str, MergedType]) -> dict[str, MergedType]:
    outputs: dict[str, str] = {}
    inputs: dict[str, str] = {}
    for type_ in types.values():
        for taken in type_.inputs.values():
            inputs.setdefault(taken.type.name, f"{type_.name}.{taken.name}")
        for field in type_.fields.values():
            outputs.setdefault(field.type.name, f"{type_.name}.{field.name}")
            for taken in field.arguments.values():
                inputs.setdefault(taken.type.name, f"{type_.name}.{field.name}({taken.name}:)")
    merged = dict(types)
    for name, type_ in types.items():
        if type_.kind is Kind.ENUM:
            usage = EnumUsage(outputs.get(name), inputs.get(name))
            merged[name] = replace(type_, values=merge_values(sources, sources.types[name], usage))
    return merged
