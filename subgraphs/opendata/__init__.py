"""Subgraph of open data: DCAT-AP-NL datasets and their distributions."""
