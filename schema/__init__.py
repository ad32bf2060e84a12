"""Subgraph SDL in, supergraph SDL out: the composer, its proofs, and the model that the gateway reads."""
