"""`gemeentegraaf explain-auth` tells what opens each field, and never who the claims are about."""

import json
from pathlib import Path

import pytest
from harness.command import Run, run_command
from harness.guarded_graph import SDL

BSN = "999990019"
LEVEL = "urn:oasis:names:tc:SAML:2.0:ac:classes:"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


@pytest.fixture
def graph(tmp_path: Path) -> list[str]:
    path = tmp_path / "supergraph.graphql"
    path.write_text(SDL)
    return ["explain-auth", "--supergraph", str(path)]


@pytest.fixture
def burger(tmp_path: Path) -> list[str]:
    path = tmp_path / "claims.json"
    path.write_text(json.dumps({"bsn": BSN, "acr": f"{LEVEL}MobileTwoFactorContract", "sub": "x"}))
    return ["--claims", str(path), "--profile", "digid"]


def test_each_field_is_open_or_closed_and_says_by_what(run: Run, graph: list[str], burger: list[str]) -> None:
    done = run(*graph, "{ persoon { naam bsn } nieuws { titel } }", *burger)
    assert done.code == 0
    assert done.out.splitlines() == [
        "for a burger by digid, level midden; scopes: klantsoort:burger, loa:basis, loa:midden",
        "open    Query.persoon  (public)",
        "open    Persoon.naam",
        "          + Persoon.naam: by klantsoort:burger and loa:basis",
        "closed  Persoon.bsn",
        "          - Bsn: asks",
        "              scopes klantsoort:burger and loa:hoog, of which loa:hoog is lacking",
        "open    Query.nieuws  (public)",
        "open    Nieuws.titel  (public)",
    ]
    assert BSN not in done.out


def test_without_claims_nobody_is_logged_in_and_policies_stay_closed(run: Run, graph: list[str]) -> None:
    done = run(*graph, "{ ik { id } nieuws { bij } }")
    assert done.out.splitlines()[0] == "for nobody in particular: no login"
    assert "          - Query.ik: asks a login" in done.out.splitlines()
    assert "              policy redactie, of which redactie is lacking" in done.out.splitlines()


def test_it_can_be_json(run: Run, graph: list[str], burger: list[str]) -> None:
    told = json.loads(run(*graph, "{ persoon { brief } }", *burger, "--format", "json").out)
    assert told["caller"] == {
        "klantsoort": "burger",
        "middel": "digid",
        "niveau": "midden",
        "gemachtigd": False,
        "scopes": ["klantsoort:burger", "loa:basis", "loa:midden"],
    }
    brief = told["fields"][1]
    assert (brief["coordinate"], brief["open"]) == ("Persoon.brief", False)
    assert [(one["coordinate"], one["is_met"]) for one in brief["reasons"]] == [
        ("Bsn", False),
        ("Persoon.naam", True),
    ]


def test_claims_that_are_no_login_are_refused_with_their_code(
    run: Run, graph: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "claims.json"
    path.write_text(json.dumps({"bsn": f"{BSN}1"}))
    done = run(*graph, "{ nieuws { titel } }", "--claims", str(path), "--profile", "digid")
    assert done.code == 1
    assert done.err.startswith("gemeentegraaf: LOGIN_CLAIMS: ")
    assert BSN not in done.err


def test_claims_need_to_be_told_what_they_look_like(
    run: Run, graph: list[str], burger: list[str], tmp_path: Path
) -> None:
    done = run(*graph, "{ nieuws { titel } }", *burger[:2])
    assert (done.code, "--claims needs --config, or a --profile of digid" in done.err) == (2, True)
    config = tmp_path / "gateway.yaml"
    config.write_text("introspection: true\n")
    done = run(*graph, "{ nieuws { titel } }", *burger[:2], "--config", str(config))
    assert (done.code, "name one of the logins in the settings (none)" in done.err) == (2, True)


def test_a_profile_that_does_not_exist_is_told_with_or_without_claims(
    run: Run, graph: list[str], burger: list[str]
) -> None:
    for claims in ([], burger[:2]):
        done = run(*graph, "{ nieuws { titel } }", "--profile", "didig", *claims)
        assert (done.code, "--profile: didig is none of digid, " in done.err) == (2, True)
