from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import INK, WHITE, Pen, dark, mix, rgb


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.blob(((side * 8, -12), (side * 12, -22), (side * 19, -31), (side * 19, -20), (side * 19, -8)), s.fur)
        pen.polygon(((side * 13.6, -24), (side * 20.5, -35), (side * 19.4, -22)), dark(s.fur, 0.6))


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 8, 6.5, 8.6, 7.4, s.belly, line=False)
    eyes(pen, look, 8.2, -3.2, 3.6)
    if look.emotion is None:
        pen.box(-2.2, 9.2, 4.4, 4.8, WHITE, 0.9)
    mouth(pen, look, 8.4, 4.4)
    pen.ellipse(0, 4.6, 2.6, 2.0, INK)


def tail(pen: Pen, s: Subject) -> None:
    pen.blob(
        ((-4, 4), (8, 8), (22, 4), (30, -10), (30, -30), (22, -46), (9, -48), (4, -40), (13, -36), (14, -24), (8, -12), (-2, -6)), dark(s.fur, 0.92), shade=3.5
    )
    pen.blob(((8, 2), (19, -1), (24, -12), (24, -28), (18, -40), (11, -43), (18, -33), (18, -20), (13, -8)), mix(s.fur, WHITE, 0.35), line=False)


SUBJECT = Subject("squirrel", ("squirrel",), rgb("#b4632f"), rgb("#f7e3c8"), rgb("#a85a29"), ears, face, tail, head=(20.0, 16.5), reach=38.0, tall=86)
