"""The documentation says which scenarios there are, and goes on saying so."""

from harness.conformance_table import PAGE, families, table


def test_the_documented_table_is_that_of_the_scenarios() -> None:
    assert PAGE.text == PAGE.holding(table()), "the table is stale: run `make families`"


def test_every_family_has_a_name_of_its_own_and_says_what_it_is_about() -> None:
    found = families()
    assert len({one.name for one in found}) == len(found)
    assert all(one.about.endswith(".") for one in found)
