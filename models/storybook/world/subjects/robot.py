from ..figure import Subject
from ..mood import Look
from ..pen import WHITE, Pen, dark, mix, rgb

GLOW, LAMP, SCREEN = rgb("#5fe0ef"), rgb("#f0503c"), rgb("#22384a")


def ears(pen: Pen, s: Subject) -> None:
    pen.lines(((0, -16), (0, -26)), 2.4, dark(s.fur, 0.55))
    pen.ellipse(0, -27.5, 4.0, 4.0, LAMP, shade=True)
    for side in (-1, 1):
        pen.box(side * 23 - 3.5, -6, 7, 13, dark(s.fur, 0.72), 2)


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.box(-16.5, -12, 33, 24, SCREEN, 4)
    joy, grief, rage, awe = (look.of(e) for e in ("happy", "sad", "angry", "surprised"))
    for side in (-1, 1):
        x, r = side * 7.5, 3.6 * (1 + 0.4 * awe)
        if look.eyes == "closed":
            pen.curve(((x - 4, -3), (x, -0.6), (x + 4, -3)), 2.0, GLOW)
        elif joy > 0.62:
            pen.curve(((x - 4.2, -1), (x, -6.5), (x + 4.2, -1)), 2.4, GLOW)
        else:
            pen.ellipse(x, -3 + (1.0 if look.eyes == "down" else 0), r, r, GLOW, line=False)
            pen.ellipse(x + look.gaze, -3, r * 0.42 * (1 - 0.3 * awe), r * 0.42, SCREEN, line=False)
        if rage:
            pen.lines(((x + side * 5, -8 - 2.4 * rage), (x - side * 4.4, -6.6 + 3.0 * rage)), 2.0 + rage, LAMP)
        elif grief:
            pen.lines(((x + side * 5, -7.6 + 2.2 * grief), (x - side * 4.4, -7.4 - 2.4 * grief)), 2.0, GLOW)
        elif awe:
            pen.curve(((x - 4, -9.0 - awe), (x, -10.4 - awe), (x + 4, -9.0 - awe)), 1.6, GLOW)
    if look.emotion is None:
        pen.curve(((-5.5, 5), (0, 7.6), (5.5, 5)), 2.0, GLOW)
    elif grief or rage:
        low = 8.4 + max(grief, rage)
        pen.curve(((-5.5, low), (0, low - 1.5 - 3.5 * max(grief, rage)), (5.5, low)), 2.2, LAMP if rage else GLOW)
    elif awe:
        pen.ellipse(0, 6.6, 1.8 + 2.0 * awe, 1.6 + 2.6 * awe, GLOW, line=False)
    else:
        wide, deep = 5.5 + 3 * joy, 2.4 + 4.2 * joy
        pen.blob(((-wide, 4), (0, 4.4), (wide, 4), (wide * 0.6, 4 + deep * 0.8), (0, 4 + deep), (-wide * 0.6, 4 + deep * 0.8)), GLOW, line=False)


def chest(pen: Pen, s: Subject) -> None:
    pen.box(-9.5, -9, 19, 15, mix(s.fur, WHITE, 0.45), 2)
    for x, color in ((-5, "#f0503c"), (0, "#f5c531"), (5, "#49b868")):
        pen.ellipse(x, -4, 2.0, 2.0, rgb(color))
    pen.box(-6, 0.6, 12, 2.6, SCREEN, 1.2, line=False)


SUBJECT = Subject(
    "robot",
    ("robot",),
    rgb("#7fc4bd"),
    rgb("#bfe4e0"),
    rgb("#8795a6"),
    ears,
    face,
    chest=chest,
    feet=rgb("#5d6a7a"),
    hands=rgb("#5d6a7a"),
    head=(21.0, 16.5),
    body=(15.0, 18.0),
    limb=6.4,
    boxy=True,
    brow=(7.5, -3.0),
    tall=82,
)
