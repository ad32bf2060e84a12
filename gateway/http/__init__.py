"""The HTTP edge: bytes to a GraphQL request, and a GraphQL response to bytes."""
