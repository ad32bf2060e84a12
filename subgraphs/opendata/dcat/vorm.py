"""Vorm: the forms of RDF that the catalogue is given in, and which one a visitor asks for.

By the extension (/openbaar/catalog.ttl), or by the header Accept (RFC 9110, section 12.5.1); whoever takes
anything gets Turtle.
"""

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any

from rdflib import Graph

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Vorm(Enum):
    """Extension, media type, and the name that rdflib knows it by; in order of preference."""

    TURTLE = ("ttl", "text/turtle", "turtle")
    JSON_LD = ("jsonld", "application/ld+json", "json-ld")
    RDF_XML = ("rdf", "application/rdf+xml", "xml")
    N_TRIPLES = ("nt", "application/n-triples", "nt")

    def __init__(self, extension: str, media_type: str, format_: str) -> None:
        self.extension = extension
        self.media_type = media_type
        self.format_ = format_

    def written(self, graph: Graph) -> bytes:
        """The graph in this form; the same graph always gives the same bytes."""
        if self is Vorm.JSON_LD:
            return _json_ld(graph)
        written: bytes = graph.serialize(format=self.format_, encoding="utf-8")
        if self is Vorm.N_TRIPLES:
            return b"\n".join(sorted(written.splitlines())) + b"\n"
        return written


_ALSO = {"application/json": Vorm.JSON_LD, "application/xml": Vorm.RDF_XML, "text/n3": Vorm.TURTLE}


def gevraagd(accept: str | None) -> Vorm | None:
    """The form that a header Accept asks for most; None when it takes none of ours."""
    best, found = 0.0, None
    wanted = list(_ranges(accept or "*/*"))
    for vorm in Vorm:
        weight = max((q for range_, q in wanted if _covers(range_, vorm)), default=0.0)
        if weight > best:
            best, found = weight, vorm
    return found


def _covers(range_: str, vorm: Vorm) -> bool:
    kind = vorm.media_type.partition("/")[0]
    return range_ in {vorm.media_type, "*/*", f"{kind}/*"} or _ALSO.get(range_) is vorm


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        range_, *parameters = (each.strip().lower() for each in part.split(";"))
        yield range_, _quality(parameters)


def _quality(parameters: list[str]) -> float:
    given = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return min(max(float(given), 0.0), 1.0)
    except ValueError:
        return 0.0


def _json_ld(graph: Graph) -> bytes:
    """Its things in order: rdflib gives them, and their values, in the order of a set."""
    found = json.loads(graph.serialize(format="json-ld", context=CONTEXT))
    found["@graph"] = sorted((_ordered(each) for each in found["@graph"]), key=lambda each: each["@id"])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(thing: dict[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(value, key=json.dumps) if isinstance(value, list) else value
        for name, value in sorted(thing.items())
    }
