"""A stand-in of Open Forms: its list of forms, and what customers have open."""
