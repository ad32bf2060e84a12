"""Parsing: from the text that was handed in to a subgraph that is valid GraphQL."""

from schema.errors import Findings
from schema.rules.graphql_rules import check_graphql
from schema.rules.linking import check_definitions, check_links, check_name, hint_upgrade
from schema.rules.machinery import check_machinery
from schema.rules.roots import check_roots
from schema.subgraph import Subgraph, SubgraphSource, build_subgraph, read_document, root_names
from schema.vocabulary import read_vocabulary


def parse_subgraph(source: SubgraphSource, findings: Findings) -> Subgraph | None:
    """The subgraph; None when the text is no valid one, and why is among the findings."""
    findings.errors += check_name(source)
    document = read_document(source, findings)
    if document is None:
        return None
    vocabulary = read_vocabulary(document)
    problems = [
        *check_links(source.name, vocabulary),
        *check_definitions(source.name, iter(document.definitions), vocabulary),
        *check_machinery(source.name, document, vocabulary),
        *check_roots(source.name, document),
    ]
    findings.errors += problems
    hint_upgrade(source.name, vocabulary, findings)
    query = root_names(document).get("query", "Query")
    if problems or not check_graphql(source.name, document, vocabulary, query, findings):
        return None
    return build_subgraph(source, document)
