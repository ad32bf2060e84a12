"""The example of a plan in the documentation is what the planner makes today."""

from harness.plan_example import PAGE, PICTURE, QUERY, example, picture, planned

STALE = "the example is stale: PYTHONPATH=tests .venv/bin/python -m harness.plan_example"


def test_the_documented_plan_is_the_one_that_is_made() -> None:
    assert QUERY in PAGE.text
    assert PAGE.text == PAGE.holding(example()), STALE


def test_the_picture_is_that_of_the_plan() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), STALE


def test_the_documented_plan_is_valid() -> None:
    assert planned().faults == ()
