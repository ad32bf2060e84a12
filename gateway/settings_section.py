"""Section: what every part of gateway.yaml has in common."""

import re
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, IPvAnyNetwork, SecretStr


class Section(BaseModel):
    """Settings cannot be changed, and a key that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or text != f"{parts.scheme}://{parts.netloc}".lower():
        raise ValueError("an origin is scheme://host[:port] in lower case, without a path")
    return text


def _origin_or_all(text: str) -> str:
    return text if text == "*" else _origin(text)


def _listed(value: Any) -> Any:
    """An environment variable holds a list as words between commas."""
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


class FromEnvironment(str):
    """A text that came from the environment, at least in part, or from a file that the environment names."""

    __slots__ = ()


def _is_written_out(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, FromEnvironment)


def _from_environment(value: Any) -> Any:
    if _is_written_out(value):
        raise ValueError("a secret is not written here: write ${NAME}, and set NAME in the environment")
    return value


def _without_password(value: Any) -> Any:
    if _is_written_out(value) and "@" in value:
        raise ValueError("a password is not written here: write ${NAME}, and set NAME in the environment")
    return value


Words: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Secret: TypeAlias = Annotated[SecretStr, BeforeValidator(_from_environment)]
"""A text that no settings file holds."""
SecretUrl: TypeAlias = Annotated[SecretStr, BeforeValidator(_without_password)]
"""A URL whose password no settings file holds."""
_HOST = re.compile(r"\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]")


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise ValueError("a host is a name in lower case, without a scheme or a port")
    return text.strip("[]")


Hosts: TypeAlias = Annotated[tuple[Annotated[str, AfterValidator(_host)], ...], BeforeValidator(_listed)]
"""As in the header `Host`, without the port."""
Networks: TypeAlias = Annotated[tuple[IPvAnyNetwork, ...], BeforeValidator(_listed)]
"""Addresses (10.1.2.3) and networks (10.0.0.0/8)."""
Origin: TypeAlias = Annotated[str, AfterValidator(_origin)]
"""As a browser writes it in the header `Origin`."""
Origins: TypeAlias = Annotated[tuple[Origin, ...], BeforeValidator(_listed)]
OriginsOrAll: TypeAlias = Annotated[
    tuple[Annotated[str, AfterValidator(_origin_or_all)], ...], BeforeValidator(_listed)
]
"""Origins, or `*` for every one."""
