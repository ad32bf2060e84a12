"""Aanlevering: a customer adds a document to a zaak that runs: first a place for it, then the file."""
