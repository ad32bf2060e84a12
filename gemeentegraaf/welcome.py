"""What the demo says in the terminal once it is up: where it is, whom to log in as, what to ask."""

from textwrap import indent

from gemeentegraaf.examples import EXAMPLES
from subgraphs.service.voorbeeldstad import MACHTIGINGEN, PERSONAS

SHOWN = 3


def welcome(base_url: str) -> str:
    """Plain text, ending without a newline."""
    width = max(len(one.naam) for one in (*PERSONAS, *MACHTIGINGEN))
    someone = [(one.naam, str(one.klantsoort)) for one in PERSONAS]
    someone += [(one.naam, one.dienst) for one in MACHTIGINGEN]
    personas = "\n".join(f"  {naam:<{width}}  {what}" for naam, what in someone)
    queries = "\n\n".join(
        f"  # {example.title} ({example.audience})\n{indent(example.query, '  ')}"
        for example in EXAMPLES[:SHOWN]
    )
    return f"""
Gemeentegraaf serves Voorbeeldstad, a municipality that does not exist.

  Explorer    {base_url}/
  GraphQL     {base_url}/graphql
  Open data   {base_url}/openbaar/catalog
  Health      {base_url}/health  {base_url}/ready

Log in with the button in the explorer; nobody needs a password. You can be

{personas}

Three queries to try:

{queries}

Ctrl-C stops it."""
