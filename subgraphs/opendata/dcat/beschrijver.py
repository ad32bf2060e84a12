"""Beschrijver: writes down in a graph what DCAT-AP-NL says of every kind of thing alike.

Nothing in it is a blank node: the same catalogue gives the same graph, and so the same ETag.
"""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from urllib.parse import quote, urlsplit

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS, XSD
from rdflib.term import Node

from subgraphs.opendata.dataset import Contactpunt, Gebied, Instantie, Omhullende, Periode
from subgraphs.opendata.woordenlijst import AUTHORITY, Thema, Toegangsrechten, taal_uri

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib knows an earlier version
DCATAP = Namespace("http://data.europa.eu/r5r/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PREFIXES = {
    "adms": ADMS,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dct": DCTERMS,
    "eli": ELI,
    "foaf": FOAF,
    "geo": GEO,
    "hydra": HYDRA,
    "skos": SKOS,
    "spdx": SPDX,
    "vcard": VCARD,
    "xsd": XSD,
}
THEME_TAXONOMY = URIRef(f"{AUTHORITY}/data-theme")
_SCHEMES = frozenset({"http", "https", "urn"})
_UNWRITABLE = dict.fromkeys([*(set(range(32)) - {9, 10, 13}), 0xFFFE, 0xFFFF])
_KEPT = "!#$%&'()*+,/:;=?@[]~"


def iri(text: str | None) -> URIRef | None:
    """The text as an IRI, with escapes for what may not stand in one; None for what is no address."""
    if not text or urlsplit(text).scheme.lower() not in _SCHEMES:
        return None
    return URIRef(quote(text.strip(), safe=_KEPT))


class Beschrijver:
    """One graph in the making. `root` is the IRI that all of its own things stand below."""

    def __init__(self, root: str, base: str) -> None:
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self._root = root
        self._base = base

    def own(self, kind: str, key: str) -> URIRef:
        """The IRI of something that the catalogue itself names."""
        return URIRef(f"{self._root}/{kind}/{quote(key, safe='')}")

    def absolute(self, url: str | None) -> str | None:
        """An address; a path is one on the gateway."""
        return f"{self._base}{url}" if url and url.startswith("/") else url

    def say(self, subject: URIRef, predicate: URIRef, value: Node | None) -> None:
        """Nothing is said of what is not known."""
        if value is not None:
            self.graph.add((subject, predicate, value))

    def texts(self, subject: URIRef, predicate: URIRef, *values: str | None) -> None:
        """Texts in Dutch."""
        for value in values:
            self.say(subject, predicate, Literal(_writable(value), lang="nl") if value else None)

    def code(self, subject: URIRef, predicate: URIRef, value: str | None) -> None:
        """A text in no language."""
        self.say(subject, predicate, Literal(_writable(value)) if value else None)

    def day(self, subject: URIRef, predicate: URIRef, value: date | None) -> None:
        self.say(subject, predicate, Literal(value.isoformat(), datatype=XSD.date) if value else None)

    def typed(self, subject: URIRef, predicate: URIRef, value: str | None, kind: URIRef) -> URIRef | None:
        """A thing elsewhere, of which is said what it is."""
        found = iri(value)
        if found is not None:
            self.say(subject, predicate, found)
            self.say(found, RDF.type, kind)
        return found

    def all_typed(self, subject: URIRef, predicate: URIRef, values: Iterable[str], kind: URIRef) -> None:
        for value in values:
            self.typed(subject, predicate, value, kind)

    def concept(self, subject: URIRef, predicate: URIRef, value: str | None, label: str = "") -> None:
        """A concept of a vocabulary; labelled by its code where no label is given."""
        found = self.typed(subject, predicate, value, SKOS.Concept)
        if found is not None:
            self.texts(found, SKOS.prefLabel, label or found.rstrip("/").rpartition("/")[2])

    def themes(self, subject: URIRef, themas: Iterable[Thema]) -> None:
        for thema in themas:
            self.concept(subject, DCAT.theme, thema.uri, thema.naam)
            self.say(URIRef(thema.uri), SKOS.inScheme, THEME_TAXONOMY)

    def agent(self, subject: URIRef, predicate: URIRef, instantie: Instantie) -> None:
        agent = iri(instantie.uri) or self.own("instantie", _short(instantie.naam))
        self.say(subject, predicate, agent)
        self.say(agent, RDF.type, FOAF.Agent)
        self.texts(agent, FOAF.name, instantie.naam)
        self.concept(agent, DCTERMS.type, instantie.soort)

    def contact(self, subject: URIRef, contactpunt: Contactpunt) -> None:
        contact = self.own("contactpunt", _short(f"{contactpunt.naam} {contactpunt.email}"))
        self.say(subject, DCAT.contactPoint, contact)
        self.say(contact, RDF.type, VCARD.Kind)
        self.texts(contact, VCARD.fn, contactpunt.naam)
        self.say(contact, VCARD.hasEmail, URIRef(f"mailto:{quote(contactpunt.email, safe='@+')}"))

    def access(self, subject: URIRef, rechten: Toegangsrechten) -> None:
        self.typed(subject, DCTERMS.accessRights, rechten.uri, DCTERMS.RightsStatement)

    def licence(self, subject: URIRef, licentie: str) -> None:
        self.typed(subject, DCTERMS.license, licentie, DCTERMS.LicenseDocument)

    def language(self, subject: URIRef, taal: str | None) -> None:
        self.typed(subject, DCTERMS.language, taal_uri(taal) if taal else None, DCTERMS.LinguisticSystem)

    def area(self, subject: URIRef, gebied: Gebied) -> None:
        place = iri(gebied.uri) or self.own("gebied", _short(gebied.naam))
        self.say(subject, DCTERMS.spatial, place)
        self.say(place, RDF.type, DCTERMS.Location)
        self.texts(place, SKOS.prefLabel, gebied.naam)
        if gebied.omhullende:
            self.say(place, DCAT.bbox, Literal(_polygon(gebied.omhullende), datatype=GEO.wktLiteral))

    def period(self, subject: URIRef, key: str, periode: Periode | None) -> None:
        if periode is not None:
            named = self.own("periode", key)
            self.say(subject, DCTERMS.temporal, named)
            self.say(named, RDF.type, DCTERMS.PeriodOfTime)
            self.day(named, DCAT.startDate, periode.begin)
            self.day(named, DCAT.endDate, periode.einde)


def _writable(text: str) -> str:
    """The text without what XML has no way to write."""
    return text.translate(_UNWRITABLE)


def _short(text: str) -> str:
    """A name of fixed length for a text."""
    return sha256(text.encode()).hexdigest()[:16]


def _polygon(box: Omhullende) -> str:
    """The box as well-known text, longitude first (CRS84, which GeoSPARQL takes where none is named)."""
    corners = (
        (box.west, box.zuid),
        (box.oost, box.zuid),
        (box.oost, box.noord),
        (box.west, box.noord),
        (box.west, box.zuid),
    )
    return f"POLYGON(({','.join(f'{longitude} {latitude}' for longitude, latitude in corners)}))"
