"""RequestRules: how to ask a provider to log someone in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.errors import ConfigurationError

_FLOW = {"client_id", "nonce", "redirect_uri", "response_mode", "response_type", "state"}
_PKCE = {"code_challenge", "code_challenge_method"}
_OURS = _FLOW | _PKCE | {"acr_values", "client_secret", "prompt", "request", "request_uri", "scope"}
"""Parameters of an authorization request that a setting may not replace."""


@dataclass(frozen=True, slots=True)
class RequestRules:
    """For which `scopes`, and with which further `parameters` (such as Keycloak's `kc_idp_hint`).

    With `pushed` the request goes to the provider directly, and the browser carries a reference to it (PAR,
    RFC 9126); a provider that wants it so gets it so in any case. With `signed` it is signed (JAR, RFC
    9101).
    """

    scopes: tuple[str, ...] = ("openid",)
    parameters: Mapping[str, str] = field(default_factory=dict)
    pushed: bool = False
    signed: bool = False

    def __post_init__(self) -> None:
        if "openid" not in self.scopes:
            raise ConfigurationError("a login asks for the scope openid")
        if "offline_access" in self.scopes:
            raise ConfigurationError("a login may not outlive its session: no offline_access")
        if taken := _OURS & self.parameters.keys():
            raise ConfigurationError(f"the parameter {min(taken)} of a login cannot be set")
