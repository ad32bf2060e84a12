"""Whatever stands in a package of CKAN, it becomes RDF that can be read back, in every form."""

from __future__ import annotations

import warnings
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from subgraphs.opendata.ckan.pakket import Velden
from subgraphs.opendata.ckan.vertaling import Vertaling
from subgraphs.opendata.dcat.adres import Adres
from subgraphs.opendata.dcat.grafiek import grafiek
from subgraphs.opendata.dcat.pagina import Beschreven, Cataloguspagina, Paginavraag
from subgraphs.opendata.dcat.vorm import Vorm
from subgraphs.opendata.demo_catalogus import CATALOGUS

FIELDS = (
    *("name", "title", "notes", "url", "uri", "identifier", "license_id", "license_url", "version"),
    *("metadata_created", "metadata_modified", "issued", "frequency", "access_rights", "language", "theme"),
    *("publisher_name", "publisher_uri", "creator", "contact", "contact_email", "spatial_uri", "in_series"),
    *("conforms_to", "documentation", "temporal_start", "temporal_coverage", "hvd_category", "extras"),
    *("tags", "groups", "organization", "applicable_legislation"),
)
RESOURCE = (
    *("id", "name", "description", "format", "mimetype", "url", "access_url", "download_url", "size", "hash"),
    *("language", "conforms_to", "availability", "license", "created", "access_services", "state"),
)
NAMES = st.sampled_from(FIELDS + RESOURCE)
STRANGE = (
    *('http://a b<c>"{}|^`\\', "https://x.example/é?q=[1]#ö", "\x1b\x00\uffff", "CSV", "WFS", "TRAN"),
    *("2026-02-30", '["a", 1]', "{", r'["\ud800"]', "[" * 2000),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(STRANGE)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
PACKAGE = st.fixed_dictionaries(
    {"id": TEXT.filter(str.strip)},
    optional={
        **dict.fromkeys(FIELDS, VALUE),
        "resources": st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(RESOURCE, VALUE)), max_size=3),
    },
)


def page_of(package: dict[str, Any]) -> Cataloguspagina:
    vertaling, pakket = Vertaling("https://ckan.example", CATALOGUS), Velden(package)
    dataset = vertaling.dataset(pakket)
    return Cataloguspagina(
        catalogus=CATALOGUS,
        datasets=[Beschreven(dataset, vertaling.themas_van(pakket), list(vertaling.distributies(pakket)))],
        diensten=list(vertaling.diensten(pakket)),
        reeksen=[vertaling.reeks(pakket)],
        datasets_van={dataset.id: dataset},
        totaal=1,
        deze=Paginavraag(),
        volgende=None,
    )


@settings(deadline=None, max_examples=25)
@given(PACKAGE)
def test_any_package_becomes_rdf_that_can_be_read_back(package: dict[str, Any]) -> None:
    graph = grafiek(page_of(package), Adres("https://gateway.example"))
    written = {vorm: vorm.written(graph) for vorm in Vorm}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        read = {vorm: Graph().parse(data=text, format=vorm.media_type) for vorm, text in written.items()}
    assert {len(each) for each in read.values()} == {len(graph)}
    assert set(read[Vorm.N_TRIPLES]) == set(graph)
