"""Stand-in of the Handelsregister: Zoeken v2, Basisprofielen and Vestigingsprofielen v1 of the KvK API."""
