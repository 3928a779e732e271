"""Which compression an answer gets: what the client weighs highest (RFC 9110, 12.5.3)."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from typing import Final

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from .wsgi import Environ, Response

# At equal weights the first of them is taken.
OFFERED: Final = ("br", "gzip", "")
IDENTITY: Final = "identity"
NO_CODING: Final = (
    "No hay una versión con la compresión que se pide (Accept-Encoding). / "
    "There is none in the compression asked for (Accept-Encoding).\n"
)


@dataclass(frozen=True)
class Coding:
    """A compression by name, "" for none; `needed` if the client takes no answer without one."""

    name: str = ""
    needed: bool = False

    def __str__(self) -> str:
        return self.name + "!" * self.needed


def accepted_coding(environ: Environ) -> Coding | None:
    """Return the coding that the client wants most; None if it takes neither ours nor none."""
    given = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""), Accept)
    weights = {name.lower().removeprefix("x-"): weight for name, weight in given}
    others = weights.get("*", 0.0)
    # Uncompressed is acceptable unless refused, and wanted less than whatever is named.
    plain = weights.get(IDENTITY, others if "*" in weights else 0.0001)
    offered = {name: weights.get(name, others) for name in OFFERED if name} | {"": plain}
    best = max(OFFERED, key=lambda name: offered[name])
    return Coding(best, needed=plain <= 0) if offered[best] > 0 else None


def compressed(answer: Response, coding: str) -> Response:
    """Return the answer with its body compressed."""
    body = (
        brotli.compress(answer.body, quality=5) if coding == "br" else gzip.compress(answer.body, 6, mtime=0)
    )
    return replace(answer, headers=(*answer.headers, ("Content-Encoding", coding)), body=body)
