"""Whose certificates hold. A chain that a server sends incomplete is completed here, never waved through.

The official server sends its own certificate without the intermediate one that joins it to a root. OpenSSL
takes intermediates from the trust store too: so the missing one is added there, and the chain is verified
up to a root as any other.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import certifi

from loaders.errors import Untrusted

VARIABLE = "CUENTAS_CA"
_ENDINGS = {".pem", ".crt", ".cer"}


def context() -> ssl.SSLContext:
    """Return a context that verifies name and chain against the usual roots and the added certificates.

    Added are those of `loaders/fetching/certificates` and of the file or folder that CUENTAS_CA names (PEM).
    Untrusted when one of these cannot be read.
    """
    made = ssl.create_default_context(cafile=certifi.where())
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    # Python 3.13 lets a chain end at any trusted certificate; an intermediate must not become a root.
    made.verify_flags &= ~ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    for path in added():
        _add(made, path)
    return made


def added() -> Iterator[Path]:
    """Yield the certificate files that are added to the usual roots."""
    yield from _in(Path(str(files("loaders"))) / "fetching" / "certificates")
    named = os.environ.get(VARIABLE)
    if named:
        yield from _named(Path(named))


def _named(place: Path) -> Iterator[Path]:
    if not place.exists():
        raise Untrusted(
            f"{VARIABLE} names nothing", where=str(place), todo="name a PEM file or a folder of them"
        )
    yield from [place] if place.is_file() else _in(place)


def _in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS)


def _add(made: ssl.SSLContext, path: Path) -> None:
    try:
        made.load_verify_locations(cafile=path)
    except (ssl.SSLError, OSError) as error:
        raise Untrusted(
            "a certificate that cannot be read", where=str(path), value=str(error), todo="give it as PEM"
        ) from error
