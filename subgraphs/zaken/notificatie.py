"""A notification: that something happened in a register, and never what it says.

the Notificaties API 1.0                             as JSON
the same, that Open Notificaties made an event of    a CloudEvent, nl.overheid.zaken.status.create
an event of Open Zaak itself                         a CloudEvent, nl.overheid.zaken.zaak-gemuteerd
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints
from pydantic.alias_generators import to_camel

from subgraphs.zaken.gebeurtenis import Soort

CLOUD_EVENTS = "application/cloudevents+json"
ZAKEN, BESLUITEN, DOCUMENTEN = "zaken", "besluiten", "documenten"
CREATE = "create"

_SOORTEN: Mapping[tuple[str, str], Soort] = {
    (ZAKEN, "status"): Soort.STATUS_GEZET,
    (ZAKEN, "resultaat"): Soort.RESULTAAT_VASTGESTELD,
    (ZAKEN, "zaakinformatieobject"): Soort.DOCUMENT_TOEGEVOEGD,
    (BESLUITEN, "besluit"): Soort.BESLUIT_GENOMEN,
}
"""What came to be, by its channel and `resource`; the rest is something else. That a besluit is one of a zaak
(`zaakbesluit`) is no news by itself: whether it may be heard of, stands in the besluit.
"""
_EIGEN_SOORTEN: Mapping[str, Soort] = {
    "zaak-geregistreerd": Soort.GEREGISTREERD,
    "zaak-gemuteerd": Soort.STATUS_GEZET,
}
"""What Open Zaak tells of by events of its own: `gemuteerd` when there is a new status."""
_NO_CHANGE = frozenset({"zaak-geopend"})
"""That the customer looked at a zaak is not something that happened to it."""
_NAME = re.compile(r"nl\.overheid\.([a-z]+)\.([a-z]+)\.([a-z_]+)")
_OWN_NAME = re.compile(r"nl\.overheid\.zaken\.(zaak-[a-z]+)")
_REPEATS = UUID("a2f1f0f4-6a0f-4a3f-8d8f-0f9a53f5a1c2")
"""The namespace of the ids of notifications, which have none of their own."""

_Text = Annotated[str, StringConstraints(max_length=1000)]


@dataclass(frozen=True, slots=True)
class Notificatie:
    """`hoofd_object` is the address of what it is about; `sleutel` is the same for a repeat."""

    kanaal: str
    hoofd_object: str
    soort: Soort
    actie: str
    sleutel: str = field(repr=False)

    def id_voor(self, zaak_id: str) -> str:
        """The id of what happened to one zaak: the same however often it is told."""
        return str(uuid5(_REPEATS, f"{self.sleutel}|{zaak_id}"))


def gelezen(body: bytes, media_type: str) -> Notificatie | None:
    """What a body tells; None when it is an event of a kind that is no concern of ours.

    Raises pydantic.ValidationError for what is neither.
    """
    if media_type.partition(";")[0].strip().lower() == CLOUD_EVENTS:
        return _van_event(_Event.model_validate_json(body))
    told = _Bericht.model_validate_json(body)
    sleutel = "|".join((told.resource_url, told.actie, told.aanmaakdatum.isoformat()))
    return Notificatie(
        told.kanaal, told.hoofd_object, _soort(told.kanaal, told.resource, told.actie), told.actie, sleutel
    )


class _Bericht(BaseModel):
    """A notification (Notificaties API 1.0)."""

    model_config = {"alias_generator": to_camel, "hide_input_in_errors": True}

    kanaal: _Text
    hoofd_object: _Text
    resource: _Text
    resource_url: _Text
    actie: _Text
    aanmaakdatum: AwareDatetime


class _Event(BaseModel):
    """A CloudEvent 1.0, as far as it is looked at."""

    model_config = {"hide_input_in_errors": True}

    specversion: Literal["1.0"]
    id: Annotated[_Text, StringConstraints(min_length=1)]
    source: Annotated[_Text, StringConstraints(min_length=1)]
    type: Annotated[_Text, StringConstraints(min_length=1)]
    subject: _Text = ""
    time: AwareDatetime | None = None
    dataref: _Text = ""
    data: Any = Field(default=None, repr=False)


def _van_event(event: _Event) -> Notificatie | None:
    if (own := _OWN_NAME.fullmatch(event.type)) and own[1] not in _NO_CHANGE:
        soort = _EIGEN_SOORTEN.get(own[1], Soort.ANDERS)
        return Notificatie(ZAKEN, event.dataref, soort, own[1], f"{event.source}|{event.id}")
    hoofd_object = event.data.get("hoofdObject") if isinstance(event.data, dict) else None
    name = _NAME.fullmatch(event.type)
    if name is None or not isinstance(hoofd_object, str):
        return None
    kanaal, resource, actie = name.groups()
    # Open Notificaties gives a repeat another id; what it is about, and when, is the same.
    told = event.time.isoformat() if event.time else event.id
    sleutel = "|".join((event.source, event.type, hoofd_object, event.subject, told))
    return Notificatie(kanaal, hoofd_object, _soort(kanaal, resource, actie), actie, sleutel)


def _soort(kanaal: str, resource: str, actie: str) -> Soort:
    return _SOORTEN.get((kanaal, resource), Soort.ANDERS) if actie == CREATE else Soort.ANDERS
