"""Who gets a progressive override: by hook, settings, or a share in the label; stable for who is known."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Mandaat, Principal
from gateway.rollout import Rollout
from gateway.settings import GatewaySettings, SettingsError

X = frozenset({"x"})
LABELS = frozenset({"new-zaken", "percent(0)", "percent(100)"})


def customer(number: int) -> Principal:
    someone = Identiteit(f"p{number}", Identifier.PSEUDONIEM)
    return Principal(someone, someone, Klantsoort.BURGER, "digid", Niveau.MIDDEN)


CUSTOMERS = [customer(number) for number in range(2000)]


def having(rollout: Rollout, label: str) -> list[int]:
    """The customers for whom the label is on."""
    return [n for n, one in enumerate(CUSTOMERS) if rollout.labels_on(frozenset({label}), one, {})]


def test_without_settings_a_label_says_itself_how_many_get_it_and_a_name_is_off() -> None:
    assert Rollout().labels_on(LABELS, ANONIEM, {}) == {"percent(100)"}


def test_the_settings_go_before_the_label_and_the_hook_before_both() -> None:
    shares = {"new-zaken": 100.0, "percent(0)": 100.0, "percent(100)": 0.0}
    assert Rollout(shares).labels_on(LABELS, ANONIEM, {}) == {"new-zaken", "percent(0)"}

    def decide(caller: Caller, headers: Mapping[str, str]) -> Mapping[str, bool]:
        return {"new-zaken": headers.get("x-beta") == "1" and caller is ANONIEM}

    rollout = Rollout(shares, decide=decide)
    assert rollout.labels_on(LABELS, ANONIEM, {"x-beta": "1"}) == {"new-zaken", "percent(0)"}
    assert rollout.labels_on(LABELS, CUSTOMERS[0], {"x-beta": "1"}) == {"percent(0)"}


def test_only_the_labels_asked_about_are_decided() -> None:
    assert Rollout({"a": 100, "b": 100}).labels_on(frozenset({"a"}), ANONIEM, {}) == {"a"}


@pytest.mark.parametrize(("rollout", "label"), [(Rollout(), "percent(20)"), (Rollout({"x": 20.0}), "x")])
def test_a_share_is_about_as_large_as_it_says_and_the_same_each_time(rollout: Rollout, label: str) -> None:
    first = having(rollout, label)
    assert 300 < len(first) < 500  # 400 +- 5.6 standard deviations; and no chance in it: the hash is fixed
    assert having(rollout, label) == first


def test_who_had_a_share_keeps_it_when_it_is_raised() -> None:
    assert set(having(Rollout(), "percent(5)")) < set(having(Rollout(), "percent(12.5)"))
    assert set(having(Rollout({"x": 5}), "x")) < set(having(Rollout({"x": 50}), "x"))


def test_labels_with_names_are_dealt_each_for_itself() -> None:
    rollout = Rollout({"x": 50, "y": 50})
    assert set(having(rollout, "x")) != set(having(rollout, "y"))


def test_someone_who_acts_for_another_gets_what_the_other_gets() -> None:
    half, mandate = Rollout({"x": 50}), Mandaat(frozenset({"zaken"}))
    for one, other in zip(CUSTOMERS[:50], CUSTOMERS[50:100], strict=True):
        both = Principal(one.actor, other.subject, Klantsoort.BURGER, "digid", Niveau.MIDDEN, mandate)
        assert half.labels_on(X, both, {}) == half.labels_on(X, other, {})


def test_anyone_else_is_dealt_anew_unless_the_client_says_who_it_is() -> None:
    rollout = Rollout({"x": 50}, header="x-client", cookie="client")
    dealt = {rollout.labels_on(X, ANONIEM, {}) for _ in range(64)}
    assert len(dealt) == 2  # all alike: one in 2 ** 63
    known = ({"x-client": "abc"}, {"cookie": "a=1; client=abc"}, {"cookie": "client=b", "x-client": "abc"})
    assert len({rollout.labels_on(X, ANONIEM, headers) for headers in known for _ in range(64)}) == 1


def test_one_request_is_dealt_once_so_its_shares_are_nested() -> None:
    labels = frozenset(f"percent({n})" for n in range(0, 101, 10))
    for _ in range(32):
        on = Rollout().labels_on(labels, ANONIEM, {})
        assert on == {f"percent({n})" for n in range(110 - 10 * len(on), 101, 10)}


class TestSettings:
    def test_labels_are_on_off_or_a_percentage(self) -> None:
        text = "overrides: {labels: {a: on, b: off, c: 12.5}, header: X-Client}"
        rollout = GatewaySettings.load(text, {}).overrides.rollout(lambda *_: {})
        assert (dict(rollout.shares), rollout.header) == ({"a": 100, "b": 0, "c": 12.5}, "x-client")

    def test_the_environment_can_say_so_too(self) -> None:
        environ = {"GEMEENTEGRAAF__OVERRIDES__LABELS__A": "on", "GEMEENTEGRAAF__OVERRIDES__LABELS__B": "1"}
        assert GatewaySettings.load("", environ).overrides.labels == {"a": 100, "b": 1}

    @pytest.mark.parametrize("share", ["101", "-1", "maybe", "[1]"])
    def test_anything_else_is_refused(self, share: str) -> None:
        with pytest.raises(SettingsError, match=r"^overrides\.labels\.a: "):
            GatewaySettings.load(f"overrides: {{labels: {{a: {share}}}}}", {})
