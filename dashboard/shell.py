"""The HTML document around a page: its head, the page as the server wrote it, and where Dash takes over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from loaders.model import Language, Text

from .bundle import Manifest

LANGUAGE_TAGS: Final[Mapping[Language, str]] = {"es": "es-MX", "en": "en"}
SITE: Final = Text("Cuentas Abiertas", "Cuentas Abiertas")
LIVE: Final = ("dash.js", "controls.js", "takeover.js")
STILL: Final = ("controls.js", "still.js")
NETWORK: Final = Text(
    "No se pudo actualizar. Lo que ve es lo anterior; revise su conexión y vuelva a intentarlo.",
    "It could not be updated. What you see is the page as it was; check your connection and try again.",
)


@dataclass(frozen=True)
class Document:
    """All that a document needs besides what every document has.

    `address` is the absolute address of this page, `alternates` that of the same page by language.
    `body` is HTML, and `config` what Dash's renderer wants to know; a page without plotly needs neither Dash
    nor that.
    """

    language: Language
    title: str
    description: str
    address: str
    alternates: Mapping[Language, str]
    body: str
    plotly: str
    config: Mapping[str, Any]
    listed: bool = True

    @property
    def still(self) -> bool:
        """Whether it has no live chart, so that it stays as it is written here."""
        return self.plotly == "none"


def document(page: Document, manifest: Manifest) -> str:
    """Return the whole HTML document."""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{LANGUAGE_TAGS[page.language]}" data-plotly="{escape(page.plotly)}">'
        f"<head>{_head(page, manifest)}</head>"
        f"<body>{_body(page)}</body></html>\n"
    )


def _head(page: Document, manifest: Manifest) -> str:
    title = escape(page.title)
    return "".join(
        (
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f'<meta name="description" content="{escape(page.description)}">',
            "" if page.listed else '<meta name="robots" content="noindex">',
            _links(page),
            _social(page, title),
            # Plotly looks for this id and class to know that its style rules are served, not to be added.
            '<link rel="stylesheet" id="plotly.js-style-global" class="no-inline-styles"',
            f' href="{static(manifest, "site.css")}">',
            f'<link rel="icon" type="image/svg+xml" href="{static(manifest, "logo.svg")}">',
            *_scripts(page, manifest),
        )
    )


def _links(page: Document) -> str:
    alternates = (
        f'<link rel="alternate" hreflang="{LANGUAGE_TAGS[language]}" href="{escape(address)}">'
        for language, address in page.alternates.items()
    )
    default = f'<link rel="alternate" hreflang="x-default" href="{escape(page.alternates["es"])}">'
    return f'<link rel="canonical" href="{escape(page.address)}">{"".join(alternates)}{default}'


def _social(page: Document, title: str) -> str:
    properties = {
        "og:type": "website",
        "og:site_name": SITE.in_(page.language),
        "og:locale": "es_MX" if page.language == "es" else "en_US",
        "og:url": escape(page.address),
        "og:title": title,
        "og:description": escape(page.description),
    }
    return "".join(f'<meta property="{name}" content="{value}">' for name, value in properties.items())


def _scripts(page: Document, manifest: Manifest) -> list[str]:
    names = STILL if page.still else LIVE
    scripts = [f'<script defer src="{static(manifest, name)}"></script>' for name in names]
    return scripts if page.still else [*scripts, _early(page, manifest)]


def _early(page: Document, manifest: Manifest) -> str:
    """What Dash will ask for once it runs, asked for now; by script: others need none of it."""
    wanted = plotly_address(page.plotly, manifest)
    return f'<script async src="{static(manifest, "early.js")}" data-plotly="{wanted}"></script>'


def plotly_address(kind: str, manifest: Manifest) -> str:
    """Return the address of a plotly bundle, "basic" or "geo"."""
    return static(manifest, f"plotly-{kind}.js")


def _body(page: Document) -> str:
    return "".join(
        (
            f'<div id="ssr">{page.body}</div>',
            "" if page.still else '<div id="react-entry-point" class="coming" inert></div>',
            f'<div id="network-notice" class="notice notice-warning" role="alert" hidden>'
            f"<p>{escape(NETWORK.in_(page.language))}</p></div>",
            '<div id="spoken" class="visually-hidden" role="status"></div>',
            "" if page.still else _config(page),
        )
    )


def _config(page: Document) -> str:
    # "<" is escaped so that no text can end the data block early.
    config = json.dumps(page.config).replace("<", "\\u003c")
    return f'<script id="_dash-config" type="application/json">{config}</script>'


def static(manifest: Manifest, name: str) -> str:
    """Return the address of a built file."""
    return f"/static/{manifest[name]}"
