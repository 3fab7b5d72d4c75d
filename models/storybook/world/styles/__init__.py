"""The styles of the world, by name."""

from __future__ import annotations

from . import flat, night, oil, paper, pixel, sepia, sketch, watercolor
from .style import Style

STYLES: dict[str, Style] = {m.STYLE.name: m.STYLE for m in (flat, watercolor, sketch, oil, pixel, paper, night, sepia)}
