"""The feed of the BRP: whom the municipality follows, and of whom something changed.

    PUT /volgindicaties/{bsn}       follow someone; again is the same
    GET /wijzigingen?vanaf=DAY      the BSNs of those followed with a change on or after that day
As published (BRP update bevragen): the BSN stands in the address, so this goes over a closed network alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable

NOT_FOUND = 404


class _Wijzigingen(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", hide_input_in_errors=True)

    burgerservicenummers: tuple[str, ...] = Field(repr=False)


class BrpWijzigingen:
    """Asks the feed, with the headers that account for it."""

    def __init__(self, client: RegisterClient, headers: Mapping[str, str]) -> None:
        self._client = client
        self._headers = headers

    async def volg(self, bsn: str) -> bool:
        """Whether the BRP knows someone by this BSN, who is followed from now on. Raises
        BronOnbeschikbaar.
        """
        call = RegisterCall.send(Method.PUT, f"/volgindicaties/{bsn}", {}, self._headers)
        try:
            await self._client.ask(call)
        except RegisterRefused as exc:
            if exc.status == NOT_FOUND:
                return False
            raise BronOnbeschikbaar(str(exc)) from exc
        except RegisterUnavailable as exc:
            raise BronOnbeschikbaar(str(exc)) from exc
        return True

    async def sinds(self, dag: date) -> Sequence[str]:
        """The BSNs of whom something changed on or after that day. Raises BronOnbeschikbaar."""
        call = RegisterCall.get("/wijzigingen", (("vanaf", dag.isoformat()),), self._headers)
        try:
            answer = await self._client.ask(call)
            return _Wijzigingen.model_validate(answer.object()).burgerservicenummers
        except (RegisterRefused, RegisterUnavailable) as exc:
            raise BronOnbeschikbaar(str(exc)) from exc
        except ValidationError:
            # What caused it holds the answer.
            raise BronOnbeschikbaar("register brp: the feed is not as published") from None
