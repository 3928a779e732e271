"""A Dash component tree as an HTML string: the first response of a page, for readers without scripts.

`dash.html` components become their tags, the few `dash_bootstrap_components` controls in use become
native form controls with the same classes and names (so a `<form method="get">` around them works
without scripts), and a `dcc.Graph` becomes the static drawing that was made from the same Result.
Everything is escaped except those drawings. A component that is not known raises: a page must never
lose a part in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final

from dash.development.base_component import Component

Props = Mapping[str, Any]
Drawings = Mapping[str, str]


class RenderError(ValueError):
    """A component tree that cannot be written as HTML; the message names the component and the reason."""


VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
FORBIDDEN: Final = frozenset({"Script", "Style", "Iframe", "ObjectEl", "Embed", "Base", "Applet", "Frame"})
RENAMED: Final = {
    "className": "class",
    "class_name": "class",
    "htmlFor": "for",
    "html_for": "for",
    "acceptCharset": "accept-charset",
    "httpEquiv": "http-equiv",
}
BOOLEAN: Final = frozenset(
    {"autofocus", "checked", "default", "disabled", "hidden", "multiple", "novalidate", "open", "readonly"}
    | {"required", "reversed", "selected", "inert"}
)
NOT_WRITTEN: Final = frozenset(
    {"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key", "loading_state", "persistence"}
    | {"persisted_props", "persistence_type"}
    # What Dash keeps on a component beside its properties.
    | {"_prop_names", "_valid_wildcard_attributes", "available_properties", "available_wildcard_properties"}
)
_TAGS: Final = "dash.html."
ADDRESSES: Final = frozenset({"href", "src", "action", "formaction", "cite", "poster"})
SAFE_ADDRESS: Final = re.compile(r"^(?:https?:|mailto:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)
ATTRIBUTE_NAME: Final = re.compile(r"^[a-z][a-z0-9_:.-]*$")


def html(tree: object, drawings: Drawings | None = None) -> str:
    """Return `tree` as HTML; `drawings` maps each `dcc.Graph` id to its static markup, inserted as it is.

    Raises RenderError for an unknown component, a Graph without drawing, an inline style (the content
    security policy would drop it), or an address with a scheme that could run code.
    """
    return "".join(_node(tree, drawings or {}))


def _node(node: object, drawings: Drawings) -> Iterable[str]:
    if node is None or isinstance(node, bool):
        return ()
    if isinstance(node, list | tuple):
        return (part for child in node for part in _node(child, drawings))
    if isinstance(node, Component):
        return _component(node, drawings)
    if isinstance(node, str | int | float):
        return (escape(str(node)),)
    raise RenderError(f"cannot write a {type(node).__name__} as HTML: {node!r}")


def _component(component: Component, drawings: Drawings) -> Iterable[str]:
    made = type(component)
    # Nearly all are tags, of which Dash would look for each of a hundred properties.
    if made.__module__.startswith(_TAGS) and made.__name__ not in FORBIDDEN:
        return _element(_tag(made.__name__), vars(component), drawings)
    described: dict[str, Any] = component.to_plotly_json()  # type: ignore[no-untyped-call]
    namespace, kind, props = described["namespace"], described["type"], described["props"]
    if (namespace, kind) == ("dash_core_components", "Graph"):
        return (_drawing(props, drawings),)
    if (namespace, kind) == ("dash_core_components", "Location"):
        return ()
    if namespace == "dash_bootstrap_components" and kind in BOOTSTRAP:
        return BOOTSTRAP[kind](props, drawings)
    raise RenderError(f"{namespace}.{kind} has no HTML form: add it to dashboard/render.py or use dash.html")


def _tag(kind: str) -> str:
    return kind.removesuffix("El").lower()


def _drawing(props: Props, drawings: Drawings) -> str:
    graph = _identifier(props.get("id"))
    if graph not in drawings:
        raise RenderError(f"the Graph {graph!r} has no static drawing: give one for every Graph of a page")
    return f'<div class="static-drawing" id="{escape(graph)}">{drawings[graph]}</div>'


def _element(tag: str, props: Props, drawings: Drawings) -> Iterable[str]:
    yield f"<{tag}{_attributes(props)}>"
    if tag not in VOID:
        yield from _node(props.get("children"), drawings)
        yield f"</{tag}>"


def _attributes(props: Props) -> str:
    # Dash keeps properties in an order that differs between processes; readers get one and the same page.
    written = (_attribute(name, props[name]) for name in sorted(props) if name not in NOT_WRITTEN)
    return "".join(written)


def _attribute(name: str, value: object) -> str:
    if name == "style":
        raise RenderError("inline styles are dropped by the content security policy: use a class")
    attribute = RENAMED.get(name, name.lower())
    if not ATTRIBUTE_NAME.match(attribute):
        raise RenderError(f"{name!r} is no attribute name")
    if attribute in BOOLEAN:
        return f" {attribute}" if value not in (None, False, "false") else ""
    return "" if value is None else f' {attribute}="{escape(_value(attribute, value))}"'


def _value(attribute: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if attribute == "id":
        return _identifier(value)
    if attribute in ADDRESSES:
        return _address(str(value))
    return str(value)


def _identifier(value: object) -> str:
    # Dash writes a pattern-matching id into the page in this form.
    return json.dumps(value, sort_keys=True, separators=(",", ":")) if isinstance(value, dict) else str(value)


def _address(value: str) -> str:
    # Browsers skip control characters and spaces before a scheme, so they are taken out before looking.
    if not SAFE_ADDRESS.match(re.sub(r"[\x00-\x20]", "", value)):
        raise RenderError(f"the address {value!r} has a scheme that is not allowed")
    return value


def _joined(*classes: object) -> str:
    return " ".join(str(part) for part in classes if part)


def _classes(props: Props, *more: str) -> str:
    return _joined(*more, props.get("class_name"), props.get("className"))


def _without(props: Props, *names: str) -> dict[str, Any]:
    dropped = {"class_name", "className", *names}
    return {name: value for name, value in props.items() if name not in dropped}


def _named(props: Props) -> str:
    return str(props.get("name") or _identifier(props.get("id", "")))


def _options(options: object) -> list[dict[str, Any]]:
    """Options in Dash's three spellings (values, value→label, dicts) as dicts with label and value."""
    if isinstance(options, Mapping):
        return [{"label": label, "value": value} for value, label in options.items()]
    listed = options if isinstance(options, list | tuple) else ()
    return [dict(one) if isinstance(one, Mapping) else {"label": one, "value": one} for one in listed]


