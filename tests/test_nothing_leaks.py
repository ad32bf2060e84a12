"""Of everything that a run writes, nothing names a person and nothing would let anyone in.

What all other tests write is held against this at the end of each run (harness/leak_watch.py).
"""

from __future__ import annotations

import io
import logging
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from harness.demo_process import demo_process
from harness.login_world import access_token, chosen, log_in, login_world
from harness.transcript import TRANSCRIPT, leaks_in

from auth.keys import dump_signing_key, generate_signing_key
from subgraphs.service.voorbeeldstad import PERSONAS

SANNE = PERSONAS[0]
OURS = {"x-gemeentegraaf": "1"}
LIBRARIES_OF_TESTS = ("httpx", "httpcore", "asyncio", "hpack")


@pytest.fixture
def everything() -> Iterator[io.StringIO]:
    """All that any logger of this process says, down to the least important, but for the tests' browser."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(lambda record: record.name.partition(".")[0] not in LIBRARIES_OF_TESTS)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


async def test_a_visit_with_all_that_can_go_wrong_leaves_nothing_in_the_most_talkative_log(
    tmp_path: Path, everything: io.StringIO
) -> None:
    held: list[str] = [SANNE.waarde]
    async with login_world(tmp_path) as world, world.browser() as browser:
        callback = httpx.URL(await chosen(browser, "digid", SANNE.sleutel))
        held += [callback.params["code"], callback.params["state"], *browser.cookies.values()]
        await browser.get(callback)
        await browser.get(callback)  # used
        held += browser.cookies.values()
        await browser.get("/wie")
        await browser.get("/auth/sessie")
        await log_in(browser, "digid", SANNE.sleutel, niveau="hoog")
        await log_in(browser, "digid", "iemand-zonder-bsn")
        await browser.get("/auth/callback/digid", params={"state": SANNE.waarde, "code": SANNE.waarde})
        await browser.get(f"/auth/login/{SANNE.waarde}")
        token = await access_token(world.provider.issuers[0].url, SANNE.sleutel)
        held.append(token)
        for presented in (token, token[:-4], f"{token}x", SANNE.waarde):
            await browser.get("/wie", headers={"authorization": f"Bearer {presented}"})
            await browser.post("/auth/backchannel-logout", data={"logout_token": presented})
        await browser.get("/wie", headers={"cookie": f"gemeentegraaf={SANNE.waarde}"})
        await browser.post("/auth/logout", headers=OURS)
    said = everything.getvalue()
    assert "a login failed: LOGIN_STATE" in said, "the log should have been listened to"
    assert [index for index, secret in enumerate(held) if secret in said] == []
    TRANSCRIPT.add("the most talkative log", said)


@pytest.mark.processes
def test_a_process_of_ours_writes_nothing_of_a_visit(tmp_path: Path) -> None:
    with demo_process(tmp_path / "data") as demo, httpx.Client(base_url=demo.base_url) as visitor:
        begun = visitor.get("/auth/login/digid")
        agreed = visitor.post(begun.headers["location"], data={"sub": SANNE.sleutel})
        visitor.get(agreed.headers["location"])
        mine = "ik { ... on NatuurlijkPersoon { burgerservicenummer } }"
        query = f'{{ {mine} zaak(id: "{SANNE.waarde}") {{ id }} }}'
        answer = visitor.post("/graphql", json={"query": query}, headers=OURS)
        assert SANNE.waarde in answer.text
        visitor.get(f"/graphql?query={{{SANNE.waarde}}}", headers=OURS)
        visitor.get(f"/{SANNE.waarde}")
        visitor.get("/wie", headers={"authorization": f"Bearer {SANNE.waarde}"})
        _, said = demo.interrupt()
    assert SANNE.waarde not in said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"bsn {SANNE.waarde}", "a BSN"),
        ("bsn 999990007", "a BSN"),
        ("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "a token"),
        (f"cookie: __Host-gemeentegraaf={secrets.token_urlsafe(32)}", "a cookie"),
        (dump_signing_key(generate_signing_key()), "a private key"),
        (f"session {secrets.token_urlsafe(32)}", "a secret"),
        (f"state={secrets.token_urlsafe(48)}", "a secret"),
    ],
    ids=lambda each: "" if len(each) > 20 else each,
)
def test_whoever_reads_the_transcript_would_notice(text: str, kind: str) -> None:
    assert kind in set(leaks_in(f"before\n{text}\nafter"))
    assert list(leaks_in("POST /graphql 200 12.3 ms\nrequest 0c1e9ccf1a2b4c5d8e9f0011 failed")) == []


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_that_writes_what_it_should_not_has_failed(tmp_path: Path, workers: str) -> None:
    told = "def test_it() -> None:\n    print('4'.join(['eyJhbGciOiJub25lIn0', '.eyJzdWIiOiJ4In0.']))\n"
    (tmp_path / "test_one.py").write_text(told)
    (tmp_path / "test_two.py").write_text("def test_nothing() -> None:\n    print('nothing')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "harness.leak_watch", "-n", workers, str(tmp_path)]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, check=False, capture_output=True, text=True, env=environ, timeout=60)
    assert "2 passed" in run.stdout
    assert "test_one.py::test_it: a token" in run.stdout
    assert "test_two.py" not in run.stdout.rpartition("should not be")[2]
    assert run.returncode == 1
