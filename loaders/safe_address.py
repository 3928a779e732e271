"""Addresses as they may be shown and kept: without passwords, tokens and signatures.

What was given goes to the server as it is, and nowhere else: messages, provenance, sightings and published
files have the address that this module returns.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

HIDDEN: Final = "***"
# Parameters that are called so in access tokens and signed addresses of storage services.
_SECRET: Final = re.compile(
    r"token|secret|passw|passwd|pwd|credential|signature|(^|[-_.])(sig|sign|auth|key|code|session|sid|jwt|pass)($|[-_.\d])"
    r"|api-?_?key|apikey|accesskey|authkey|subscriptionkey|authorization|hmac",
    re.I,
)
_USER: Final = re.compile(r"(?<=//)[^/?#]*@")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s'\"<>]+", re.I)


def shown(address: str) -> str:
    """Return an address without user, password and fragment, and with secret-looking values hidden.

    >>> shown("https://ana:clave@example.org/inpc.csv?token=abc&anio=2026#x")
    'https://example.org/inpc.csv?token=***&anio=2026'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return _USER.sub("", address).split("?", 1)[0]
    if not parts.scheme or not parts.netloc:
        return address
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(_SECRET.search(name) for name, _ in pairs):
        hidden = [(name, HIDDEN if _SECRET.search(name) else value) for name, value in pairs]
        query = urlencode(hidden, safe="*/:,")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def without_secrets(text: str) -> str:
    """Return a text with every address in it as it may be shown."""
    return _ADDRESS.sub(lambda match: shown(match[0]), text)
