"""Stand-in of a CMS that speaks JSON:API 1.1 (jsonapi.org), as Drupal does.

A scenario has `inhoud`: by kind (`product`, `nieuwsbericht`, ...) a list of resources, each its attributes
with an `id`; and may have `sleutel`, a bearer token that every call then needs. What has `status: false` is
not published.

Stricter than Drupal: it wants an Accept that allows `application/vnd.api+json`, and refuses query parameters
other than `page[limit]` and `page[offset]`. Left out: filters, sorting, relationships, includes, sparse
fields and writing.
"""
