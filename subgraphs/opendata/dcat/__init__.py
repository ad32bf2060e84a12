"""The catalogue as RDF: DCAT-AP-NL 3.0 in Turtle, JSON-LD, RDF/XML and N-Triples."""
