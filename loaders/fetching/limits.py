"""What one download, and what it unpacks to, may take."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Bounds of a download: seconds, bytes, attempts; the largest official file known has 190 MB.

    `connect` and `silence`: longest wait for an answer, and between two pieces of one. `total`: longest time
    for one file, all attempts together. `report_every`: seconds between two words of progress.
    """

    connect: float = 15
    silence: float = 60
    total: float = 3600
    most_bytes: int = 2048 * MIB
    attempts: int = 6
    first_pause: float = 1
    longest_pause: float = 60
    report_every: float = 10


@dataclass(frozen=True)
class UnpackLimits:
    """Bounds of what an archive may unpack to.

    A budget file shrinks 10 to 45 times; one with 828,067 filler rows (2022) still less than 100 times.
    The ratio counts only beyond `free` bytes, as small files can shrink any number of times.
    """

    members: int = 2000
    most_bytes: int = 8192 * MIB
    ratio: int = 200
    free: int = 64 * MIB


DEFAULT = Limits()
UNPACKED = UnpackLimits()
