"""The service bus: what one service owes another is written down with the change itself, and brought until it
arrives."""
