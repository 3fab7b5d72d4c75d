from ..figure import Subject
from ..pen import WHITE, Color, Pen, mix, rgb
from ..stage import Rng

PLATE, SPONGE, RED = rgb("#e9edf3"), rgb("#e9b873"), rgb("#dc3a44")


def paint(pen: Pen, rng: Rng, color: Color, activity: str) -> None:
    pen.ellipse(0, -2, 40, 6, PLATE, shade=True)
    for y, w, h in ((-30, 32, 27), (-52, 22, 22)):
        pen.box(-w, y, 2 * w, h, SPONGE, 4, shade=4.0)
        pen.curve(((-w + 1, y + h * 0.62), (0, y + h * 0.7), (w - 1, y + h * 0.62)), 2.6, mix(color, WHITE, 0.6))
        drips = [(-w - 1.5, y + 3), (-w, y - 4), (0, y - 6), (w, y - 4), (w + 1.5, y + 3)]
        n = 6 if w > 25 else 4
        for k in range(n, -1, -1):
            x = -w + 2 * w * k / n
            drips += [(x + w / n * 0.5, y + 4), (x, y + (9 if k % 2 else 11.5))]
        pen.blob(drips, color, shade=2.0)
    for x in (-24, -8, 8, 24):
        pen.ellipse(x, -32.5 if abs(x) > 20 else -31.5, 3.4, 3.4, RED if color != RED else WHITE, shade=True)
    for x, hue in ((-11, "#3f8fe0"), (0, "#f2b632"), (11, "#49b868")):
        pen.box(x - 1.7, -70, 3.4, 14, rgb(hue), 0.8)
        pen.blob(((x, -79), (x + 2.6, -74), (x, -70.5), (x - 2.6, -74)), rgb("#f8a020"))
        pen.ellipse(x, -73.2, 1.1, 1.8, rgb("#ffe88a"), line=False)


SUBJECT = Subject("cake", ("cake", "birthday cake"), rgb("#f5a9c4"), wears=(), acts=("standing",), paint=paint, reach=42.0, tall=80)