def _select(props: Props, drawings: Drawings) -> Iterable[str]:
    rest = _without(props, "options", "value", "placeholder", "size", "html_size", "valid", "invalid")
    written = {**rest, "name": _named(props), "className": _classes(props, "form-select")}
    yield f"<select{_attributes(written)}>"
    for option in _options(props.get("options")):
        yield from _option(option, str(option["value"]) == str(props.get("value")), drawings)
    yield "</select>"


def _option(option: Props, selected: bool, drawings: Drawings) -> Iterable[str]:
    shown = {
        "value": option["value"],
        "selected": selected,
        "disabled": option.get("disabled"),
        "title": option.get("title"),
        "children": option["label"],
    }
    return _element("option", shown, drawings)


def _choices(kind: str) -> Callable[[Props, Drawings], Iterable[str]]:
    def write(props: Props, drawings: Drawings) -> Iterable[str]:
        chosen = props.get("value")
        values = chosen if isinstance(chosen, list | tuple) else [chosen]
        identifier = {"id": props["id"]} if "id" in props else {}
        role = {} if kind == "checkbox" else {"role": "radiogroup"}
        yield f"<div{_attributes({**identifier, **role, 'className': _classes(props) or None})}>"
        for number, option in enumerate(_options(props.get("options"))):
            yield from _choice(kind, props, number, option, option["value"] in values, drawings)
        yield "</div>"

    return write


def _choice(
    kind: str, props: Props, number: int, option: Props, checked: bool, drawings: Drawings
) -> Iterable[str]:
    identifier = option.get("input_id") or f"{_named(props)}-{number}"
    inline = "form-check-inline" if props.get("inline") else ""
    control = {
        "type": kind,
        "className": "form-check-input",
        "id": identifier,
        "name": _named(props),
        "value": option["value"],
        "checked": checked,
        "disabled": option.get("disabled"),
    }
    yield f'<div class="{_joined("form-check", inline)}">'
    yield f"<input{_attributes(control)}>"
    yield from _label(identifier, option, drawings)
    yield "</div>"


def _label(identifier: str, option: Props, drawings: Drawings) -> Iterable[str]:
    shown = {
        "className": "form-check-label",
        "htmlFor": identifier,
        "title": option.get("title"),
        "children": option["label"],
    }
    return _element("label", shown, drawings)


def _input(props: Props, drawings: Drawings) -> Iterable[str]:
    del drawings
    rest = _without(
        props, "debounce", "size", "html_size", "valid", "invalid", "plaintext", "n_submit", "n_blur"
    )
    written = {**rest, "name": _named(props), "className": _classes(props, "form-control")}
    yield f"<input{_attributes(written)}>"


def _toggle(*classes: str) -> Callable[[Props, Drawings], Iterable[str]]:
    def write(props: Props, drawings: Drawings) -> Iterable[str]:
        identifier = _identifier(props.get("id", ""))
        control = {
            "type": "checkbox",
            "className": "form-check-input",
            "id": identifier,
            "name": _named(props),
            "value": "1",
            "checked": bool(props.get("value")),
            "disabled": props.get("disabled"),
        }
        yield f'<div class="{escape(_joined(*classes, _classes(props)))}"><input{_attributes(control)}>'
        yield from _label(identifier, {"label": props.get("label", "")}, drawings)
        yield "</div>"

    return write


def _box(tag: str, *classes: str) -> Callable[[Props, Drawings], Iterable[str]]:
    def write(props: Props, drawings: Drawings) -> Iterable[str]:
        kept = {
            name: value for name, value in props.items() if name in {"id", "children", "htmlFor", "html_for"}
        }
        return _element(tag, {**kept, "className": _classes(props, *classes) or None}, drawings)

    return write


BOOTSTRAP: Final[Mapping[str, Callable[[Props, Drawings], Iterable[str]]]] = {
    "Select": _select,
    "RadioItems": _choices("radio"),
    "Checklist": _choices("checkbox"),
    "Input": _input,
    "Switch": _toggle("form-check", "form-switch"),
    "Checkbox": _toggle("form-check"),
    "Label": _box("label", "form-label"),
    "FormText": _box("small", "form-text"),
    "Container": _box("div", "container"),
    "Row": _box("div", "row"),
}
