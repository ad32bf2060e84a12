"""What is sealed is found and read with the secret alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.errors import SealError
from auth.seal import Seal, new_secret

SECRET = new_secret()


@given(st.text())
def test_a_text_comes_back_as_it_was(text: str) -> None:
    seal = Seal("sessie", SECRET)
    closed = seal.close(text)
    assert seal.open(closed) == text
    assert closed != seal.close(text)


def test_neither_name_nor_content_shows_the_secret_or_the_text() -> None:
    seal = Seal("sessie", SECRET)
    assert SECRET not in seal.name + seal.close(f"Sanne {SECRET}")
    assert "Sanne" not in seal.close("Sanne")


@pytest.mark.parametrize(
    "other", [Seal("sessie", new_secret()), Seal("login", SECRET)], ids=["another secret", "another kind"]
)
def test_only_the_same_secret_of_the_same_kind_opens_it(other: Seal) -> None:
    seal = Seal("sessie", SECRET)
    assert other.name != seal.name
    with pytest.raises(SealError):
        other.open(seal.close("Sanne"))


@pytest.mark.parametrize("change", ["", "x", "onzin!", "AAAA" * 20])
def test_what_was_changed_does_not_open(change: str) -> None:
    with pytest.raises(SealError):
        Seal("sessie", SECRET).open(change)


def test_every_changed_byte_is_noticed() -> None:
    seal = Seal("sessie", SECRET)
    closed = seal.close("Sanne")
    for index in range(len(closed) - 4):
        changed = closed[:index] + ("A" if closed[index] != "A" else "B") + closed[index + 1 :]
        with pytest.raises(SealError):
            seal.open(changed)
