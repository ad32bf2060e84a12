"""The conformance scenarios played by all gateways, and what docs/gateways.md says of it.

`PYTHONPATH=tests python -m harness.gateways_page` writes the page's tables anew; a test fails when they are
stale. Differences that are known are data: tests/peers/gateways.yaml.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import yaml
from harness.gateways import PEERS, Reply, ours, peer
from harness.scenario import Scenario, World, worlds_of

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "tests" / "conformance" / "scenarios"
FILE = ROOT / "tests" / "peers" / "gateways.yaml"
PAGE = ROOT / "docs" / "gateways.md"
NAMES = {"apollo": "@apollo/gateway", "hive": "@graphql-hive/gateway-runtime"}
MARKS = ("<!-- figures: python -m harness.gateways_page -->\n", "<!-- end -->\n")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one peer answers otherwise than some scenarios want; names may have * and ?. An `unsteady` one is
    not there every time.
    """

    scenarios: str
    gateway: str
    differs: str
    right: str
    why: str
    unsteady: bool = False

    def covers(self, found: Found) -> bool:
        return (
            fnmatchcase(found.gateway, self.gateway)
            and found.differs == self.differs
            and fnmatchcase(found.name, self.scenarios)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One scenario that a peer answers otherwise."""

    name: str
    gateway: str
    differs: str


@dataclass(frozen=True)
class Played:
    """A scenario, and what each gateway made of it; of a peer None where it refuses the supergraph.

    `unsteady` is in what a peer differs now and then: that counts every time.
    """

    name: str
    scenario: Scenario
    ours: Reply
    theirs: Mapping[str, Reply | None]
    unsteady: Mapping[str, str] = field(default_factory=dict)

    @property
    def found(self) -> Iterator[Found]:
        for gateway in self.theirs:
            if differs := self.differs(gateway):
                yield Found(self.name, gateway, differs)

    def differs(self, gateway: str) -> str | None:
        """In what a peer's answer is another; None when it is as the scenario wants."""
        reply = self.theirs[gateway]
        if gateway in self.unsteady:
            return self.unsteady[gateway]
        return "refuses" if reply is None else reply.difference(self.scenario)


@dataclass(frozen=True)
class Calls:
    """How many calls two gateways make for the scenarios that both answer right.

    `fewer` and `more` are the numbers of scenarios for which ours makes fewer or more.
    """

    scenarios: int
    ours: int
    theirs: int
    fewer: int
    more: int

    @classmethod
    def of(cls, played: Sequence[Played], gateway: str) -> Calls:
        pairs = [
            (one.ours.calls, reply.calls)
            for one in played
            if (reply := one.theirs[gateway]) is not None and one.differs(gateway) is None
        ]
        return cls(
            scenarios=len(pairs),
            ours=sum(mine for mine, _ in pairs),
            theirs=sum(other for _, other in pairs),
            fewer=sum(mine < other for mine, other in pairs),
            more=sum(mine > other for mine, other in pairs),
        )


def play_all() -> list[Played]:
    """All scenarios that need no more of a gateway than a supergraph and a request: those without labels."""
    return asyncio.run(_play_all())


def known_differences() -> list[Difference]:
    return [Difference(**entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def with_figures(page: str, played: Sequence[Played]) -> str:
    """The page with its tables as they should be. Raises ValueError for a page without the marks."""
    before, start, rest = page.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not (start and end):
        raise ValueError("the page has no marks for the figures")
    lines = "\n".join(_lines(played))
    return f"{before}{start}{lines}\n{end}{after}"


def _lines(played: Sequence[Played]) -> Iterator[str]:
    known = known_differences()
    yield from _table("Gateway", "Scenarios", "As the scenario wants", "Ours right", "Left open")
    for gateway in PEERS:
        found = [one for each in played for one in each.found if one.gateway == gateway]
        ours_right = sum(any(each.covers(one) and each.right == "ours" for each in known) for one in found)
        as_wanted = len(played) - len(found)
        yield _row(NAMES[gateway], len(played), as_wanted, ours_right, len(found) - ours_right)
    yield ""
    yield from _table("Calls", "Scenarios", "Ours", "Theirs", "Ours fewer in", "Ours more in")
    for gateway in PEERS:
        calls = Calls.of(played, gateway)
        yield _row(NAMES[gateway], calls.scenarios, calls.ours, calls.theirs, calls.fewer, calls.more)
    yield ""
    yield from _table("Scenarios", "Gateway", "Differs in", "Right", "Why")
    for one in known:
        yield _row(f"`{one.scenarios}`", NAMES.get(one.gateway, "both"), one.differs, one.right, one.why)


def _table(*heads: str) -> Iterator[str]:
    yield _row(*heads)
    yield _row(*("---" for _ in heads))


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


async def _play_all() -> list[Played]:
    worlds = {
        f"{path.stem}/{number}": world
        for path in sorted(SCENARIOS.glob("*.yaml"))
        for number, world in enumerate(worlds_of(path))
    }
    replies = await asyncio.gather(*(_of_peer(gateway, worlds) for gateway in PEERS))
    unsteady = [one for one in known_differences() if one.unsteady]
    return [
        Played(
            full := f"{name}: {scenario.name}",
            scenario,
            await ours(world, scenario),
            {gateway: each.get(id(scenario)) for gateway, each in zip(PEERS, replies, strict=True)},
            {one.gateway: one.differs for one in unsteady if fnmatchcase(full, one.scenarios)},
        )
        for name, world in worlds.items()
        for scenario in _playable(world)
    ]


async def _of_peer(gateway: str, worlds: Mapping[str, World]) -> dict[int, Reply]:
    """The replies by the scenarios' identity; none for a world whose supergraph is refused."""
    found: dict[int, Reply] = {}
    async with peer(gateway) as playing:
        for world in worlds.values():
            if not await playing.load(world):
                for scenario in _playable(world):
                    found[id(scenario)] = await playing.play(world, scenario)
    return found


def _playable(world: World) -> list[Scenario]:
    return [scenario for scenario in world.scenarios if not scenario.labels]


if __name__ == "__main__":
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), play_all()), encoding="utf-8")
