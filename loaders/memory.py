"""Too little memory, told in words: what libraries do with it is anything from a traceback to an abort."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from loaders.errors import NoMemory

# Mapped, not used: on two processors the bundled snapshot loaded under `ulimit -v 2600000` and aborted under
# 2200000. Each thread of a library maps more, and there are as many as processors.
ADDRESS_SPACE: Final = 4 * 2**30
_LESS: Final = "load fewer files at once, or give this process more memory"
# What DuckDB, polars, Arrow and Python say of it in their own errors.
_SAYS: Final = (
    "failed to map segment", "can't start new thread", "cannot allocate memory", "out of memory",
    "memory allocation", "could not allocate", "failed to allocate",
)  # fmt: skip


def require_address_space() -> None:
    """Require as much address space as a load maps; NoMemory when `ulimit -v` allows less."""
    if sys.platform == "win32":
        return
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed != resource.RLIM_INFINITY and allowed < ADDRESS_SPACE:
        needed = ADDRESS_SPACE // 1024
        raise NoMemory(
            f"this process may map {allowed // 1024:,} KB, a load needs {needed:,} KB",
            where="ulimit -v",
            todo=f"`ulimit -v {needed}` or `ulimit -v unlimited`; limit what is used, not what is mapped, as "
            "systemd does with MemoryMax=2G",
        )


@contextmanager
def memory_told() -> Iterator[None]:
    """Turn what means that there is not enough memory into NoMemory; other errors pass as they are."""
    try:
        yield
    except Exception as error:
        if not _means_memory(error):
            raise
        raise NoMemory("not enough memory", value=str(error).strip()[:200], todo=_LESS) from error


def _means_memory(error: BaseException | None) -> bool:
    """Return whether an error, or one that led to it, is told of memory."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        if any(words in str(error).lower() for words in _SAYS):
            return True
        error = error.__cause__ or error.__context__
    return False
