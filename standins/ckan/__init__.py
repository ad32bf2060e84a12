"""A stand-in of CKAN: the reading half of its Action API, version 3."""
