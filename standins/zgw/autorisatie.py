"""Autorisaties: what a client may see and do, by type and confidentiality (Autorisaties API, zrc-006)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from standins.zgw.fout import fout
from standins.zgw.kind import Kind
from standins.zgw.register import Item, Register
from standins.zgw.token import Caller
from standins.zgw.zaken import NIVEAUS

COMPONENTS = {
    "zaken": "zrc",
    "documenten": "drc",
    "besluiten": "brc",
    "catalogi": "ztc",
    "notificaties": "nrc",
}
_TYPES = {"zrc": "zaaktype", "drc": "informatieobjecttype", "brc": "besluittype"}
READ = {"zrc": "zaken.lezen", "drc": "documenten.lezen", "brc": "besluiten.lezen", "ztc": "catalogi.lezen"}
_WRITE = {
    "create": "aanmaken",
    "update": "bijwerken",
    "partial_update": "bijwerken",
    "destroy": "verwijderen",
}


@dataclass(frozen=True, slots=True)
class Applicatie:
    """What one application may: everything, or what its autorisaties name."""

    everything: bool
    autorisaties: tuple[Mapping[str, Any], ...] = ()

    def allows(self, component: str, scope: str, kind_of: str | None, level: str | None) -> bool:
        """Whether it has the scope for this type, at this level of confidentiality."""
        return self.everything or any(
            each["component"] == component
            and scope in each["scopes"]
            and (kind_of is None or each.get(_TYPES.get(component, "")) == kind_of)
            and (
                level is None or NIVEAUS.index(level) <= NIVEAUS.index(each["maxVertrouwelijkheidaanduiding"])
            )
            for each in self.autorisaties
        )


class Autorisaties:
    """The applications by client; a client that is not among them may everything."""

    def __init__(self, applicaties: Iterable[Mapping[str, Any]]) -> None:
        self._applicaties = {
            client_id: Applicatie(
                bool(each.get("heeftAlleAutorisaties")), tuple(each.get("autorisaties", ()))
            )
            for each in applicaties
            for client_id in each["clientIds"]
        }

    def sees(self, caller: Caller, kind: Kind, register: Register, item: Item) -> bool:
        """Whether a list shows the item to this client."""
        component = COMPONENTS[kind.api]
        return self._allows(caller, component, READ.get(component, ""), _about(kind, register, item))

    def check(self, caller: Caller, kind: Kind, register: Register, item: Item, action: str | None) -> None:
        """Raises Refusal 403 unless the client may read the item, or do the action to it."""
        component = COMPONENTS[kind.api]
        scope = READ.get(component, "") if action is None else _scope(kind, action)
        if not self._allows(caller, component, scope, _about(kind, register, item)):
            raise fout(403, "", "permission_denied")

    def has(self, caller: Caller, component: str, scope: str) -> bool:
        """Whether the client has this scope for anything."""
        return self._allows(caller, component, scope, (None, None))

    def _allows(
        self, caller: Caller, component: str, scope: str, about: tuple[str | None, str | None]
    ) -> bool:
        found = self._applicaties.get(caller.client_id)
        return found is None or found.allows(component, scope, *about)


def _scope(kind: Kind, action: str) -> str:
    if kind.name == "statussen":
        return "zaken.statussen.toevoegen"
    if kind.api == "zaken" and kind.name != "zaken":
        return "zaken.bijwerken"
    return f"{kind.api}.{_WRITE[action]}"


def _about(kind: Kind, register: Register, item: Item) -> tuple[str | None, str | None]:
    """The type and level of confidentiality that decide: those of the zaak, for what belongs to one."""
    if kind.api == "zaken":
        zaak = item if kind.name == "zaken" else register.get(item["zaak"], "zaken") or {}
        return zaak.get("zaaktype"), zaak.get("vertrouwelijkheidaanduiding")
    if kind.name == "enkelvoudiginformatieobjecten":
        return item["informatieobjecttype"], item["vertrouwelijkheidaanduiding"]
    return (item["besluittype"], None) if kind.name == "besluiten" else (None, None)
