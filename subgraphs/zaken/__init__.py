"""Subgraph of zaken: what a customer has running with the municipality."""
