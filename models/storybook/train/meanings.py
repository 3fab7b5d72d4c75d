"""What each piece of a caption says of the picture, in five parts that add up.

Reading goes from left to right, as the text encoder's does: a token can know only what was said before it. So in "a fox to the left of a
dog", `left of` says that a fox is on the left (owner), and `dog` that this dog is on the right (where); in "a very bumpy road", `bumpy` says
how bumpy (degree); in "two dogs", `dogs` says how many (count).
"""

from __future__ import annotations

from world.captions import CLASSES, DEGREES, STRONG, Piece
from world.subjects import SUBJECTS

OPPOSITE = {"left": "right", "right": "left", "above": "below", "below": "above", "beside": "beside"}
#: Names of each part's values; the first is silence.
PARTS: dict[str, tuple[str, ...]] = {
    "class": CLASSES,
    "degree": ("", *DEGREES),
    "count": ("", "2", "3"),
    "where": ("", *OPPOSITE),
    "owner": ("", *SUBJECTS),
}
GRADED = ("emotion", "grade")
OF_AN_ACTOR = ("subject", "activity", "color", "wear", "size", "emotion")

Meaning = tuple[int, int, int, int, int]  # one index for each of PARTS
MUTE: Meaning = (0, 0, 0, 0, 0)


def meanings(said: list[Piece]) -> list[Meaning]:
    """One meaning for each piece."""
    out: list[Meaning] = []
    degree = count = where = subject = ""
    for words, mark in said:
        kind, _, value = mark.partition(":")
        part = dict.fromkeys(PARTS, "") | {"class": mark}
        if kind in GRADED:
            part["degree"] = "extremely" if words in STRONG.values() else degree
            degree = ""
        if kind in OF_AN_ACTOR:
            part["where"] = where
        if kind == "subject":
            part["count"], count, subject = count, "", value
        elif kind == "degree":
            degree = value
        elif kind == "count":
            count = value
        elif kind == "relation":
            part["owner"], where = subject, OPPOSITE[value]
        elif kind in ("place", "weather", "style"):
            where = ""
        out.append(tuple(names.index(part[name]) for name, names in PARTS.items()))  # type: ignore[arg-type]
    return out
