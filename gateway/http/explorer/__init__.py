"""The GraphiQL page, served from our own files."""
