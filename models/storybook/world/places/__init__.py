"""The places of the world, by name."""

from __future__ import annotations

from importlib import import_module

from .place import INDOORS, WEATHERS, Light, Place, Setting, Stage, vary
from .weather import air


NAMES = ("apartment", "forest", "beach", "road", "snow", "moon", "city", "castle", "garden", "farm", "underwater", "desert", "bridge", "library", "market", "bakery")
def _load():
    return {name: import_module(f".{name}", __name__).PLACE for name in NAMES}


__all__ = ["INDOORS", "PLACES", "WEATHERS", "Light", "Place", "Setting", "Stage", "air", "vary"]
