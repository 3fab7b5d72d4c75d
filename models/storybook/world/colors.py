"""The colours that words name."""

from __future__ import annotations

from .pen import Color, rgb

COLORS: dict[str, Color] = {
    "red": rgb("#d8342f"),
    "orange": rgb("#f28a1e"),
    "yellow": rgb("#f7d02c"),
    "green": rgb("#3c9d50"),
    "blue": rgb("#2f6fd0"),
    "purple": rgb("#8448b8"),
    "pink": rgb("#f58db4"),
    "black": rgb("#35323b"),
    "white": rgb("#f7f4ee"),
}
