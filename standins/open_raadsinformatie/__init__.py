"""Stand-in of Open Raadsinformatie: the search of its Elasticsearch 7, as far as it is open to the public."""
