"""Stand-in of OpenBesluitvorming: the export by which one municipality's records are taken over.

A scenario has `sources`: by key the records in order, each with `entity_id`, `entity_type` and `payload`;
without a payload the thing is deleted. `teksten` has Markdown by id, `per_minuut` how many calls are allowed.

Left out: searching, pages of documents as pictures, the states of imports, and of `/api/entities` all but the
text. Every call counts as one.
"""
