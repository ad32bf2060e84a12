"""PipelineRules: what the pipeline allows, and what it may spend on remembering."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.policy import Policy, WaysIn, no_way_in
from gateway.operation.limits import OperationLimits
from gateway.processing import ProcessingRules
from gateway.projection.errors import MOST_ERRORS
from gateway.rollout import Rollout


@dataclass(frozen=True, slots=True)
class PipelineRules:
    """What the pipeline allows and spends.

    `timeout`: seconds for all fetches of a request together, or of one event. `confirm_every`: after how many
    seconds the credentials behind a subscription are looked at again. `incremental_delivery`: whether the
    schema has @defer and @stream. `policies`: the functions behind `@policy`, by name. `rollout`: who gets
    which progressive overrides. `ways_in`: where a login that would open a denied field begins. `reject`: an
    operation with a denied field is refused as a whole, in place of being answered without it. `most_errors`:
    how many an answer has at most. `processing`: how what is done with personal data is written down, if it
    is. The last three bound what is remembered.
    """

    limits: OperationLimits = field(default_factory=OperationLimits)
    introspection: bool = True
    incremental_delivery: bool = True
    timeout: float = 10.0
    confirm_every: float = 30.0
    policies: Mapping[str, Policy] = field(default_factory=dict)
    ways_in: WaysIn = no_way_in
    reject: bool = False
    most_errors: int = MOST_ERRORS
    rollout: Rollout = field(default_factory=Rollout)
    processing: ProcessingRules | None = None
    document_bytes: int = 32_000_000
    plan_bytes: int = 64_000_000
    introspection_bytes: int = 16_000_000
