"""Flat illustration: clean coloured outlines. What no style said means."""

from .style import Style

STYLE = Style("flat", ("a flat illustration", "an illustration", "a picture", "a drawing", "a painting"), dict(line_width=0.8, line_keep=0.55, line_ink=0.18, shade=0.2))
