"""The collector of cycles rests while the composer works, and only then."""

import gc

import pytest

from schema.allocation import without_cycle_collection


def test_it_rests_inside_and_goes_on_after_it_even_after_an_error() -> None:
    def fail() -> None:
        with without_cycle_collection():
            assert not gc.isenabled()
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert gc.isenabled()


def test_it_stays_off_when_someone_else_has_put_it_off() -> None:
    gc.disable()
    try:
        with without_cycle_collection():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
