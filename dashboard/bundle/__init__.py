"""What a browser loads: our plotly bundles, Dash's scripts and the style sheets, hashed and precompressed.

Everything is built once at set-up into `build/static` (git-ignored) from npm packages, the installed
wheels and `assets/`. Where npm is impossible the full plotly of the wheel serves in place of ours: the
page gets heavier, nothing else changes.
"""

from __future__ import annotations

from .build import STATIC, Manifest, build, read_manifest

__all__ = ["STATIC", "Manifest", "build", "read_manifest"]
