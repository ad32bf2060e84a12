"""A webhook over a socket: what is sent, and what each answer of the receiver leads to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from harness.served import served
from sqlalchemy import MetaData
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from subgraphs.service.bus.cloud_event import CloudEvent
from subgraphs.service.bus.delivery import DestinationGone, NotDelivered, Progress
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.letters import Letters
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox, outbox_table
from subgraphs.service.bus.permission import HELD, REFUSED, TOO_FAST, Permission
from subgraphs.service.bus.policy import Policy
from subgraphs.service.bus.webhook import LONGEST, Webhook
from subgraphs.service.database import Database
from subgraphs.service.http_upstream import HttpUpstream
from subgraphs.service.zgw_token import ZgwCredentials

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
CREDENTIALS = ZgwCredentials("zaken", "a secret that both services know about")
EVENT = CloudEvent("e-1", "urn:nld:oin:00000001821002193000:systeem:zaken", "nl.overheid.zaken.x", "z-1", NU)
ORIGIN = "graaf.voorbeeldstad.example"


@dataclass
class Receiver:
    """Answers deliveries with `status`, and requests for permission with `grants`."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    grants: dict[str, str] = field(default_factory=dict)
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    delivered: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        request = Request(scope, receive)
        await (await self._answer(request))(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            self.asked.append(dict(request.headers))
            return Response(headers=self.grants)
        self.delivered.append((dict(request.headers), await request.body()))
        return Response(status_code=self.status, headers=self.headers)

    def webhook(self, permission: Permission | None = None) -> Webhook:
        return Webhook(HttpUpstream(self.url), CREDENTIALS, permission, "/gebeurtenissen")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    async with served(receiver) as url:
        receiver.url = url
        yield receiver


async def refused(webhook: Webhook) -> NotDelivered:
    with pytest.raises(NotDelivered) as raised:
        await webhook.send(EVENT)
    return raised.value


async def test_an_event_has_what_the_profile_wants_and_who_sends_it(receiver: Receiver) -> None:
    await receiver.webhook().send(EVENT)

    ((headers, body),) = receiver.delivered
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert orjson.loads(body) == {
        "specversion": "1.0",
        "id": "e-1",
        "source": "urn:nld:oin:00000001821002193000:systeem:zaken",
        "type": "nl.overheid.zaken.x",
        "subject": "z-1",
        "time": "2026-03-02T09:00:00+00:00",
        "datacontenttype": "application/json",
        "data": {},
    }
    CREDENTIALS.check(headers["authorization"])
    assert receiver.asked == []


@pytest.mark.parametrize("status", [429, 503])
async def test_a_receiver_that_is_busy_says_until_when(receiver: Receiver, status: int) -> None:
    receiver.status, receiver.headers = status, {"Retry-After": "120"}
    failure = await refused(receiver.webhook())
    assert (failure.code, failure.permanent, failure.after) == (f"HTTP_{status}", False, timedelta(minutes=2))


async def test_a_receiver_may_say_so_by_a_date(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 503, {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}
    assert (await refused(receiver.webhook())).after == LONGEST


@pytest.mark.parametrize(("status", "value"), [(503, "soon"), (503, None), (500, "120")])
async def test_without_a_moment_the_bus_decides_itself(
    receiver: Receiver, status: int, value: str | None
) -> None:
    receiver.status, receiver.headers = status, {"Retry-After": value} if value else {}
    failure = await refused(receiver.webhook())
    assert (failure.after, failure.permanent) == (None, False)


async def test_a_receiver_that_is_gone_is_said_to_be_gone(receiver: Receiver) -> None:
    receiver.status = 410
    assert isinstance(await refused(receiver.webhook()), DestinationGone)


async def test_a_receiver_that_does_not_read_events_is_not_asked_again(receiver: Receiver) -> None:
    receiver.status = 415
    assert (await refused(receiver.webhook())).permanent


async def test_permission_is_asked_once_and_goes_with_each_event(receiver: Receiver) -> None:
    receiver.grants = {"WebHook-Allowed-Origin": ORIGIN, "WebHook-Allowed-Rate": "6000"}
    now = [0.0]
    webhook = receiver.webhook(Permission(ORIGIN, lambda: now[0]))
    await webhook.send(EVENT)
    now[0] += 1
    await webhook.send(EVENT)

    assert [asked["webhook-request-origin"] for asked in receiver.asked] == [ORIGIN]
    assert receiver.asked[0]["webhook-request-rate"].isdigit()
    assert [headers["origin"] for headers, _ in receiver.delivered] == [ORIGIN, ORIGIN]
    now[0] += HELD
    await webhook.send(EVENT)
    assert len(receiver.asked) == 2


@pytest.mark.parametrize(
    "grants",
    [
        {},
        {"WebHook-Allowed-Rate": "*"},
        {"WebHook-Allowed-Origin": "elsewhere.example", "WebHook-Allowed-Rate": "*"},
        {"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "0"},
        {"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "a lot"},
    ],
)
async def test_nothing_is_sent_where_it_was_not_granted(receiver: Receiver, grants: dict[str, str]) -> None:
    receiver.grants = grants
    failure = await refused(receiver.webhook(Permission(ORIGIN)))
    assert (failure.code, failure.permanent) == (REFUSED, False)
    assert receiver.delivered == []


async def test_events_come_no_faster_than_was_granted(receiver: Receiver) -> None:
    receiver.grants = {"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "10"}
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    webhook = receiver.webhook(Permission(ORIGIN, lambda: 0.0, sleep))
    await webhook.send(EVENT)
    await webhook.send(EVENT)
    failure = await refused(webhook)

    assert slept == [6.0]
    assert (failure.code, failure.after) == (TOO_FAST, timedelta(seconds=12))
    assert len(receiver.delivered) == 2


@dataclass
class Bus:
    """A dispatcher over a real outbox, whose only destination is the receiver."""

    database: Database
    outbox: Outbox
    receiver: Receiver
    now: datetime = NU

    @property
    def letters(self) -> Letters:
        return Letters(self.database)

    async def deliver(self, message: Message, progress: Progress) -> None:
        await self.receiver.webhook().send(EVENT)

    async def put(self, *names: str) -> None:
        for name in names:
            async with self.database.writing() as session:
                await self.outbox.put(session, Message(name, "afhandelaar:a", {}, self.now, self.now))

    async def attempt(self, together: int = 1) -> int:
        policy = Policy(together=together)
        return await Dispatcher(self.outbox, {"afhandelaar:a": self}, lambda: self.now, policy).deliver_due()

    async def dead(self) -> list[tuple[str, str | None]]:
        return [(each.id, each.last_error) for each in await self.letters.list(dead=True, limit=10)]


@pytest.fixture
async def bus(database: Database, receiver: Receiver) -> Bus:
    metadata = MetaData()
    table = outbox_table(metadata)
    await database.create_tables(metadata)
    return Bus(database, Outbox(database, table), receiver)


async def test_all_that_waits_for_a_busy_receiver_waits_as_long_as_it_says(bus: Bus) -> None:
    bus.receiver.status, bus.receiver.headers = 429, {"Retry-After": "600"}
    await bus.put("a", "b")
    assert await bus.attempt() == 1
    bus.now += timedelta(seconds=599)
    assert await bus.attempt() == 0
    bus.now += timedelta(seconds=1)
    bus.receiver.status = 204
    assert await bus.attempt(2) == 2
    assert len(bus.receiver.delivered) == 3


async def test_nothing_more_goes_to_a_receiver_that_is_gone_and_that_is_said(
    bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    bus.receiver.status = 410
    await bus.put("a", "b")
    assert await bus.attempt() == 1
    assert await bus.dead() == [("a", DestinationGone.code), ("b", DestinationGone.code)]
    assert "afhandelaar:a is gone: 2 messages are dead letters" in caplog.text
    await bus.put("c")
    assert await bus.attempt() == 0
    assert [name for name, _ in await bus.dead()] == ["a", "b", "c"]
    assert len(bus.receiver.delivered) == 1


async def test_a_receiver_that_is_back_gets_what_an_operator_replays_and_what_is_new(bus: Bus) -> None:
    bus.receiver.status = 410
    await bus.put("a", "b")
    await bus.attempt()
    bus.receiver.status = 204
    await bus.letters.replay(None, bus.now)
    assert await bus.attempt(2) == 2
    await bus.put("c")
    assert await bus.attempt() == 1
    assert await bus.dead() == []
    assert len(bus.receiver.delivered) == 4
