"""Merging the subgraphs' definitions into those of the supergraph, one kind of element a module."""
