"""What is drawn today is what was looked at and kept: `CUENTAS_UPDATE_SNAPSHOTS=1` keeps it anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dashboard.charts import draw, words
from loaders.model import Language
from tests.charts.samples import CHARTS

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"


def _kept(name: str, drawn: str) -> str:
    path = SNAPSHOTS / name
    if os.environ.get("CUENTAS_UPDATE_SNAPSHOTS") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _readable(svg: str) -> str:
    """One element a line, so that a difference in review is a difference in the drawing."""
    return svg.replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("name", CHARTS)
def test_wide_drawing_in_spanish(name: str) -> None:
    chart, result, chosen = CHARTS[name]
    drawn = _readable(draw.svg(chart, result, "es", chosen))
    assert drawn == _kept(f"{name}.es.wide.svg", drawn)


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "state_map"])
def test_narrow_drawing_in_english(name: str) -> None:
    chart, result, chosen = CHARTS[name]
    drawn = _readable(draw.svg(chart, result, "en", chosen, 340))
    assert drawn == _kept(f"{name}.en.narrow.svg", drawn)


@pytest.mark.parametrize("name", CHARTS)
def test_figure_in_spanish(name: str) -> None:
    chart, result, chosen = CHARTS[name]
    drawn = json.dumps(draw.figure(chart, result, "es", chosen), ensure_ascii=False, indent=1) + "\n"
    assert drawn == _kept(f"{name}.es.figure.json", drawn)


def _told(name: str, language: Language) -> str:
    chart, result, chosen = CHARTS[name]
    return words.sentence(chart, result, language, chosen)


def test_sentences() -> None:
    told = "".join(f"{name}\n  {_told(name, 'es')}\n  {_told(name, 'en')}\n" for name in CHARTS)
    assert told == _kept("sentences.txt", told)
