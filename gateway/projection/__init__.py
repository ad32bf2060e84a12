"""From merged subgraph data to the client's answer, to the letter of the specification."""
