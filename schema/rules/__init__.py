"""What a single subgraph must keep to, one family of rules a module."""
