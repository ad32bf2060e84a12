"""Lines of the processing log as OTLP (OpenTelemetry protocol 1.x): the JSON of a trace export.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: ids as hexadecimals, 64-bit numbers as
texts.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

PATH = "/v1/traces"
_STATUS = {"Unset": 0, "Ok": 1, "Error": 2}
_INTERNAL = 1
_SCOPE = {"name": "gemeentegraaf.verwerkingenlog", "version": "1"}


def export_request(lines: Sequence[Mapping[str, Any]]) -> bytes:
    """The body of `POST /v1/traces` for lines of a journal, which all have the same resource."""
    resource = {"attributes": list(_attributes(lines[0]["resource"]["attributes"]))}
    spans = [_span(line) for line in lines]
    scoped = [{"scope": _SCOPE, "spans": spans}]
    body = {"resourceSpans": [{"resource": resource, "scopeSpans": scoped}]}
    return json.dumps(body, separators=(",", ":")).encode()


def rejected(answer: bytes) -> int:
    """How many spans a collector that accepted the request did not take."""
    try:
        content = json.loads(answer or b"{}")
        return int(content.get("partialSuccess", {}).get("rejectedSpans", 0))
    except (ValueError, TypeError, AttributeError):
        return 0  # some answer with protobuf, or with nothing: the status is what counts


def _span(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "traceId": line["trace_id"],
        "spanId": line["span_id"],
        **({"parentSpanId": line["parent_span_id"]} if "parent_span_id" in line else {}),
        "flags": 1,
        "name": line["name"],
        "kind": _INTERNAL,
        "startTimeUnixNano": f"{line['start_time']}000000",
        "endTimeUnixNano": f"{line['end_time']}000000",
        "attributes": list(_attributes(line["attributes"])),
        "status": {"code": _STATUS[line["status"]]},
    }


def _attributes(stated: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for key, value in stated.items():
        kind = "boolValue" if isinstance(value, bool) else "stringValue"
        yield {"key": key, "value": {kind: value}}
