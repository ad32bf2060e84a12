"""A denied field offers each login that can lead to what it asks, and no other."""

from dataclasses import replace

from harness.openid_provider import DIGID

from auth.assurance import Niveau
from auth.client import Client
from auth.issuers import TrustedIssuer
from auth.profiles import PROFILES
from auth.ways_in import LoginWaysIn

BASE = "https://graaf.voorbeeldstad.nl/"


def issuer(profile: str) -> TrustedIssuer:
    return TrustedIssuer(
        profile, f"https://{profile.replace('_', '-')}.nl", Client("graaf", "x"), PROFILES[profile].claims
    )


LOW = replace(
    DIGID, middel="laag", claims=replace(DIGID.claims, niveaus={"laag": Niveau.BASIS, "weg": Niveau.GEEN})
)
WAYS_IN = LoginWaysIn([DIGID, LOW, issuer("digid_machtigen"), issuer("eherkenning")], BASE)


def test_a_login_begins_at_our_own_address_with_the_level_that_is_asked() -> None:
    assert WAYS_IN(["burger"], "substantieel") == (
        "https://graaf.voorbeeldstad.nl/auth/login/digid?niveau=substantieel",
    )


def middelen(klantsoorten: list[str], niveau: str | None) -> list[str]:
    return [url.rpartition("/")[2].partition("?")[0] for url in WAYS_IN(klantsoorten, niveau)]


def test_who_can_give_no_such_level_is_not_offered() -> None:
    assert middelen(["burger"], "basis") == ["digid", "laag"]
    assert middelen(["burger"], "midden") == ["digid"]


def test_without_a_level_any_will_do() -> None:
    assert middelen(["burger"], None) == ["digid", "laag"]


def test_each_kind_of_customer_has_logins_of_its_own() -> None:
    assert middelen(["bedrijf"], "midden") == ["eherkenning"]
    assert middelen(["burger", "bedrijf"], "midden") == ["digid", "eherkenning"]


def test_acting_for_another_opens_nothing_of_ones_own() -> None:
    assert "digid_machtigen" not in middelen(["burger"], None)
