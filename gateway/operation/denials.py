"""Denials: what stays closed in an operation that was authorized."""

from __future__ import annotations

from auth.policy import Denied
from gateway.operation.selection import Operation, SelectionSet


def denials(operation: Operation) -> tuple[Denied, ...]:
    """Each coordinate once, in the order asked."""
    found: dict[str, Denied] = {}
    pending, seen = [operation.selection], set[SelectionSet]()
    while pending:
        selection = pending.pop()
        if selection in seen:
            continue
        seen.add(selection)
        fields = [field for branch in selection.branches for field in branch.all_fields]
        for field in fields:
            if field.denial:
                found.setdefault(field.denial.coordinate, field.denial)
        pending.extend(field.selection for field in reversed(fields) if field.selection and not field.local)
    return tuple(found.values())
