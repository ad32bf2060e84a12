"""GraphQLRequest: what a caller asks, free of the wire it came over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """The parameters of a GraphQL-over-HTTP request ("Request parameters"), their shapes already checked.

    `variables` are raw: not yet coerced. A `read_only` request (one that came by GET) may not hold a
    mutation. `headers` are those it came with, names in lower case. Neither these nor the text and variables
    show in `repr`: all can carry personal data.
    """

    query: str = field(repr=False)
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict, repr=False)
    extensions: Mapping[str, Any] = field(default_factory=dict, repr=False)
    read_only: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
