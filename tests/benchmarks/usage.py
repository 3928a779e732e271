"""Run a command and write down what it used: the seconds of processor and the bytes of memory at its peak.

    python -m tests.benchmarks.usage FILE COMMAND...

A small process of its own: Linux counts the memory of whoever starts a program towards the program's peak, so
that a benchmark which has just made a large file would report its own memory.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> int:
    """Run the command; return its exit code."""
    place, *command = sys.argv[1:]
    running = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(running, 0)
    words = {"processor": used.ru_utime + used.ru_stime, "bytes": used.ru_maxrss * 1024}
    Path(place).write_text(json.dumps(words), "utf-8")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
