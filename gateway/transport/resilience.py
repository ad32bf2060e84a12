"""resilient: what stands between a request and a subgraph, so that one in trouble costs little and gets help.

    sharing   the same query of several requests at once is one call
    retries   what may be over in a moment is tried again, within the deadline and a budget
    slots     so many calls at a time; the rest waits
    breaker   one that is down is not asked for a while
    inner     the call itself

The order matters: what waits for a retry takes no place, what waits for a place is not held against the
subgraph, and a breaker that opens empties the queue at once.
"""

from dataclasses import dataclass, field

from gateway.execution.subgraph import Subgraph
from gateway.transport.breaker import Breaker, BreakerRules
from gateway.transport.retries import Pace, Retries, RetryRules
from gateway.transport.sharing import Sharing
from gateway.transport.slots import Slots


@dataclass(frozen=True, slots=True)
class Resilience:
    """How one subgraph is asked: `timeout` seconds for each attempt, and `slots` calls at a time."""

    timeout: float = 10.0
    slots: int = 100
    sharing: bool = True
    retries: RetryRules = field(default_factory=RetryRules)
    breaker: BreakerRules = field(default_factory=BreakerRules)


def resilient(name: str, inner: Subgraph, rules: Resilience, pace: Pace | None = None) -> Subgraph:
    """The subgraph `name`, asked by these rules. Closing it closes `inner`."""
    pace = pace or Pace()
    breaker = Breaker(name, inner, rules.breaker, pace.clock)
    slots = Slots(breaker, rules.slots)
    retries = Retries(name, slots, rules.retries, rules.timeout, pace)
    return Sharing(retries) if rules.sharing else retries
