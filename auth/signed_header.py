"""What we take from the header of a signed token: no more than it takes to hold the signature against a
key.
"""

from collections.abc import Collection
from typing import Final

from joserfc.jws import JWSRegistry

LONGEST_HEADER: Final = 4096
"""Characters: room for a certificate chain or a key, whether or not we look at it."""


def signature_registry(algorithms: Collection[str]) -> JWSRegistry:
    """For joserfc. What is in a header and not understood is passed over (RFC 7515, section 4); whoever uses
    this refuses `crit` itself.
    """
    registry = JWSRegistry(algorithms=list(algorithms), strict_check_header=False)
    registry.max_header_length = LONGEST_HEADER
    return registry
