"""Applications: the directives on an element that reach the supergraph, merged over the subgraphs that have
it.

Those of authorization are left to `schema.merge.authorization`, for they also move between types.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from graphql import print_ast

from schema.definition import Application, Element
from schema.errors import HintCode
from schema.merge.composed import Composed
from schema.merge.merged import Directive
from schema.merge.sources import Source, Sources, places
from schema.merge.wording import listed


def merge_applications(
    sources: Sources, coordinate: str, found: Sequence[Source[Element]]
) -> tuple[Directive, ...]:
    """The element's directives in the supergraph, sorted by name; tags and the like by their arguments."""
    if not any(one.element.federation or one.element.custom for one in found):
        return ()
    merge = _Merge(sources, coordinate, found)
    merged = [*merge.federation(), *merge.builtin(), *merge.composed()]
    return tuple(sorted(merged, key=lambda one: (one.name, one.text)))


class _Merge:
    """The applications on one element."""

    def __init__(self, sources: Sources, coordinate: str, found: Sequence[Source[Element]]) -> None:
        self._naming = sources.naming
        self._findings = sources.findings
        self._coordinate = coordinate
        self._found = found

    def federation(self) -> Iterator[Directive]:
        if any(one.element.has("inaccessible") for one in self._found):
            yield Directive("inaccessible", f"@{self._naming.names['inaccessible']}")
        tags = dict.fromkeys(_text(self._naming.names["tag"], one) for one in self._applied("tag"))
        yield from (Directive("tag", text) for text in tags)
        for subgraph, name in self._contexts():
            yield Directive("context", f'@{self._naming.names["context"]}(name: "{subgraph}__{name}")')
        for name, merge_values in _STRATEGIES.items():
            applied = self._applied(name)
            if applied:
                self._hint_if_merged(name, applied)
                yield Directive(name, f"@{self._naming.names[name]}{merge_values(applied)}")

    def builtin(self) -> Iterator[Directive]:
        for name in ("deprecated", "specifiedBy", "oneOf"):
            if chosen := self._most_frequent(name):
                yield Directive(name, chosen)

    def composed(self) -> Iterator[Directive]:
        for composed in self._naming.composed.values():
            if composed.definition.repeatable:
                yield from self._all(composed)
            elif chosen := self._most_frequent(composed.name):
                yield Directive(composed.name, chosen)

    def _contexts(self) -> Iterator[tuple[str, str]]:
        """Contexts belong to their subgraph, so its name is part of theirs."""
        for one in self._found:
            for application in one.element.applied("context"):
                yield one.name, application.arguments.text("name") or ""

    def _applied(self, name: str) -> list[Application]:
        return [application for one in self._found for application in one.element.applied(name)]

    def _custom(self, name: str) -> list[tuple[str, Source[Element]]]:
        return [
            (_text(name, application), one)
            for one in self._found
            for application in one.element.custom
            if application.name == name
        ]

    def _all(self, composed: Composed) -> Iterator[Directive]:
        for text in dict.fromkeys(text for text, _ in self._custom(composed.name)):
            yield Directive(composed.name, text)

    def _most_frequent(self, name: str) -> str | None:
        """The application that most subgraphs agree on, the first of equals; a hint when they differ."""
        stated = self._custom(name)
        if not stated:
            return None
        chosen = Counter(text for text, _ in stated).most_common(1)[0][0]
        others = [source for text, source in stated if text != chosen]
        if others:
            message = (
                f"{self._coordinate} has {chosen} in the supergraph; {listed(one.name for one in others)}"
                " says otherwise."
            )
            code = HintCode.INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS
            self._findings.hint(code, message, places(others))
        return chosen

    def _hint_if_merged(self, name: str, applied: Sequence[Application]) -> None:
        if len({_text(name, one) for one in applied}) > 1:
            message = f"@{name} on {self._coordinate} differs between subgraphs; its arguments are merged."
            code = HintCode.MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS
            self._findings.hint(code, message, places(self._found))


def _text(name: str, application: Application) -> str:
    """The application as printed, arguments in their own order."""
    arguments = ", ".join(print_ast(argument) for argument in application.node.arguments or ())
    return f"@{name}({arguments})" if arguments else f"@{name}"


def _cost(applied: Sequence[Application]) -> str:
    """The greatest weight: an estimate should not be too low."""
    return f"(weight: {max(int(one.arguments['weight']) for one in applied)})"


def _list_size(applied: Sequence[Application]) -> str:
    """The greatest size, all slicing arguments and sized fields, and one required only if all require it."""
    values = [one.arguments for one in applied]
    sizes = [one["assumedSize"] for one in values if one.get("assumedSize") is not None]
    parts = [f"assumedSize: {max(sizes)}"] if sizes else []
    for name in ("slicingArguments", "sizedFields"):
        lists = [one[name] for one in values if one.get(name) is not None]
        if lists:
            union = dict.fromkeys(item for items in lists for item in items)
            parts.append(f"{name}: [{', '.join(_quoted(item) for item in union)}]")
    if any("requireOneSlicingArgument" in one for one in values):
        required = all(one.flag("requireOneSlicingArgument", default=True) for one in values)
        parts.append(f"requireOneSlicingArgument: {str(required).lower()}")
    return f"({', '.join(parts)})" if parts else ""


def _quoted(text: str) -> str:
    return f'"{text}"'


_STRATEGIES: Mapping[str, Callable[[Sequence[Application]], str]] = {"cost": _cost, "listSize": _list_size}
