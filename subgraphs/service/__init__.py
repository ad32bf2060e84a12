"""What the subgraphs share: the HTTP service, the caller, the database, connections and scalars."""
