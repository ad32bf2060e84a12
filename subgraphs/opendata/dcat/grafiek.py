"""grafiek: a page of the catalogue as a graph, with what DCAT-AP-NL 3.0 makes mandatory and recommends.

catalogus   what it is, and the page (Hydra)
datasets    with a record of each, its distributions and its series
diensten    the data services behind them
"""

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD

from subgraphs.opendata.datadienst import Datadienst
from subgraphs.opendata.dataset import Dataset, Datasetreeks, Distributie
from subgraphs.opendata.dcat.adres import Adres
from subgraphs.opendata.dcat.beschrijver import (
    ADMS,
    DCAT,
    DCATAP,
    ELI,
    HYDRA,
    SPDX,
    THEME_TAXONOMY,
    Beschrijver,
    iri,
)
from subgraphs.opendata.dcat.pagina import Beschreven, Cataloguspagina
from subgraphs.opendata.woordenlijst import formaat_uri

PROFILE = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
_UPDATED = "http://purl.org/adms/changetype/updated"


def grafiek(pagina: Cataloguspagina, adres: Adres) -> Graph:
    """The graph of a page. `adres` is where that page is asked for."""
    say = Beschrijver(pagina.catalogus.identificatie.rstrip("/"), adres.base)
    catalogus = _catalogus(say, pagina)
    if pagina.deze.dataset is None:
        _view(say, catalogus, pagina, adres)
    for beschreven in pagina.datasets:
        dataset = _dataset(say, beschreven)
        say.say(catalogus, DCAT.dataset, dataset)
        say.say(catalogus, DCAT.record, _record(say, dataset, beschreven.dataset))
    for reeks in pagina.reeksen:
        _reeks(say, reeks)
    for dienst in pagina.diensten:
        say.say(catalogus, DCAT.service, _dienst(say, dienst, pagina))
    return say.graph


def _catalogus(say: Beschrijver, pagina: Cataloguspagina) -> URIRef:
    this, itself = pagina.catalogus, URIRef(pagina.catalogus.identificatie)
    say.say(itself, RDF.type, DCAT.Catalog)
    say.texts(itself, DCTERMS.title, this.titel)
    say.texts(itself, DCTERMS.description, this.beschrijving)
    say.agent(itself, DCTERMS.publisher, this.uitgever)
    say.agent(itself, DCTERMS.creator, this.maker)
    say.contact(itself, this.contactpunt)
    say.typed(itself, FOAF.homepage, this.homepage, FOAF.Document)
    say.licence(itself, this.licentie)
    say.language(itself, this.taal)
    say.area(itself, this.gebied)
    say.day(itself, DCTERMS.issued, this.uitgiftedatum)
    say.day(itself, DCTERMS.modified, this.wijzigingsdatum)
    say.say(itself, DCAT.themeTaxonomy, THEME_TAXONOMY)
    say.say(THEME_TAXONOMY, RDF.type, SKOS.ConceptScheme)
    say.texts(THEME_TAXONOMY, DCTERMS.title, "Thema's van de Europese Unie")
    return itself


def _view(say: Beschrijver, catalogus: URIRef, pagina: Cataloguspagina, adres: Adres) -> None:
    """The page itself, in both words of Hydra: those of now, and those that CKAN's harvester reads."""
    page = URIRef(adres.of(pagina.deze))
    say.say(catalogus, HYDRA.view, page)
    say.say(page, RDF.type, HYDRA.PartialCollectionView)
    say.say(page, RDF.type, HYDRA.PagedCollection)
    say.say(page, HYDRA.totalItems, Literal(pagina.totaal, datatype=XSD.integer))
    say.say(page, HYDRA.first, URIRef(adres.first_of(pagina.deze)))
    if pagina.volgende:
        say.say(page, HYDRA.next, URIRef(adres.of(pagina.volgende)))


def _dataset(say: Beschrijver, beschreven: Beschreven) -> URIRef:
    this = beschreven.dataset
    itself = _named(say, this)
    say.say(itself, RDF.type, DCAT.Dataset)
    say.say(itself, RDF.type, DCAT.Resource)
    say.texts(itself, DCTERMS.title, this.titel)
    say.texts(itself, DCTERMS.description, this.beschrijving)
    say.code(itself, DCTERMS.identifier, this.identificatie)
    say.texts(itself, DCAT.keyword, *this.trefwoorden)
    say.themes(itself, beschreven.themas)
    say.agent(itself, DCTERMS.publisher, this.uitgever)
    say.agent(itself, DCTERMS.creator, this.maker)
    say.contact(itself, this.contactpunt)
    say.access(itself, this.toegangsrechten)
    say.language(itself, this.taal)
    say.area(itself, this.gebied)
    say.period(itself, this.id, this.periode)
    say.typed(itself, DCTERMS.accrualPeriodicity, this.frequentie.uri, DCTERMS.Frequency)
    say.day(itself, DCTERMS.issued, this.uitgiftedatum)
    say.day(itself, DCTERMS.modified, this.wijzigingsdatum)
    say.typed(itself, DCAT.landingPage, this.landingspagina, FOAF.Document)
    say.all_typed(itself, FOAF.page, this.documentatie, FOAF.Document)
    say.all_typed(itself, DCTERMS.conformsTo, this.standaarden, DCTERMS.Standard)
    say.all_typed(itself, DCATAP.applicableLegislation, this.wetgeving, ELI.LegalResource)
    say.concept(itself, DCATAP.hvdCategory, this.hvd_categorie)
    say.code(itself, DCAT.version, this.versie)
    say.say(itself, DCAT.inSeries, say.own("reeks", this.reeks) if this.reeks else None)
    for distributie in beschreven.distributies:
        say.say(itself, DCAT.distribution, _distributie(say, distributie))
    return itself


