"""Stand-in of the BRP: Personen Bevragen v2 as the RvIG publishes it, and the feed of who has changed."""
