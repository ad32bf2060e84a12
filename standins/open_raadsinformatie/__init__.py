"""Stand-in of Open Raadsinformatie: the search of its Elasticsearch 7, as far as it is open to the public.

A scenario has `indices`: by name a list of documents, each its source with an `_id`.

Stricter than Elasticsearch: of the query DSL it knows `match_all`, `ids`, `match`, `range`, `bool` and
`simple_query_string` without operators, and refuses all else. Left out: scores (nothing is sorted by them),
analysis beyond words in lower case, aggregations, and every endpoint but `_search`.
"""
