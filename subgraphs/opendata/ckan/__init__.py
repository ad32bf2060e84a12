"""The connector of CKAN: its Action API, version 3, with the extras of ckanext-dcat."""
