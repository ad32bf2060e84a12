"""How the Objects API refuses: the bodies of Django REST framework."""

from collections.abc import Mapping

from standins.service.refusal import Refusal


def refuse(status: int, detail: str) -> Refusal:
    """A refusal with a sentence."""
    return Refusal(status, {"detail": detail})


def invalid(problems: Mapping[str, str]) -> Refusal:
    """400, with a sentence about each key that is wrong."""
    return Refusal(400, {name: [problem] for name, problem in problems.items()})
