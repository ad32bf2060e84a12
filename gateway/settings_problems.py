"""settings_problems: what is wrong with settings, a line for each key, without what was filled in."""

from pydantic import ValidationError

_SAID = {
    "extra_forbidden": "there is no such setting",
    "missing": "is required",
    "model_type": "must be a mapping of names to values",
    "int_parsing": "must be a whole number",
}
"""For the kinds of pydantic's problems that it words as one who knows it: ours."""


def settings_problems(error: ValidationError, whole: str = "settings") -> list[str]:
    """`limits.depht: there is no such setting`. What is wrong with no key in particular stands at `whole`."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [
        f"{'.'.join(map(str, each['loc'])) or whole}: {_SAID.get(each['type'], each['msg'])}"
        for each in found
    ]
