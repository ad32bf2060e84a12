"""OpenBesluitvorming: what openbesluitvorming.nl hands over of one municipality, in bulk.

    GET {url}/api/export/snapshot?source=&cursor=&limit=    all there is, by entity
    GET {url}/api/export/changes?source=&cursor=&limit=     what changed since, deletions too
    GET {url}/api/entities/{id}                             the text of a document

Published in its API.md and docs/migration-guide.md (github.com/ontola/openbesluitvorming). Its search is for
pages that people look at: it counts by estimate, looks at a window of what it finds, and gives a client sixty
calls a minute. Whoever wants to answer others' questions keeps a copy, and that is what the export is for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import orjson

from subgraphs.service.register_call import RegisterAnswer, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable

PER_BLAD = 500
"""Records in one answer; the most that it gives is 1000."""
NDJSON = "application/x-ndjson"
NIET_GEVONDEN = 404

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Blad:
    """Some records, and where the next ones begin. `wijzigingen` is where the changes after a snapshot do;
    only a snapshot has it.
    """

    records: tuple[Record, ...] = field(repr=False)
    volgende: str
    meer: bool
    wijzigingen: str = ""


class OpenBesluitvorming:
    """One source of it, by its key. All raise RegisterUnavailable and RegisterRefused."""

    def __init__(self, client: RegisterClient, bron: str, per_blad: int = PER_BLAD) -> None:
        self.bron = bron
        self._per_blad = str(per_blad)
        self._client = client

    async def momentopname(self, cursor: str) -> Blad:
        """A page of all there is; the first with an empty cursor."""
        return await self._blad("/api/export/snapshot", cursor)

    async def wijzigingen(self, cursor: str) -> Blad:
        """A page of what changed, in its order."""
        return await self._blad("/api/export/changes", cursor)

    async def tekst(self, stuk: str) -> str | None:
        """What a document says, as Markdown; None when it has no text, or is not there any more."""
        try:
            call = RegisterCall.get(f"/api/entities/{quote(stuk, safe='')}")
            gevonden = (await self._client.ask(call)).object().get("markdownText")
        except RegisterRefused as exc:
            if exc.status == NIET_GEVONDEN:
                return None
            raise
        tekst = gevonden.replace("\0", "").strip() if isinstance(gevonden, str) else ""
        return tekst or None

    async def close(self) -> None:
        await self._client.close()

    async def _blad(self, path: str, cursor: str) -> Blad:
        query = [("source", self.bron), ("limit", self._per_blad)]
        if cursor:
            query.append(("cursor", cursor))
        answer = await self._client.ask(RegisterCall.get(path, query, {"accept": NDJSON}))
        volgende, meer = answer.headers.get("x-next-cursor"), answer.headers.get("x-has-more")
        if volgende is None or meer not in ("true", "false"):
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE, answer.status)
        records = _records(answer)
        if meer == "true" and volgende == cursor:
            # Going on would be going round.
            raise RegisterUnavailable(self._client.name, Reason.UNREADABLE, answer.status)
        return Blad(records, volgende, meer == "true", answer.headers.get("x-changes-cursor", ""))


def _records(answer: RegisterAnswer) -> tuple[Record, ...]:
    """The records of newline-delimited JSON."""
    try:
        found = [_zonder_nul(orjson.loads(line)) for line in answer.body.splitlines() if line.strip()]
    except orjson.JSONDecodeError:
        # What caused it quotes the body.
        raise RegisterUnavailable(answer.register, Reason.UNREADABLE, answer.status) from None
    if not all(isinstance(each, dict) for each in found):
        raise RegisterUnavailable(answer.register, Reason.UNREADABLE, answer.status)
    return tuple(found)


def _zonder_nul(waarde: Any) -> Any:
    """JSON without U+0000, which PostgreSQL does not keep."""
    if isinstance(waarde, str):
        return waarde.replace("\0", "")
    if isinstance(waarde, list):
        return [_zonder_nul(each) for each in waarde]
    if isinstance(waarde, dict):
        return {naam: _zonder_nul(each) for naam, each in waarde.items()}
    return waarde
