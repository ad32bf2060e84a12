"""Our composer agrees with two independent ones over a corpus of random and mutated sets of subgraphs.

Equal are: whether a set composes; the first error code (each composer finds errors in its own order, so each
one's first code must be among the other's); and the public schema. What differs must stand in
differences.yaml, with who is right. The peers are programs to run, never to read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from harness.composers import (
    PEERS,
    Outcome,
    SubgraphSet,
    differing_joins,
    ours,
    peers,
    verdicts,
)
from harness.composers_differences import PAGE, Difference, known_differences, table
from harness.mutated_sets import mutated_sets
from harness.printed_sets import library_sets, own_set
from harness.random_sets import disputed_sets, mixed_sets, part_sets, world_sets

pytestmark = pytest.mark.peers

LEAST = 300


@pytest.fixture(scope="module")
def corpus() -> Sequence[SubgraphSet]:
    valid = [*part_sets(3), *mixed_sets(30), *world_sets(20)]
    printed = [own_set(), *library_sets()]
    return [*printed, *valid, *disputed_sets(2), *mutated_sets(valid, each=2)]


@pytest.fixture(scope="module")
def mine(corpus: Sequence[SubgraphSet]) -> Mapping[str, Outcome]:
    return {one.name: ours(one) for one in corpus}


@pytest.fixture(scope="module")
def theirs(corpus: Sequence[SubgraphSet]) -> Mapping[str, Mapping[str, Outcome]]:
    return peers(corpus)


@pytest.fixture(scope="module")
def found(
    mine: Mapping[str, Outcome], theirs: Mapping[str, Mapping[str, Outcome]]
) -> Sequence[tuple[str, str, str, str]]:
    """(set, peer, our verdict, theirs) where they differ."""
    return [
        (name, peer, *pair)
        for name, outcome in mine.items()
        for peer in PEERS
        if (pair := verdicts(outcome, theirs[name][peer]))
    ]


def test_the_corpus_is_large_and_is_both_accepted_and_refused(mine: Mapping[str, Outcome]) -> None:
    codes = {outcome.verdict for outcome in mine.values()}

    assert len(mine) >= LEAST
    assert len(codes) >= 25, codes
    assert sum(outcome.verdict == "accepts" for outcome in mine.values()) >= LEAST // 3


def test_ours_has_an_answer_to_every_set(mine: Mapping[str, Outcome]) -> None:
    assert [name for name, outcome in mine.items() if not (outcome.codes or outcome.public)] == []


def test_every_difference_is_known(found: Sequence[tuple[str, str, str, str]]) -> None:
    known = known_differences()

    unlisted = [one for one in found if not any(difference.covers(*one) for difference in known)]

    assert unlisted == []


def test_every_known_difference_is_still_there(found: Sequence[tuple[str, str, str, str]]) -> None:
    known = known_differences()

    gone = [difference for difference in known if not any(difference.covers(*one) for one in found)]

    assert gone == []


def test_where_the_peers_join_alike_so_do_we(
    mine: Mapping[str, Outcome], theirs: Mapping[str, Mapping[str, Outcome]]
) -> None:
    differing = {
        name: joins
        for name, outcome in mine.items()
        if (joins := differing_joins(outcome, [theirs[name][peer] for peer in PEERS]))
    }

    assert differing == {}


def test_no_difference_is_our_mistake() -> None:
    assert {difference.right for difference in known_differences()} <= {"ours", "either"}


def test_the_documentation_lists_the_differences() -> None:
    assert table(known_differences()) in PAGE.read_text(encoding="utf-8")


def test_a_difference_covers_only_what_it_names() -> None:
    difference = Difference("key-*", "guild", "KEY_*", "accepts", "ours", "")

    assert difference.covers("key-alias/world/1", "guild", "KEY_INVALID_FIELDS", "accepts")
    assert not difference.covers("key-alias/world/1", "apollo", "KEY_INVALID_FIELDS", "accepts")
    assert not difference.covers("key-alias/world/1", "guild", "accepts", "accepts")
