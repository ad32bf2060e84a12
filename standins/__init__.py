"""Stand-ins of the external registers: each speaks the API that one publishes and rejects what it rejects."""
