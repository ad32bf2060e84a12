"""The keys of a municipality: made once, kept, and readable by their owner alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auth.assurance import Niveau
from auth.errors import KeyMaterialError, StatementError
from auth.identification import Opener, Recipient, load_identification_key, load_recipient_key
from auth.keys import load_key_set, load_signing_key
from auth.principal import Identifier, Identiteit, Klantsoort, Principal
from gemeentegraaf.keys import open_keys


def test_a_second_start_finds_the_keys_of_the_first(tmp_path: Path) -> None:
    assert open_keys(tmp_path) == open_keys(tmp_path)


def test_the_public_half_fits_the_private_key(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)

    public = load_key_set(keys.verification_keys).keys[0]

    assert public.kid == load_signing_key(keys.signing_key).kid
    assert not public.is_private


def test_a_subgraph_reads_the_numbers_that_are_for_it_and_no_others(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)
    number = Identiteit("klant", Identifier.BSN, "een-nummer")
    burger = Principal(number, number, Klantsoort.BURGER, "digid", Niveau.MIDDEN)
    private = {name: load_identification_key(pem) for name, pem in keys.identification_keys.items()}
    public = {name: load_recipient_key(jwk) for name, jwk in keys.recipient_keys.items()}

    sealed = Recipient(public["zaken"]).sealed(burger)

    assert Opener(private["zaken"]).opened(sealed, "klant", "klant").subject == number
    with pytest.raises(StatementError):
        Opener(private["persoonsgegevens"]).opened(sealed, "klant", "klant")


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    open_keys(tmp_path / "keys")

    modes = {
        path.relative_to(tmp_path): path.stat().st_mode & 0o077 for path in (tmp_path / "keys").rglob("*")
    }

    assert set(modes.values()) == {0}
    assert len(modes) == 16  # five folders and eleven files: nothing temporary is left behind


def test_processes_that_start_together_agree_on_the_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: open_keys(tmp_path), range(8)))

    assert len({(keys.signing_key, keys.pseudonym_key, keys.registration_secret) for keys in opened}) == 1


def test_secrets_stay_out_of_repr(tmp_path: Path) -> None:
    keys = open_keys(tmp_path)

    private = (*keys.identification_keys.values(), keys.processing_key)
    for secret in (keys.signing_key, keys.pseudonym_key, keys.registration_secret, *private):
        assert secret not in repr(keys)


def test_a_damaged_signing_key_is_not_replaced_but_reported(tmp_path: Path) -> None:
    open_keys(tmp_path)
    (tmp_path / "gateway" / "identiteit.pem").write_text("not a key")

    with pytest.raises(KeyMaterialError):
        open_keys(tmp_path)
