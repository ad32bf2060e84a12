"""Proof: what only the whole supergraph can show, once its parts have merged without error."""

from schema.merge.merged import Merged
from schema.merge.sources import Sources


def prove(merged: Merged, sources: Sources, *, closed_by_default: bool) -> None:
    """Adds to the findings of `sources`."""
