"""TLS for feeds: strict by default, and as old as it must be for the few servers that are marked so."""

from __future__ import annotations

import ssl
import warnings
from pathlib import Path

_LEGACY_CIPHERS = "DEFAULT:@SECLEVEL=0"  # small Diffie-Hellman keys and SHA-1 signatures, as old portals have


def context(roots: Path | None, *, legacy: bool) -> ssl.SSLContext:
    """The system's certificate authorities and those in the file `roots`. `legacy` also takes TLS 1.0 and 1.1, small
    keys and servers without secure renegotiation (RFC 5746); chain and host name are checked all the same."""
    made = ssl.create_default_context()
    if roots is not None:
        made.load_verify_locations(roots)
    if legacy:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # that they are old is the point
            made.minimum_version = ssl.TLSVersion.TLSv1
        made.set_ciphers(_LEGACY_CIPHERS)
        made.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)  # named since Python 3.12
    return made
