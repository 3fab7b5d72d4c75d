"""The moon: craters and pale dust under a violet sky with the earth, a rocket, a flag."""

from __future__ import annotations

from ..chance import pick
from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, INDOORS, Light, Place, Rng, Setting
from .land import dots, glow, land, mountains, shadow_under, strokes, waves


def _earth(pen: Pen, x: float, y: float, r: float) -> None:
    glow(pen, x, y, r * 2.1, rgb("#7fc4ff"), 0.6)
    pen.ellipse(x, y, r, r, rgb("#3f9be0"))
    c = pen.ctx
    c.save()
    pen._ellipse(x, y, r - 0.3, r - 0.3)
    c.clip()
    for blob in (((-0.75, -0.3), (-0.3, -0.75), (0.15, -0.6), (0.0, -0.1), (-0.4, 0.3)), ((0.2, 0.1), (0.75, -0.05), (0.8, 0.5), (0.3, 0.8)), ((0.35, -0.8), (0.7, -0.7), (0.6, -0.4))):
        pen.blob([(x + r * a, y + r * b) for a, b in blob], rgb("#6fc265"), line=False)
    for dy, w in ((-0.35, 0.5), (0.25, 0.6)):
        pen.ellipse(x - r * 0.1, y + r * dy, r * w, r * 0.1, WHITE, line=False, alpha=0.85)
    c.restore()
    c.save()
    pen._ellipse(x, y, r, r)
    c.clip()
    pen.ellipse(x + r * 0.75, y + r * 0.7, r * 1.05, r * 1.05, (0.05, 0.05, 0.25), line=False, alpha=0.35)
    c.restore()


def _rocket(pen: Pen, rng: Rng, x: float, y: float) -> Light:
    red = vary(rng, pick(rng, (rgb("#e8504a"), rgb("#f2913b"), rgb("#3fa7a0"))))
    shadow_under(pen, x + 2, y, 15, 2.2, 0.35)
    for side in (-1, 1):
        pen.polygon(((x + side * 7, y - 20), (x + side * 14, y - 4), (x + side * 13, y + 1), (x + side * 6, y - 8)), red if side < 0 else dark(red, 0.8))
    pen.blob(((x, y - 58), (x + 6.5, y - 46), (x + 9, y - 26), (x + 6, y - 6), (x - 6, y - 6), (x - 9, y - 26), (x - 6.5, y - 46)), rgb("#f4f1fa"))
    pen.blob(((x + 1, y - 56), (x + 6.2, y - 46), (x + 8.6, y - 26), (x + 5.8, y - 6.6), (x + 2, y - 6.6), (x + 4, y - 28)), rgb("#c9c6dc"), line=False)
    pen.blob(((x, y - 58.5), (x + 4.6, y - 50), (x + 5.9, y - 44.5), (x, y - 43), (x - 5.9, y - 44.5), (x - 4.6, y - 50)), red)
    pen.ellipse(x, y - 32, 4.4, 4.4, rgb("#c9a53f"))
    pen.ellipse(x, y - 32, 3.1, 3.1, rgb("#8fe0ff"), line=False)
    pen.box(x - 4.5, y - 8, 9, 4, rgb("#6a6478"), 1)
    pen.box(x - 1.5, y - 18, 3, 18, red, 1)
    return Light(x, y - 32, 26, (0.7, 0.9, 1.0))


def _crater(pen: Pen, x: float, y: float, r: float, dust) -> None:
    pen.ellipse(x, y, r, r * 0.34, mix(dust, WHITE, 0.45), line=False)
    pen.ellipse(x + 0.4, y + r * 0.05, r * 0.88, r * 0.27, dark(dust, 0.68))
    pen.ellipse(x + r * 0.12, y + r * 0.12, r * 0.7, r * 0.17, dark(dust, 0.82), line=False)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    sky = vary(rng, rgb("#2a2160"))
    if pen.shadow > 0:
        pen.box(-4, -4, 136, 110, sky, line=False)
        for k in (1, 2):
            pen.ground(waves(rng, 30 * k, (4, 60)), mix(sky, rgb("#6a48a0"), k * 0.4), line=False)
    else:
        pen.gradient(-2, 96, dark(sky, 0.75), mix(sky, rgb("#8a58b8"), 0.7))
    glow(pen, float(rng.uniform(30, 100)), 50, 60, rgb("#c070d0"), 0.3, 0.5)
    stars = rng.uniform((0, 0, 0.35), (128, 84, 0.85), (55, 3))
    dots(pen, [(x, y, r, r) for x, y, r in stars], rgb("#fff3cc"))
    for x, y in rng.uniform((4, 4), (124, 60), (5, 2)):
        strokes(pen, ((x - 2.4, y, x + 2.4, y), (x, y - 2.4, x, y + 2.4)), 0.7, rgb("#fff8e0"))
    left = rng.random() < 0.5
    ex, ey = (25 if left else 103) + float(rng.uniform(-6, 6)), 25 + float(rng.uniform(-4, 4))
    _earth(pen, ex, ey, float(rng.uniform(15, 19)))
    dust = vary(rng, rgb("#cfc8da"))
    mountains(pen, rng, 92, [(float(rng.uniform(0, 30)), 68, 30), (float(rng.uniform(48, 80)), 72, 34), (float(rng.uniform(98, 128)), 66, 32)], mix(dust, rgb("#6a5a9a"), 0.45), None, line=False)
    land(pen, waves(rng, 82, (2.5, 80), (1, 30)), mix(dust, rgb("#8a7ab0"), 0.25), line=False)
    lights = [Light(ex, ey, 34, (0.7, 0.85, 1.0))]
    for x, y, r in ((float(rng.uniform(10, 50)), 88, 5), (float(rng.uniform(70, 118)), 87, 6)):
        _crater(pen, x, y, r, mix(dust, rgb("#8a7ab0"), 0.25))
    if rng.random() < 0.8:
        lights.append(_rocket(pen, rng, (106 if left else 22) + float(rng.uniform(-4, 4)), 97))
    near = waves(rng, 94, (2.2, 90), (0.8, 26))
    land(pen, near, mix(dust, WHITE, 0.3), dark(dust, 0.8), reach=38)
    for x, y, r in ((12, 118, 11), (44, 103, 6), (88, 102, 7), (116, 116, 12), (66, 124, 9)):
        _crater(pen, x + float(rng.uniform(-6, 6)), y + float(rng.uniform(-2, 2)), r * float(rng.uniform(0.8, 1.1)), dust)
    if rng.random() < 0.6:
        x = (17 if left else 110) + float(rng.uniform(-4, 4))
        strokes(pen, ((x, 108, x, 76),), 1.2, rgb("#e9e6f2"))
        pen.blob(((x, 76), (x + 7, 74.5), (x + 14, 77), (x + 14, 86), (x + 7, 84), (x, 86)), pick(rng, (rgb("#e8504a"), rgb("#f2c14e"), rgb("#4fb08f"))))
    return Ground(lights=tuple(lights))


PLACE = Place("moon", ("on the moon", "on the moon", "in space", "among the stars", "on a far planet"), paint, INDOORS, graded=())
