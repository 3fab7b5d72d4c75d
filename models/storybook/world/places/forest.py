"""A clearing among tall trees, with shafts of light."""

from __future__ import annotations

from ..chance import apart, pick, spread
from ..pen import Pen, dark, mix, rgb, vary
from ..stage import Ground, Light, Place, Rng, Setting
from .land import land, rock, snowed, strokes, waves
from .plants import BARK, bush, fir, mushroom, round_tree, tufts
from .sky import dull
from .fog import fog


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    leaf = vary(rng, rgb("#2f8047"))
    mist, far = dull(rgb("#dff1b8"), setting), dull(mix(rgb("#9fcf93"), leaf, 0.12), setting)
    pen.gradient(-2, 96, mist, dull(rgb("#b9dd9e"), setting))
    for k, (lo, hi, tone) in enumerate(((40, 66, mix(far, mist, 0.45)), (24, 48, far), (10, 34, mix(far, leaf, 0.35)))):
        tone = snowed(tone, setting, 0.4)
        for x in spread(rng, 9 - k, -8, 136):
            y = float(rng.uniform(lo, hi))
            w = 3.4 + k
            pen.polygon(((x - w, 98), (x + w, 98), (x + w * 0.5, y), (x - w * 0.5, y)), dark(mix(tone, BARK, 0.2), 0.9), line=False)
            pen.blob(((x - 13, y + 20), (x - 9, y + 2), (x, y - 10), (x + 9, y + 2), (x + 13, y + 20), (x, y + 26)), tone, line=False)
        land(pen, waves(rng, 84 + 3 * k, (2, 37)), tone, line=False)
        fog(pen, setting, 10, 92, 0.4)
    beams = apart(rng)
    if setting.weather in ("clear", "rainbow", "windy") and not setting.night:
        for x in spread(beams, 3, 6, 96):
            w = float(beams.uniform(7, 13))
            pen.polygon(((x, -2), (x + w, -2), (x + w * 2.2 + 30, 100), (x + 26, 100)), rgb("#fffbd0"), line=False, alpha=0.28)
    grass = vary(rng, rgb("#6aa543"))
    land(pen, waves(rng, 90, (1.8, 60), (0.8, 23)), snowed(mix(grass, rgb("#d9e86a"), 0.2), setting), snowed(dark(grass, 0.8), setting, 0.9), reach=38)
    pen.blob(((28, 132), (42, 112), (66, 101), (60, 94), (68, 93), (82, 101), (76, 112), (104, 132)), snowed(rgb("#bfa265"), setting), line=False)
    for side in (0, 1):
        x = (10 if side == 0 else 118) + float(rng.uniform(-6, 6))
        tone = vary(rng, leaf)
        (fir if rng.random() < 0.5 else round_tree)(pen, rng, x, 100 + float(rng.uniform(-3, 3)), float(rng.uniform(92, 112)), tone, setting)
        if rng.random() < 0.6:
            bush(pen, x + (13 if side == 0 else -13), 103, float(rng.uniform(6, 8)), vary(rng, rgb("#4f9a3e")), setting, pick(rng, (None, rgb("#d33a3a"), rgb("#4a55b5"))))
    tufts(pen, rng, 16, 98, 124, snowed(dark(grass, 0.72), setting, 0.5), setting)
    floor = apart(rng)
    for _i in range(0 if setting.snow > 0.5 else 3):
        mushroom(pen, float(pick(floor, (floor.uniform(3, 26), floor.uniform(100, 125)))), float(floor.uniform(105, 120)), float(floor.uniform(0.8, 1.2)))
    if rng.random() < 0.5:
        rock(pen, float(pick(rng, (12, 112))), 112, float(rng.uniform(4, 7)), rgb("#9a9d96"), setting)

    def front(p: Pen) -> None:
        strokes(p, [(x, 130, x + d, 130 - h) for x, d, h in front_blades], 1.6, snowed(dark(grass, 0.6), setting, 0.4))

    front_blades = rng.uniform((-2, -3, 6), (130, 3, 12), (26, 3))
    return Ground(lights=(Light(30, 20, 40, (0.8, 0.9, 1.0)),) if setting.night else (), front=front)


PLACE = Place("forest", ("in a forest", "in the forest", "in the woods", "among the trees", "in a wood"), paint, graded=("darkness", "snow"))
