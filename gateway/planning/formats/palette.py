"""Palette: a colour for each subgraph, told apart by who sees fewer hues too, in a light and a dark theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Colour:
    """Hexadecimal colours of a surface and of its edge, by theme. Text on either surface is legible."""

    surface: str
    edge: str
    dark_surface: str
    dark_edge: str


COLOURS = (
    Colour("#dbeafe", "#1d4ed8", "#172554", "#60a5fa"),
    Colour("#ffedd5", "#c2410c", "#431407", "#fb923c"),
    Colour("#dcfce7", "#15803d", "#052e16", "#4ade80"),
    Colour("#f3e8ff", "#7e22ce", "#3b0764", "#c084fc"),
    Colour("#ccfbf1", "#0f766e", "#042f2e", "#2dd4bf"),
    Colour("#ffe4e6", "#be123c", "#4c0519", "#fb7185"),
    Colour("#fef9c3", "#a16207", "#422006", "#facc15"),
    Colour("#e2e8f0", "#475569", "#1e293b", "#94a3b8"),
)
INK, DARK_INK = "#18181b", "#f4f4f5"
"""Text on a surface."""


def colour_numbers(plan: Plan) -> Mapping[str, int]:
    """By subgraph of the plan, in order of appearance, a number into COLOURS; they come again after these."""
    names = dict.fromkeys(fetch.subgraph for fetch in plan.fetches)
    return {name: number % len(COLOURS) for number, name in enumerate(names)}
