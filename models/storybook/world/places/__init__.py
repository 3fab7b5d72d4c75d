"""The places of the world, by name."""

from __future__ import annotations

from ..stage import Place
from . import apartment, bakery, beach, bridge, castle, city, desert, farm, forest, garden, library, market, moon, road, snow, underwater

PLACES: dict[str, Place] = {
    m.PLACE.name: m.PLACE for m in (apartment, forest, beach, road, snow, moon, city, castle, garden, farm, underwater, desert, bridge, library, market, bakery)
}
