"""CollectorRules: where the collector of the processing log is, and how it is approached."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.errors import ConfigurationError
from auth.loopback import is_secure


@dataclass(frozen=True, slots=True)
class CollectorRules:
    """`url` is the collector's root, to which `/v1/traces` is added. Times in seconds.

    `pause` is how long lines may wait for others to be sent with; `longest_pause` how long at most between
    two tries while the collector is away.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = 10.0
    batch: int = 512
    pause: float = 1.0
    longest_pause: float = 60.0

    def __post_init__(self) -> None:
        if not is_secure(self.url):
            raise ConfigurationError("the collector of the processing log must be reached over https")
