"""Features: the specifications that a supergraph may make its gateway know.

A link with a purpose (SECURITY, EXECUTION) is a condition: who does not know the specification must not serve
the supergraph (https://specs.apollo.dev/link/v1.0, "for"). One without a purpose may be passed over.
"""

from schema.link import Links, Version

_KNOWN: dict[str, tuple[Version, ...]] = {
    "https://specs.apollo.dev/link": ((1, 0),),
    "https://specs.apollo.dev/core": ((0, 1), (0, 2)),
    "https://specs.apollo.dev/join": ((0, 1), (0, 2), (0, 3), (0, 4), (0, 5)),
    "https://specs.apollo.dev/tag": ((0, 1), (0, 2), (0, 3)),
    "https://specs.apollo.dev/inaccessible": ((0, 1), (0, 2)),
    "https://specs.apollo.dev/authenticated": ((0, 1),),
    "https://specs.apollo.dev/requiresScopes": ((0, 1),),
    "https://specs.apollo.dev/policy": ((0, 1),),
    "https://specs.apollo.dev/context": ((0, 1),),
    "https://specs.apollo.dev/cost": ((0, 1),),
    "https://specs.apollo.dev/cacheTag": ((0, 1),),  # for who keeps answers: the gateway keeps none
}


def unknown_features(links: Links) -> list[str]:
    """The URLs of those that are needed and not known; of the join specification also without a purpose."""
    return [
        link.url
        for link in links
        if (link.purpose or link.name == "join") and link.version not in _KNOWN.get(link.identity, ())
    ]
