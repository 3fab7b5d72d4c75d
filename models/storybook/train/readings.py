"""What can be read off a picture: groups of names, and the right answer of each for a scene.

A group asks only where it has one answer: who it is, where one kind of subject is alone; its colour, where one colour is named; who is left and
who is right (above, below), where two stand so.
"""

from __future__ import annotations

from world.activities import ACTIVITIES
from world.colors import COLORS
from world.places import PLACES
from world.scene import Scene
from world.styles import STYLES
from world.subjects import SUBJECTS

NOT_ASKED = -100
SIDES = {"left": ("left", "right"), "right": ("right", "left"), "above": ("above", "below")}  # where the first and the second of two stand
GROUPS: dict[str, tuple[str, ...]] = {
    "subject": tuple(SUBJECTS), "activity": tuple(ACTIVITIES), "place": tuple(PLACES), "style": tuple(STYLES), "color": tuple(COLORS),
    "count": ("0", "1", "2", "3"), **dict.fromkeys(("left", "right", "above", "below"), tuple(SUBJECTS)),
}


def answers(scene: Scene) -> list[int]:
    """One index for each of GROUPS, or NOT_ASKED."""
    right: dict[str, str] = {"place": scene.place, "style": scene.style}
    right["count"] = str(scene.count if len(scene.actors) == 1 else len(scene.actors))
    if len(scene.actors) == 1:
        right["subject"], right["activity"] = scene.actors[0].subject, scene.actors[0].activity
    colors = [c for a in scene.actors for c in (a.color, a.cloth) if c]
    if len(colors) == 1:
        right["color"] = colors[0]
    if len(scene.actors) == 2 and scene.relation in SIDES:
        right.update(zip(SIDES[scene.relation], (a.subject for a in scene.actors)))
    return [names.index(right[group]) if group in right else NOT_ASKED for group, names in GROUPS.items()]
