"""What the explorer shows of a municipality: its ways in and its example queries. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from auth.principal import Klantsoort


class Audience(StrEnum):
    """For whom an example is written; the explorer groups by it, in this order."""

    IEDEREEN = "iedereen"
    BURGER = "burger"
    BEDRIJF = "bedrijf"
    INSTELLING = "instelling"
    ONTWIKKELAAR = "ontwikkelaar"


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try. A named operation gives its tab in the editor a name."""

    title: str
    audience: Audience
    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""


@dataclass(frozen=True, slots=True)
class WayIn:
    """One login button. `url` starts the login and brings the browser back to the explorer.

    Raises ValueError when `url` is not a path on this origin: a login starts with the gateway itself.
    """

    label: str
    klantsoort: Klantsoort
    description: str
    url: str

    def __post_init__(self) -> None:
        if not self.url.startswith("/") or self.url.startswith(("//", "/\\")):
            raise ValueError(f"a way in starts on this origin, so its url is a path; got {self.url!r}")


@dataclass(frozen=True, slots=True)
class ExplorerConfig:
    """Everything the page is made from. Without ways in there is no login, and no session is asked for.

    `session_url` answers who is logged in (GET), `logout_url` ends that (POST); `municipality` stands beside
    the name.
    """

    endpoint: str = "/graphql"
    municipality: str = ""
    ways_in: tuple[WayIn, ...] = ()
    examples: tuple[Example, ...] = ()
    session_url: str = "/auth/sessie"
    logout_url: str = "/auth/logout"
