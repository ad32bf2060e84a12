"""What DCAT-AP-NL 3.0 asks of each class: its mandatory and recommended properties, and how many of each.

Written from the profile's own text (Geonovum, https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/) and that of
DCAT-AP 3.0, on which it builds: `1` exactly one, `+` one or more, `?` at most one, and the properties that
are recommended with `~` before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS as DCT
from rdflib.namespace import FOAF

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

ASKED: Mapping[URIRef, Mapping[URIRef, str]] = {
    DCAT.Catalog: {
        DCT.title: "+",
        DCT.description: "+",
        DCT.publisher: "1",
        DCAT.contactPoint: "1",
        DCAT.dataset: "+",
        DCT.creator: "~?",
        DCT.issued: "~?",
        DCT.language: "~+",
        DCT.license: "~?",
        DCT.modified: "~?",
        DCT.spatial: "~+",
        DCAT.service: "~+",
        DCAT.themeTaxonomy: "~+",
        FOAF.homepage: "~?",
    },
    DCAT.Dataset: {
        DCT.title: "+",
        DCT.description: "+",
        DCT.identifier: "1",
        DCT.accessRights: "1",
        DCT.creator: "+",
        DCT.publisher: "1",
        DCAT.contactPoint: "1",
        DCAT.theme: "+",
        DCT.conformsTo: "~+",
        DCT.language: "~+",
        DCT.spatial: "~+",
        DCT.temporal: "~+",
        DCAT.distribution: "~+",
        DCAT.keyword: "~+",
        DCAT.landingPage: "~+",
        FOAF.page: "~+",
        DCT.accrualPeriodicity: "?",
        DCT.issued: "?",
        DCT.modified: "?",
        DCAT.version: "?",
    },
    DCAT.Distribution: {
        DCAT.accessURL: "1",
        DCT.license: "1",
        DCT.description: "~+",
        DCT["format"]: "~?",
        DCT.language: "~+",
        DCATAP.availability: "~?",
        DCAT.accessService: "?",
        DCAT.byteSize: "?",
        DCAT.downloadURL: "?",
        DCAT.mediaType: "?",
        SPDX.checksum: "?",
    },
    DCAT.DataService: {
        DCT.title: "+",
        DCT.description: "+",
        DCT.identifier: "1",
        DCT.accessRights: "1",
        DCT.license: "1",
        DCT.publisher: "1",
        DCAT.contactPoint: "1",
        DCAT.endpointDescription: "1",
        DCAT.endpointURL: "1",
        DCAT.theme: "+",
        DCT.conformsTo: "~+",
        DCT.creator: "~?",
        DCT.language: "~+",
        DCAT.keyword: "~+",
        DCAT.servesDataset: "~+",
    },
    DCAT.CatalogRecord: {
        DCT.modified: "1",
        FOAF.primaryTopic: "1",
        DCT.language: "+",
        ADMS.status: "~?",
        DCT.conformsTo: "~+",
        DCT.issued: "~?",
    },
    DCAT.DatasetSeries: {
        DCT.title: "+",
        DCT.description: "+",
        DCAT.contactPoint: "~+",
        DCT.publisher: "~?",
    },
    FOAF.Agent: {FOAF.name: "+", DCT.type: "~?"},
    VCARD.Kind: {VCARD.fn: "+", VCARD.hasEmail: "+"},
    SPDX.Checksum: {SPDX.algorithm: "1", SPDX.checksumValue: "1"},
    SKOS.Concept: {SKOS.prefLabel: "+"},
}

RANGES: Mapping[URIRef, URIRef] = {
    DCAT.contactPoint: VCARD.Kind,
    DCAT.distribution: DCAT.Distribution,
    DCAT.service: DCAT.DataService,
    DCAT.theme: SKOS.Concept,
    DCT.accessRights: DCT.RightsStatement,
    DCT.creator: FOAF.Agent,
    DCT.language: DCT.LinguisticSystem,
    DCT.license: DCT.LicenseDocument,
    DCT.publisher: FOAF.Agent,
    DCT.spatial: DCT.Location,
    DCT.temporal: DCT.PeriodOfTime,
}
"""What the value of a property is said to be."""


def shortcomings(graph: Graph, *, recommended: bool = True) -> Iterator[str]:
    """What the graph lacks of the profile, or has too much of."""
    for kind, properties in ASKED.items():
        for thing in graph.subjects(RDF.type, kind):
            for path, asked in properties.items():
                found = len(set(graph.objects(thing, path)))
                if (asked[0] != "~" or recommended) and not _fits(found, asked):
                    yield f"{thing}: {found} of {path}"
    for path, kind in RANGES.items():
        for thing in set(graph.objects(None, path)):
            if (thing, RDF.type, kind) not in graph:
                yield f"{thing}: is no {kind}"


def _fits(found: int, asked: str) -> bool:
    if asked == "?":
        return found <= 1
    return found >= 1 if asked[-1] == "+" else found == 1
