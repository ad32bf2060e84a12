"""Stand-in of a CMS that speaks JSON:API 1.1, as Drupal does."""