def _record(say: Beschrijver, dataset: URIRef, this: Dataset) -> URIRef:
    itself = say.own("record", this.id)
    say.say(itself, RDF.type, DCAT.CatalogRecord)
    say.say(itself, FOAF.primaryTopic, dataset)
    say.day(itself, DCTERMS.issued, this.uitgiftedatum)
    say.day(itself, DCTERMS.modified, this.wijzigingsdatum)
    say.language(itself, "nl")
    say.typed(itself, DCTERMS.conformsTo, PROFILE, DCTERMS.Standard)
    say.concept(itself, ADMS.status, _UPDATED)
    return itself


def _distributie(say: Beschrijver, this: Distributie) -> URIRef:
    itself = say.own("distributie", this.id)
    say.say(itself, RDF.type, DCAT.Distribution)
    say.texts(itself, DCTERMS.title, this.titel)
    say.texts(itself, DCTERMS.description, this.beschrijving)
    say.typed(itself, DCAT.accessURL, say.absolute(this.toegangs_url), RDFS.Resource)
    say.typed(itself, DCAT.downloadURL, say.absolute(this.download_url), RDFS.Resource)
    say.licence(itself, this.licentie)
    say.typed(itself, DCTERMS.format, formaat_uri(this.formaat), DCTERMS.MediaTypeOrExtent)
    if this.mediatype:
        say.typed(itself, DCAT.mediaType, f"{MEDIA_TYPES}/{this.mediatype}", DCTERMS.MediaType)
    size = None if this.bytes_ is None else Literal(this.bytes_, datatype=XSD.nonNegativeInteger)
    say.say(itself, DCAT.byteSize, size)
    say.language(itself, this.taal)
    say.all_typed(itself, DCTERMS.conformsTo, this.schemas, DCTERMS.Standard)
    say.concept(itself, DCATAP.availability, this.beschikbaarheid and this.beschikbaarheid.uri)
    say.day(itself, DCTERMS.issued, this.uitgiftedatum)
    say.day(itself, DCTERMS.modified, this.wijzigingsdatum)
    say.say(itself, DCAT.accessService, say.own("dienst", this.dienst) if this.dienst else None)
    if this.sha256:
        checksum = say.own("controlegetal", this.id)
        say.say(itself, SPDX.checksum, checksum)
        say.say(checksum, RDF.type, SPDX.Checksum)
        say.say(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        say.say(SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm)
        say.say(checksum, SPDX.checksumValue, Literal(this.sha256, datatype=XSD.hexBinary))
    return itself


def _dienst(say: Beschrijver, this: Datadienst, pagina: Cataloguspagina) -> URIRef:
    itself = say.own("dienst", this.id)
    say.say(itself, RDF.type, DCAT.DataService)
    say.texts(itself, DCTERMS.title, this.titel)
    say.texts(itself, DCTERMS.description, this.beschrijving)
    say.code(itself, DCTERMS.identifier, this.identificatie)
    say.typed(itself, DCAT.endpointURL, this.eindpunt, RDFS.Resource)
    say.typed(itself, DCAT.endpointDescription, this.eindpuntbeschrijving, RDFS.Resource)
    say.agent(itself, DCTERMS.publisher, this.uitgever)
    say.agent(itself, DCTERMS.creator, this.maker)
    say.contact(itself, this.contactpunt)
    say.access(itself, this.toegangsrechten)
    say.licence(itself, this.licentie)
    say.language(itself, this.taal)
    say.texts(itself, DCAT.keyword, *this.trefwoorden)
    say.themes(itself, this.themas)
    say.all_typed(itself, DCTERMS.conformsTo, this.standaarden, DCTERMS.Standard)
    say.all_typed(itself, FOAF.page, this.documentatie, FOAF.Document)
    say.typed(itself, DCAT.landingPage, this.landingspagina, FOAF.Document)
    for dataset_id in this.datasets:
        if dataset_id in pagina.datasets_van:
            say.say(itself, DCAT.servesDataset, _named(say, pagina.datasets_van[dataset_id]))
    return itself


def _reeks(say: Beschrijver, this: Datasetreeks) -> None:
    itself = say.own("reeks", this.id)
    say.say(itself, RDF.type, DCAT.DatasetSeries)
    say.texts(itself, DCTERMS.title, this.titel)
    say.texts(itself, DCTERMS.description, this.beschrijving)
    say.agent(itself, DCTERMS.publisher, this.uitgever)
    say.contact(itself, this.contactpunt)


def _named(say: Beschrijver, dataset: Dataset) -> URIRef:
    """What its publisher calls it, when that is an address."""
    return iri(dataset.identificatie) or say.own("dataset", dataset.id)
