"""Pictures to edit, for `bench/edits.ts`: `python edit_scenes.py FOLDER --count 200`.

Drawings of held-out combinations, `count` of every kind of edit, each with its sentence and the sentence to edit towards. Both sentences
say all that the two scenes differ in, so the drawing of the second scene shows the ideal edit.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from itertools import count as numbers
from pathlib import Path
from typing import Callable, Iterator

from PIL import Image

from evaluate import held_out_scenes
from world.activities import ACTIVITIES
from world.captions import plain_caption
from world.places import PLACES
from world.scene import SWEATERS, Scene, draw
from world.styles import STYLES
from world.subjects import SUBJECTS

#: Number of the first scene: others than those of the card.
FIRST = 5000
BUMPY = 0.8
#: Words that mean nothing by themselves.
SMALL = {"a", "an", "the", "in", "on", "of", "by", "at"}


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


def _another(names: dict, now: str | None, i: int) -> str:
    """Each of the others in turn."""
    others = [name for name in names if name != now]
    return others[i % len(others)]


def _painting(scene: Scene) -> str:
    """The plain caption with its style named in any case."""
    said = plain_caption(scene)
    return f"{STYLES[scene.style].words[0]} of {said}" if scene.style == "flat" else said


def _bare(scene: Scene) -> str:
    """Nothing but the subject: the rest is left to the noise."""
    return " ".join(plain_caption(replace(scene, style="flat", sweater=None)).split()[:2])


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
    return scene, replace(scene, subject=_another(SUBJECTS, scene.subject, i))


def _place(scene: Scene, i: int):
    level = replace(scene, bumpiness=0.0)
    return level, replace(level, place=_another(PLACES, scene.place, i))


def _activity(scene: Scene, i: int):
    doing = {name: it for name, it in ACTIVITIES.items() if it.words}
    return (scene, replace(scene, activity=_another(doing, scene.activity, i))) if scene.activity in doing else None


def _add(scene: Scene, i: int):
    """An activity and a sweater in turn."""
    plain = replace(scene, sweater=None)
    if i % 2:
        return plain, replace(plain, sweater=_another(SWEATERS, None, i // 2))
    if ACTIVITIES[scene.activity].words:
        return None
    return plain, replace(plain, activity=_another(ACTIVITIES, scene.activity, i // 2))


def _sweater(scene: Scene, i: int):
    first = scene.sweater or _another(SWEATERS, None, i // 2)
    return replace(scene, sweater=first), replace(scene, sweater=_another(SWEATERS, first, i))


def _style(scene: Scene, i: int):
    return replace(scene, style="flat"), replace(scene, style=_another(STYLES, "flat", i))


def _bumps(scene: Scene, i: int):
    plain = replace(scene, style="flat", bumpiness=0.0)
    return (plain, replace(plain, bumpiness=BUMPY)) if scene.place == "road" else None


def _words(edit: Edit) -> list[str]:
    return [*edit.old, *edit.new]


def _figure(edit: Edit) -> list[str]:
    return [SUBJECTS[edit.scene.subject].words[0], *_words(edit)]


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
        pair = kind.change(scene, made)
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
