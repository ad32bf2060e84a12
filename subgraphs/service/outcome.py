"""Outcome: what the result of an operation says about how it went, for the processing log."""

from typing import Any

from subgraphs.service.errors import SourceUnavailable, Unauthorized
from subgraphs.service.processing import Step

INTERNAL = "INTERNAL_SERVER_ERROR"


def judge(step: Step, result: Any) -> None:
    """A step failed when something inside went wrong; it was refused when the caller got nothing but that."""
    errors = getattr(result, "errors", None) or ()
    codes = {(error.extensions or {}).get("code") for error in errors}
    step.failed = bool(codes & {INTERNAL, SourceUnavailable.code})
    given = any(value is not None for value in (getattr(result, "data", None) or {}).values())
    step.refused = codes == {Unauthorized.code} and not given
