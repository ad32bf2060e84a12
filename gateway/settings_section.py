"""Section: what every part of gateway.yaml has in common."""

import re
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, IPvAnyNetwork


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
