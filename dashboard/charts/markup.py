"""SVG elements as text: presentation attributes only, everything escaped, no style and no script."""

from __future__ import annotations

import re
from html import escape
from typing import Final

Attribute = str | int | float | None

# XML 1.0 has no way to write these, not even as references.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(text: str) -> str:
    """Return `text` escaped for element content and attribute values, without characters XML forbids."""
    return escape(_NOT_XML.sub("", text), quote=True)


def coordinate(value: float) -> str:
    """Return a pixel position with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, *content: str, **attributes: Attribute) -> str:
    """Return one element; `content` is markup. `_` in attribute names stands for `-`; None leaves one out."""
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    return f"<{opening}>{''.join(content)}</{name}>" if content else f"<{opening}/>"


def words(text: str, x: float, y: float, **attributes: Attribute) -> str:
    """Return a `<text>` element whose baseline starts at x, y."""
    return element("text", written(text), x=x, y=y, **attributes)


def lines(texts: list[str], x: float, y: float, leading: float, **attributes: Attribute) -> str:
    """Return several lines of text, the first with its baseline at y, `leading` pixels apart."""
    return "".join(words(text, x, y + leading * at, **attributes) for at, text in enumerate(texts))


def titled(markup: str, title: str) -> str:
    """Return `markup` in a group whose `<title>` is shown when a pointer rests on it."""
    return element("g", element("title", written(title)), markup)


def rect(x: float, y: float, width: float, height: float, **attributes: Attribute) -> str:
    """Return a rectangle; a negative width or height is drawn as nothing."""
    return element("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), **attributes)


def rule(x1: float, y1: float, x2: float, y2: float, **attributes: Attribute) -> str:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def pattern(identifier: str, path: str, colour: str) -> str:
    """Return the definition of a pattern of `path`, drawn over and over in squares of six pixels."""
    stroke = element("path", d=path, fill="none", stroke=colour, stroke_width=1.2)
    return element("pattern", stroke, id=identifier, width=6, height=6, patternUnits="userSpaceOnUse")


def _attribute(key: str, value: Attribute) -> str:
    text = coordinate(value) if isinstance(value, float) else written(str(value))
    name = key.rstrip("_") if key in _CAMEL else key.rstrip("_").replace("_", "-")
    return f' {name}="{text}"'


_CAMEL: Final = frozenset({"patternUnits", "viewBox"})
