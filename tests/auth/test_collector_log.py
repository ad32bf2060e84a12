"""The way to a collector: nothing is lost while it is slow, busy, away, or of another mind."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from harness.collector import Collector, collecting
from harness.processing import line
from harness.until import until
from starlette.responses import JSONResponse, Response

from auth.collector_log import CollectorLog
from auth.collector_rules import CollectorRules
from auth.errors import ConfigurationError
from auth.journal import Journal
from auth.processing_log import LogUnavailable, Status


def log_to(url: str, folder: Path, most_bytes: int | None = None, **rules: object) -> CollectorLog:
    journal = Journal(folder, "log", 100_000, most_bytes)
    journal.prepare()
    quick = {"pause": 0.01, "longest_pause": 0.05, "timeout": 5.0, **rules}
    return CollectorLog(journal, CollectorRules(url, **quick))  # type: ignore[arg-type]


def spool(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_a_line_comes_over_as_a_span_and_leaves_the_spool(tmp_path: Path) -> None:
    collector, written = Collector(), line(status=Status.ERROR, refused=True)
    async with collecting(collector) as url:
        log = log_to(url, tmp_path, headers={"authorization": "Bearer geheim"})
        async with log.sending():
            await log.write([written])
            await until(lambda: collector.spans and not spool(tmp_path))
    [span] = collector.spans
    assert span["traceId"] == written.trace.trace_id
    assert (span["spanId"], span["parentSpanId"]) == (written.trace.span_id, written.parent)
    assert (span["name"], span["status"], span["kind"]) == (written.name, {"code": 2}, 1)
    assert span["startTimeUnixNano"] == "1800000000000000000"
    assert span["endTimeUnixNano"] == "1800000000007000000"
    attributes = {one["key"]: one["value"] for one in span["attributes"]}
    assert attributes["dpl.core.data_subject_id"] == {"stringValue": written.subject}
    assert attributes["dpl.core.processing_activity_id"] == {"stringValue": written.activity}
    assert attributes["gemeentegraaf.geweigerd"] == {"boolValue": True}
    assert collector.resources == [
        {"attributes": [{"key": "service.name", "value": {"stringValue": "gemeentegraaf"}}]}
    ]
    [headers] = collector.headers
    assert (headers["authorization"], headers["content-type"]) == ("Bearer geheim", "application/json")


async def test_every_line_comes_over_in_batches_none_twice(tmp_path: Path) -> None:
    collector, written = Collector(), [line(str(number)) for number in range(95)]
    async with collecting(collector) as url:
        log = log_to(url, tmp_path, batch=10)
        async with log.sending():
            await asyncio.gather(*(log.write([one]) for one in written))
            await until(lambda: len(collector.spans) >= 95 and not spool(tmp_path))
    assert sorted(int(span["name"]) for span in collector.spans) == list(range(95))


@pytest.mark.parametrize(
    "busy",
    [
        lambda: Response(status_code=429, headers={"retry-after": "0"}),
        lambda: Response(status_code=503),
        lambda: Response(status_code=502),
        lambda: Response(status_code=401),
        lambda: Response(status_code=404),
    ],
    ids=["429", "503", "502", "401", "404"],
)
async def test_what_a_collector_does_not_take_now_is_sent_again(
    tmp_path: Path, busy: Callable[[], Response]
) -> None:
    collector, written = Collector(answers=[busy(), busy(), busy()]), line()
    async with collecting(collector) as url:
        log = log_to(url, tmp_path)
        async with log.sending():
            await log.write([written])
            await until(lambda: collector.spans and not spool(tmp_path))
    assert collector.asked == 4
    assert [span["spanId"] for span in collector.spans] == [written.trace.span_id]


async def test_while_the_collector_is_away_lines_are_kept_and_sent_when_it_is_back(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        away = f"http://127.0.0.1:{taken.getsockname()[1]}"
    log = log_to(away, tmp_path)
    written = [line(str(number)) for number in range(3)]
    async with log.sending():
        for one in written:
            await log.write([one])
    assert spool(tmp_path)

    collector = Collector()
    async with collecting(collector) as url, log_to(url, tmp_path).sending():
        await until(lambda: len(collector.spans) == 3 and not spool(tmp_path))
    assert [span["name"] for span in collector.spans] == ["0", "1", "2"]


async def test_a_slow_collector_keeps_nobody_waiting_and_loses_nothing(tmp_path: Path) -> None:
    collector = Collector()
    collector.gate.clear()
    async with collecting(collector) as url:
        log = log_to(url, tmp_path)
        async with log.sending():
            await log.write([line("eerste")])
            await until(lambda: collector.asked)
            for _ in range(20):
                await log.write([line("volgende")])
            assert collector.spans == []
            collector.gate.set()
            await until(lambda: len(collector.spans) == 21 and not spool(tmp_path))


async def test_a_collector_that_takes_too_long_is_asked_again(tmp_path: Path) -> None:
    collector = Collector()
    collector.gate.clear()
    async with collecting(collector) as url:
        log = log_to(url, tmp_path, timeout=0.05)
        async with log.sending():
            await log.write([line()])
            await until(lambda: collector.asked > 1)
            collector.gate.set()
            await until(lambda: collector.spans and not spool(tmp_path))


@pytest.mark.parametrize(
    "refusal",
    [
        lambda: Response(status_code=400),
        lambda: JSONResponse({"partialSuccess": {"rejectedSpans": "1", "errorMessage": "te oud"}}),
        lambda: Response(status_code=302, headers={"location": "https://elders.example"}),
    ],
    ids=["400", "rejected", "redirect"],
)
async def test_what_is_refused_for_good_is_set_aside_and_the_rest_goes_on(
    tmp_path: Path, refusal: Callable[[], Response], caplog: pytest.LogCaptureFixture
) -> None:
    collector, bad = Collector(answers=[refusal()]), line("slecht")
    async with collecting(collector) as url:
        log = log_to(url, tmp_path)
        async with log.sending():
            await log.write([bad])
            await until(lambda: any(name.startswith("refused-") for name in spool(tmp_path)))
            await log.write([line("goed")])
            await until(lambda: collector.spans)
    assert [span["name"] for span in collector.spans] == ["goed"]
    [aside] = [name for name in spool(tmp_path) if name.startswith("refused-")]
    assert json.loads((tmp_path / aside).read_text())["span_id"] == bad.trace.span_id
    [told] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert bad.subject not in told.getMessage()


async def test_when_the_spool_is_full_nothing_more_is_taken(tmp_path: Path) -> None:
    collector = Collector()
    collector.gate.clear()
    async with collecting(collector) as url:
        log = log_to(url, tmp_path, most_bytes=1000)
        async with log.sending():
            await log.write([line() for _ in range(3)])
            with pytest.raises(LogUnavailable):
                await log.write([line()])
            with pytest.raises(LogUnavailable):
                await log.ready()
            collector.gate.set()
            await until(lambda: not spool(tmp_path))
            await log.ready()


async def test_a_torn_line_of_a_process_that_died_does_not_stop_the_others(tmp_path: Path) -> None:
    written = line()
    whole = json.dumps(written.content)
    (tmp_path / "log.jsonl").write_text(f"{whole}\n{whole[:40]}")
    collector = Collector()
    async with collecting(collector) as url, log_to(url, tmp_path).sending():
        await until(lambda: collector.spans and not spool(tmp_path))
    assert [span["spanId"] for span in collector.spans] == [written.trace.span_id]


async def test_what_is_no_line_at_all_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("[1, 2]\n")
    collector = Collector()
    async with collecting(collector) as url, log_to(url, tmp_path).sending():
        await until(lambda: any(name.startswith("refused-") for name in spool(tmp_path)))
    assert collector.asked == 0


def test_a_collector_elsewhere_is_reached_over_https_only() -> None:
    with pytest.raises(ConfigurationError):
        CollectorRules("http://logboek.voorbeeldstad.nl")
    assert CollectorRules("https://logboek.voorbeeldstad.nl")


def test_no_secret_of_the_collector_is_shown() -> None:
    assert "geheim" not in repr(CollectorRules("https://logboek.example", {"authorization": "geheim"}))
