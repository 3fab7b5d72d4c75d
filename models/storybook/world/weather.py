"""Weather over a place. "clear" is what nothing said means."""

from __future__ import annotations

from .stage import Weather

WEATHERS: dict[str, Weather] = {w.name: w for w in (Weather("clear", ()),)}
