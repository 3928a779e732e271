"""The colours hold 3:1 against what they touch and stay apart for colour-blind readers."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from dashboard import theme

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
DEFICIENCIES = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
ROLES = {"main": theme.MAIN, "attention": theme.ATTENTION, "chosen": theme.CHOSEN, "context": theme.CONTEXT}
Triple = tuple[float, float, float]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _seen(colour: str, deficiency: str) -> Triple:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    rows = (min(1, max(0, r * red + g * green + b * blue)) for r, g, b in DEFICIENCIES[deficiency])
    first, second, third = rows
    return first, second, third


def _cube_root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116


def _lab(linear: Triple) -> Triple:
    red, green, blue = linear
    x = _cube_root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = _cube_root(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _cube_root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _apart(one: str, other: str, deficiency: str) -> float:
    pairs = zip(_lab(_seen(one, deficiency)), _lab(_seen(other, deficiency)), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("colour", [*ROLES.values(), *theme.CLASSES, *theme.STAGES.values(), theme.HATCH])
def test_what_is_drawn_passes_3_to_1_on_paper(colour: str) -> None:
    assert theme.contrast(colour, theme.PAPER) >= 3


@pytest.mark.parametrize("colour", [theme.INK, theme.MUTED, theme.MAIN, theme.CHOSEN])
def test_text_colours_pass_4_5_to_1_on_paper(colour: str) -> None:
    assert theme.contrast(colour, theme.PAPER) >= 4.5


@pytest.mark.parametrize("colour", [theme.MAIN, theme.CHOSEN])
def test_the_accents_pass_3_to_1_beside_context_grey(colour: str) -> None:
    assert theme.contrast(colour, theme.CONTEXT) >= 3


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_roles_stay_apart_for_colour_blind_readers(deficiency: str) -> None:
    assert min(_apart(a, b, deficiency) for a, b in combinations(ROLES.values(), 2)) > 15


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_map_classes_stay_apart_for_colour_blind_readers(deficiency: str) -> None:
    assert min(_apart(a, b, deficiency) for a, b in pairwise(theme.CLASSES)) > 10


def test_map_classes_darken_step_by_step() -> None:
    on_paper = [theme.contrast(colour, theme.PAPER) for colour in theme.CLASSES]
    assert all(darker / lighter > 1.4 for lighter, darker in pairwise(on_paper))


@pytest.mark.parametrize("styles", [theme.SERIES, theme.CHOSEN_SERIES, tuple(theme.STAGE_SERIES.values())])
def test_lines_are_never_told_apart_by_colour_alone(styles: tuple[theme.SeriesStyle, ...]) -> None:
    assert len({style.dash for style in styles}) == len(styles)


@pytest.mark.parametrize("background", [theme.PAPER, theme.MAIN, theme.CHOSEN, *theme.CLASSES])
def test_text_on_a_colour_reads(background: str) -> None:
    assert theme.contrast(theme.on(background), background) >= 4.5


def test_css_tokens_name_every_colour_once() -> None:
    css = theme.css_tokens()
    assert css.startswith(":root {\n  --color-paper: #ffffff;\n")
    assert all(css.count(f"--{name}: ") == 1 for name in theme.tokens())


def test_the_style_sheet_carries_the_theme() -> None:
    sheet = Path(__file__).parents[2] / "assets" / "tokens.css"
    assert theme.css_tokens() in sheet.read_text(encoding="utf-8")
