"""Change: one difference between two public schemas, and what it means for clients that exist."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a change can do to an operation that worked before."""

    BREAKING = "breaking"
    """It may be refused, or lack what it had."""
    DANGEROUS = "dangerous"
    """It is still answered, but may behave differently, or for other people."""
    SAFE = "safe"


class ChangeCode(StrEnum):
    """What changed."""

    ROOT_REMOVED = "ROOT_REMOVED"
    TYPE_REMOVED = "TYPE_REMOVED"
    TYPE_KIND_CHANGED = "TYPE_KIND_CHANGED"
    FIELD_REMOVED = "FIELD_REMOVED"
    FIELD_TYPE_CHANGED = "FIELD_TYPE_CHANGED"
    ARGUMENT_REMOVED = "ARGUMENT_REMOVED"
    ARGUMENT_TYPE_CHANGED = "ARGUMENT_TYPE_CHANGED"
    ARGUMENT_BECAME_REQUIRED = "ARGUMENT_BECAME_REQUIRED"
    REQUIRED_ARGUMENT_ADDED = "REQUIRED_ARGUMENT_ADDED"
    INPUT_FIELD_REMOVED = "INPUT_FIELD_REMOVED"
    INPUT_FIELD_TYPE_CHANGED = "INPUT_FIELD_TYPE_CHANGED"
    INPUT_FIELD_BECAME_REQUIRED = "INPUT_FIELD_BECAME_REQUIRED"
    REQUIRED_INPUT_FIELD_ADDED = "REQUIRED_INPUT_FIELD_ADDED"
    ONE_OF_ADDED = "ONE_OF_ADDED"
    ENUM_VALUE_REMOVED = "ENUM_VALUE_REMOVED"
    UNION_MEMBER_REMOVED = "UNION_MEMBER_REMOVED"
    INTERFACE_REMOVED = "INTERFACE_REMOVED"
    DIRECTIVE_REMOVED = "DIRECTIVE_REMOVED"
    DIRECTIVE_LOCATION_REMOVED = "DIRECTIVE_LOCATION_REMOVED"
    DIRECTIVE_NO_LONGER_REPEATABLE = "DIRECTIVE_NO_LONGER_REPEATABLE"
    REQUIREMENT_TIGHTENED = "REQUIREMENT_TIGHTENED"
    REQUIREMENT_CHANGED = "REQUIREMENT_CHANGED"

    ARGUMENT_ADDED = "ARGUMENT_ADDED"
    INPUT_FIELD_ADDED = "INPUT_FIELD_ADDED"
    ENUM_VALUE_ADDED = "ENUM_VALUE_ADDED"
    UNION_MEMBER_ADDED = "UNION_MEMBER_ADDED"
    INTERFACE_ADDED = "INTERFACE_ADDED"
    DEFAULT_CHANGED = "DEFAULT_CHANGED"
    SPECIFIED_BY_CHANGED = "SPECIFIED_BY_CHANGED"
    REQUIREMENT_LOOSENED = "REQUIREMENT_LOOSENED"
    TAG_ADDED = "TAG_ADDED"
    TAG_REMOVED = "TAG_REMOVED"

    ROOT_ADDED = "ROOT_ADDED"
    TYPE_ADDED = "TYPE_ADDED"
    FIELD_ADDED = "FIELD_ADDED"
    FIELD_TYPE_NARROWED = "FIELD_TYPE_NARROWED"
    ARGUMENT_TYPE_WIDENED = "ARGUMENT_TYPE_WIDENED"
    INPUT_FIELD_TYPE_WIDENED = "INPUT_FIELD_TYPE_WIDENED"
    ONE_OF_REMOVED = "ONE_OF_REMOVED"
    DIRECTIVE_ADDED = "DIRECTIVE_ADDED"
    DIRECTIVE_LOCATION_ADDED = "DIRECTIVE_LOCATION_ADDED"
    DIRECTIVE_BECAME_REPEATABLE = "DIRECTIVE_BECAME_REPEATABLE"
    DEPRECATED = "DEPRECATED"
    DEPRECATION_REMOVED = "DEPRECATION_REMOVED"
    DEPRECATION_REASON_CHANGED = "DEPRECATION_REASON_CHANGED"
    DESCRIPTION_CHANGED = "DESCRIPTION_CHANGED"

    @property
    def severity(self) -> Severity:
        """Clients may not know the value they get after a dangerous change, or get it as someone else."""
        if self in _DANGEROUS:
            return Severity.DANGEROUS
        return Severity.SAFE if self in _SAFE else Severity.BREAKING


_DANGEROUS = frozenset(
    {
        ChangeCode.ARGUMENT_ADDED,
        ChangeCode.INPUT_FIELD_ADDED,
        ChangeCode.ENUM_VALUE_ADDED,
        ChangeCode.UNION_MEMBER_ADDED,
        ChangeCode.INTERFACE_ADDED,
        ChangeCode.DEFAULT_CHANGED,
        ChangeCode.SPECIFIED_BY_CHANGED,
        ChangeCode.REQUIREMENT_LOOSENED,
        ChangeCode.TAG_ADDED,
        ChangeCode.TAG_REMOVED,
    }
)
_SAFE = frozenset(
    {
        ChangeCode.ROOT_ADDED,
        ChangeCode.TYPE_ADDED,
        ChangeCode.FIELD_ADDED,
        ChangeCode.FIELD_TYPE_NARROWED,
        ChangeCode.ARGUMENT_TYPE_WIDENED,
        ChangeCode.INPUT_FIELD_TYPE_WIDENED,
        ChangeCode.ONE_OF_REMOVED,
        ChangeCode.DIRECTIVE_ADDED,
        ChangeCode.DIRECTIVE_LOCATION_ADDED,
        ChangeCode.DIRECTIVE_BECAME_REPEATABLE,
        ChangeCode.DEPRECATED,
        ChangeCode.DEPRECATION_REMOVED,
        ChangeCode.DEPRECATION_REASON_CHANGED,
        ChangeCode.DESCRIPTION_CHANGED,
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """`coordinate` is a schema coordinate; the message is a sentence that goes with it."""

    code: ChangeCode
    coordinate: str
    message: str

    @property
    def severity(self) -> Severity:
        return self.code.severity
