"""Bronnen: which real registers stand behind the subgraphs, from the one YAML file of GEMEENTEGRAAF_BRONNEN.

    zaken:                            one key for each subgraph; <subgraph>/bronnen.py says what may be in it
      registers:
        - url: https://zgw.voorbeeldstad.nl
          geheim: {env: ZGW_GEHEIM}   a secret is named, never written down: {env: NAME} or {file: PATH}

    gekozen = sectie(settings, Zaakbronnen)   None: no file, or nothing in it for this subgraph

Every part of a municipality may read the same file: each looks at its own section alone, and needs only the
secrets that are named there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails

from subgraphs.service.settings import PREFIX, ServiceSettings, SettingsError

VARIABLE = f"{PREFIX}BRONNEN"


class Sectie(BaseModel):
    """Settings cannot be changed, and a key that nobody knows is a mistake."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True
    )


S = TypeVar("S", bound=Sectie)


@dataclass(frozen=True, slots=True)
class _Herkomst:
    """What references to secrets are looked up in: the environ, and the folder that paths start from."""

    environ: Mapping[str, str] = field(repr=False)
    folder: Path


def sectie(settings: ServiceSettings, model: type[S]) -> S | None:
    """The section of this subgraph, with its secrets; None when there is no file or no such section.

    Raises SettingsError that names every key that is wrong, and neither a value nor a secret.
    """
    if settings.bronnen is None:
        return None
    found = _sections(settings.bronnen).get(settings.name)
    if found is None:
        return None
    context = _Herkomst(settings.environ, settings.bronnen.parent)
    try:
        return model.model_validate(found, context=context)
    except ValidationError as exc:
        problems = exc.errors(include_url=False, include_context=False, include_input=False)
        told = "; ".join(_told(settings.name, problem) for problem in problems)
        # The validation error holds what was found, and so perhaps a secret.
        raise SettingsError(f"{VARIABLE}: {told}") from None


def _sections(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{VARIABLE}: {path} cannot be read: {type(exc).__name__}") from exc
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        # What the parser quotes may be a secret that somebody wrote down all the same.
        raise SettingsError(f"{VARIABLE}: {path} is not valid YAML{where}") from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise SettingsError(f"{VARIABLE}: {path} must be a mapping with a key for each subgraph")
    if strange := sorted(str(key) for key in found if key not in _subgraphs()):
        known = ", ".join(sorted(_subgraphs()))
        raise SettingsError(f"{VARIABLE}: no such subgraph: {', '.join(strange)} (there are {known})")
    return found


def _subgraphs() -> frozenset[str]:
    """The names of all subgraphs: the packages beside this one that are a service."""
    return frozenset(path.parent.name for path in Path(__file__).parents[1].glob("*/service.py"))


def _told(name: str, problem: ErrorDetails) -> str:
    """`zaken.registers.0.url: Field required`."""
    return f"{'.'.join([name, *map(str, problem['loc'])])}: {problem['msg'].removeprefix('Value error, ')}"


def _secret(value: Any, info: ValidationInfo) -> Any:
    """The secret that a reference leads to. What is a secret already passes: programs make sections too."""
    if isinstance(value, SecretStr):
        return value
    herkomst = info.context
    if not (isinstance(value, dict) and len(value) == 1) or not isinstance(herkomst, _Herkomst):
        raise ValueError("a secret is not written here: write {env: NAME} or {file: PATH}")
    ((way, place),) = value.items()
    if way == "env" and isinstance(place, str):
        found = herkomst.environ.get(place, "")
    elif way == "file" and isinstance(place, str):
        found = _file(herkomst.folder / place)
    else:
        raise ValueError("a secret is not written here: write {env: NAME} or {file: PATH}")
    if not found:
        raise ValueError(f"the secret {place} is not there, or empty")
    return SecretStr(found)


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise ValueError(f"the secret {path.name} cannot be read: {type(exc).__name__}") from exc


def _base_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("must be an http(s) address, without a user, a query or a fragment")
    return text.rstrip("/")


Geheim: TypeAlias = Annotated[SecretStr, BeforeValidator(_secret)]
"""A secret. In the file `{env: NAME}` or `{file: PATH}`, a path from the folder of the file."""
BaseUrl: TypeAlias = Annotated[str, AfterValidator(_base_url)]
"""Where a register is; kept without a slash at the end."""
