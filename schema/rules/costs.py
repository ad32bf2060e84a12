"""Costs: what @cost and @listSize may say, and where."""

from collections.abc import Iterator

from schema.definition import Application, Field, Kind, Type
from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph
from schema.type_ref import TypeRef


def check_costs(subgraph: Subgraph) -> Iterator[CompositionError]:
    """@cost and @listSize on every field of the subgraph."""
    for type_ in subgraph.types.values():
        for field in type_.fields.values():
            name = f"{type_.name}.{field.name}"
            for application in field.applied("cost"):
                if type_.kind is Kind.INTERFACE:
                    message = (
                        f"@cost on {name}, a field of an interface; put it on the implementations' fields."
                    )
                    yield _error(subgraph, application, Code.COST_APPLIED_TO_INTERFACE_FIELD, message)
            for application in field.applied("listSize"):
                for code, problem in _list_size(subgraph, field, application):
                    yield _error(subgraph, application, code, f"@listSize on {name}: {problem}")


def _list_size(subgraph: Subgraph, field: Field, application: Application) -> Iterator[tuple[Code, str]]:
    sized = application.arguments.get("sizedFields")
    if not sized and not field.type.is_list:
        message = f"its type {field.type} is no list; name the lists in it by `sizedFields`."
        yield Code.LIST_SIZE_APPLIED_TO_NON_LIST, message
    assumed = application.arguments.get("assumedSize")
    if isinstance(assumed, int) and assumed < 0:
        yield Code.LIST_SIZE_INVALID_ASSUMED_SIZE, f"assumedSize is {assumed}, but no list is that short."
    for name in _names(application.arguments.get("slicingArguments")):
        argument = field.arguments.get(name)
        if argument is None or not _is_int(argument.type):
            message = f"the slicing argument {name} is no argument of type Int of the field."
            yield Code.LIST_SIZE_INVALID_SLICING_ARGUMENT, message
    target = subgraph.types.get(field.type.name)
    for name in _names(sized):
        if not _is_sized(target, name):
            message = f"the sized field {name} is no list in {field.type.name}."
            yield Code.LIST_SIZE_INVALID_SIZED_FIELD, message


def _is_sized(target: Type | None, name: str) -> bool:
    field = target.fields.get(name) if target else None
    return field is not None and field.type.is_list


def _is_int(type_: TypeRef) -> bool:
    return type_.name == "Int" and not type_.is_list


def _names(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _error(subgraph: Subgraph, application: Application, code: Code, message: str) -> CompositionError:
    return CompositionError(message, (subgraph.place(application.node),), code=code)
