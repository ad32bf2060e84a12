"""Stores: which ExpiringStore a URL stands for. Each brings a client of its own, imported when chosen."""

from auth.store import ExpiringStore

_IN_MEMORY = ("valkey", "valkeys", "redis", "rediss")


def store_at(url: str) -> ExpiringStore:
    """Not opened yet. `url` begins with sqlite:, postgresql:, valkey: or redis: (with an s: over TLS).

    Raises ConfigurationError for any other.
    """
    if url.partition(":")[0] in _IN_MEMORY:
        from auth.valkey_store import ValkeyStore

        return ValkeyStore(url)
    from auth.sql_store import SqlStore

    return SqlStore(url)
