"""Freezing: from drafts to the fetches of a plan, each after those it waits for."""

from collections.abc import Sequence

from gateway.planning.draft import Draft
from gateway.planning.operation_text import OperationWriter
from gateway.planning.passes.ancestry import Ancestry
from gateway.planning.plan import Fetch, Representation


def freeze(drafts: Sequence[Draft], writer: OperationWriter) -> tuple[Fetch, ...]:
    """Ids are handed out anew, in that order; of as many round trips, what is deferred comes last."""
    ancestry = Ancestry(drafts)
    ordered = sorted(drafts, key=lambda draft: (ancestry.depth(draft), bool(draft.deferrals), draft.id))
    ids = {draft.id: number for number, draft in enumerate(ordered)}
    for draft in ordered:
        draft.after = {ids[number] for number in draft.after}
        draft.id = ids[draft.id]
    return tuple(_fetch(draft, writer) for draft in ordered)


def _fetch(draft: Draft, writer: OperationWriter) -> Fetch:
    return Fetch(
        id=draft.id,
        subgraph=draft.subgraph,
        kind=draft.kind,
        document=writer.text(draft),
        operation_name=writer.name(draft),
        variables=writer.variables(draft),
        path=draft.path,
        after=tuple(sorted(draft.after)),
        representations=tuple(
            Representation(
                types=entity.types,
                typename=entity.typename,
                fields=tuple(entity.representation.values()),
                fills=entity.selection.fills(),
                requires=dict(entity.requires),
            )
            for entity in draft.entities
        ),
        fills=draft.root.fills() if draft.root is not None else None,
        contexts=tuple(context.value for context in draft.contexts.values()),
        deferrals=draft.deferrals,
    )
