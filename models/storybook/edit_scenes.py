"""Pictures to edit, for `bench/edits.ts`: `python edit_scenes.py FOLDER --count 200`.

Drawings of held-out combinations with one subject, `count` of every kind of edit, each with its sentence and the sentence to edit towards. Both
sentences say all that the two scenes differ in, so the drawing of the second scene shows the ideal edit.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from itertools import count as numbers
from pathlib import Path
from typing import Callable, Iterable, Iterator

from PIL import Image

from scores.held_out import held_out_scenes
from world.actor import Actor
from world.captions import noun_phrase, plain_caption, text
from world.colors import COLORS
from world.places import PLACES
from world.sampling import GREY_STYLES
from world.scene import Scene, draw
from world.stage import Grades
from world.styles import STYLES
from world.subjects import SUBJECTS

#: Number of the first scene: others than those of the card.
FIRST = 5000
BUMPY = 0.5
#: Words that mean nothing by themselves.
SMALL = {"a", "an", "the", "in", "on", "of", "by", "at", "under", "with"}


@dataclass(frozen=True)
class Edit:
    scene: Scene
    edited: Scene
    source: str
    target: str

    @property
    def old(self) -> list[str]:
        return _missing(self.source, self.target)

    @property
    def new(self) -> list[str]:
        """Words of the edited sentence that the source does not have."""
        return _missing(self.target, self.source)


def _missing(these: str, others: str) -> list[str]:
    return [word for word in these.split() if word not in [*others.split(), *SMALL]]


def _another(names: Iterable[str], now: str | None, i: int) -> str:
    """Each of the others in turn."""
    others = [name for name in names if name != now]
    return others[i % len(others)]


def _painting(scene: Scene) -> str:
    """The plain caption with its style named in any case."""
    said = plain_caption(scene)
    return f"{STYLES[scene.style].words[0]} of {said}" if scene.style == "flat" else said


def _bare(scene: Scene) -> str:
    """Nothing but the subject: the rest is left to the noise."""
    return text(noun_phrase(Actor(scene.actors[0].subject), 1, None))


def _with(scene: Scene, **changes) -> Scene:
    """The same scene, its actor changed."""
    return replace(scene, actors=(replace(scene.actors[0], **changes),))


@dataclass(frozen=True)
class Kind:
    #: Of a held-out scene and a number → the scene and what it becomes; None where this kind of edit does not apply.
    change: Callable[[Scene, int], tuple[Scene, Scene] | None]
    #: What is to stay as it is, see `score_edits.py`: all but the subject, all but it and its props, the subject, the sky, or nothing.
    stays: str
    #: Words whose heat says where the picture may change; none for everywhere.
    where: Callable[[Edit], list[str]]
    say: Callable[[Scene], str] = plain_caption


def _subject(scene: Scene, i: int):
    """Another that can do the same, wear the same and feel the same."""
    actor = scene.actors[0]
    fitting = [
        s.name
        for s in SUBJECTS.values()
        if actor.activity in s.acts and actor.wears in (None, *s.wears) and (s.dyed or not actor.color) and (s.paint is None or not actor.emotion)
    ]
    return scene, _with(scene, subject=_another(fitting, actor.subject, i))


def _place(scene: Scene, i: int):
    level = replace(scene, grades=Grades(), weather="clear")
    return level, replace(level, place=_another(PLACES, scene.place, i))


def _other_acts(scene: Scene) -> list[str]:
    """What else its subject can do that a sentence names."""
    actor = scene.actors[0]
    return [name for name in SUBJECTS[actor.subject].acts if name not in ("standing", actor.activity)]


def _activity(scene: Scene, i: int):
    if scene.actors[0].activity == "standing" or not _other_acts(scene):
        return None
    plain = _with(scene, wears=None, cloth=None, emotion=None)
    return plain, _with(plain, activity=_another(_other_acts(scene), None, i))


def _add(scene: Scene, i: int):
    """An activity and a sweater in turn."""
    subject = SUBJECTS[scene.actors[0].subject]
    plain = _with(replace(scene, style="flat") if scene.style in GREY_STYLES else scene, color=None, wears=None, cloth=None, emotion=None)
    if i % 2:
        return (plain, _with(plain, wears="sweater", cloth=_another(COLORS, None, i // 2))) if "sweater" in subject.wears else None
    if plain.actors[0].activity != "standing" or not _other_acts(scene):
        return None
    return plain, _with(plain, activity=_another(_other_acts(scene), None, i // 2))


def _sweater(scene: Scene, i: int):
    if "sweater" not in SUBJECTS[scene.actors[0].subject].wears:
        return None
    first = _another(COLORS, None, i // 2)
    worn = _with(replace(scene, style="flat") if scene.style in GREY_STYLES else scene, color=None, wears="sweater", cloth=first)
    return worn, _with(worn, cloth=_another(COLORS, first, i))


def _style(scene: Scene, i: int):
    plain = _with(replace(scene, style="flat"), color=None, wears=None, cloth=None)
    return plain, replace(plain, style=_another(STYLES, "flat", i))


def _bumps(scene: Scene, i: int):
    plain = replace(scene, style="flat", weather="clear", grades=Grades())
    return (plain, replace(plain, grades=Grades(bumpiness=BUMPY))) if scene.place == "road" else None


def _words(edit: Edit) -> list[str]:
    return [*edit.old, *edit.new]


def _figure(edit: Edit) -> list[str]:
    return [SUBJECTS[edit.scene.actors[0].subject].words[0].split()[0], *_words(edit)]


KINDS: dict[str, Kind] = {
    "subject": Kind(_subject, "all but the subject", _words),
    "subject-alone": Kind(_subject, "all but the subject", _words, _bare),
    "place": Kind(_place, "the subject", _words),
    "activity": Kind(_activity, "all but subject and props", _figure),
    "sweater-colour": Kind(_sweater, "all but the subject", lambda edit: ["sweater"]),
    "added-words": Kind(_add, "all but subject and props", _figure),
    "style": Kind(_style, "nothing", lambda edit: [], _painting),
    "bumpy-road": Kind(_bumps, "the sky", lambda edit: ["road"]),
}


def edits(kind: Kind, count: int) -> Iterator[Edit]:
    """The first `count` edits of a kind."""
    made = 0
    for number in numbers():
        if made == count:
            return
        [scene] = held_out_scenes(1, FIRST + number)
        alone = len(scene.actors) == 1 and scene.count == 1
        pair = kind.change(scene, made) if alone else None
        if pair:
            made += 1
            yield Edit(*pair, *(kind.say(one) for one in pair))


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder", type=Path)
    args.add_argument("--count", type=int, default=200)
    args = args.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    cases = []
    for name, kind in KINDS.items():
        for i, edit in enumerate(edits(kind, args.count)):
            Image.fromarray(draw(edit.scene)[0]).save(args.folder / f"{name}-{i}-drawing.png")
            cases.append({"name": f"{name}-{i}", "source": edit.source, "edited": edit.target, "new": edit.new, "where": kind.where(edit)})
    cases.sort(key=lambda case: int(case["name"].rpartition("-")[2]))  # stopped early, every kind is as far
    (args.folder / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
