"""The registers and systems of the municipality as federated subgraphs."""
