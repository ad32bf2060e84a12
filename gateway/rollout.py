"""Rollout: which progressive overrides are on for one request.

A field with `@override(from:, label:)` comes from its new subgraph while the label is on. Whoever decides
first, decides:

1. `decide`, a function of one's own;
2. `shares`, what the settings say of the label: on (100), off (0), or for so many percent of callers;
3. the label itself, when it reads `percent(x)`;
4. else it is off.

A share is stable: who is logged in gets the same subgraph with every request, and so does a client that
sends the header or cookie of the settings; anyone else is dealt anew for each request. Raising a share keeps
those who had it. All labels `percent(x)` deal alike, so that who has `percent(5)` has `percent(10)` too;
labels with a name deal each for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes

from auth.principal import Caller, Principal

LabelsFor = Callable[[Caller, Mapping[str, str]], Mapping[str, bool]]
"""From the caller and the request's headers (names in lower case) to the labels that are on or off for them.
It leaves out those it has no opinion about. It decides without waiting."""

_PERCENT = re.compile(r"percent\((\d{1,3}(?:\.\d{1,8})?)\)")


def undecided(caller: Caller, headers: Mapping[str, str]) -> Mapping[str, bool]:  # noqa: ARG001 - LabelsFor
    """Leaves everything to the settings and the labels."""
    return {}


@dataclass(frozen=True, slots=True)
class Rollout:
    """How it is decided. `shares` are percents of callers, 0 to 100, by label; `header` (in lower case) and
    `cookie` name what a client that is not logged in can be known by.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    header: str | None = None
    cookie: str | None = None
    decide: LabelsFor = undecided

    def labels_on(self, labels: frozenset[str], caller: Caller, headers: Mapping[str, str]) -> frozenset[str]:
        """Those of `labels` that are on for this request."""
        if not labels:
            return labels
        decided = self.decide(caller, headers)
        who = self._who(caller, headers)
        return frozenset(one for one in labels if decided.get(one, self._is_dealt(one, who)))

    def _is_dealt(self, label: str, who: bytes) -> bool:
        share = self.shares.get(label)
        if share is not None:
            return _position(label, who) < share
        percent = _PERCENT.fullmatch(label)
        return percent is not None and _position("percent", who) < float(percent[1])

    def _who(self, caller: Caller, headers: Mapping[str, str]) -> bytes:
        if isinstance(caller, Principal):
            return caller.subject.id.encode()
        known = headers.get(self.header) if self.header else None
        if known is None and self.cookie:
            known = _cookie(headers.get("cookie", ""), self.cookie)
        return known.encode() if known else token_bytes(16)


def _position(deal: str, who: bytes) -> float:
    """Where someone stands from 0 up to 100, evenly spread."""
    digest = sha256(deal.encode() + b"\0" + who).digest()
    return int.from_bytes(digest[:8]) * 100 / 2**64


def _cookie(header: str, name: str) -> str | None:
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return next((value for key, _, value in pairs if key == name), None)
