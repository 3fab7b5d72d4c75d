"""Sentences about scenes. A caption is a list of pieces, each a few words and the class of what they say, or none."""

from __future__ import annotations

import numpy as np

from .activities import ACTIVITIES
from .places import PLACES
from .scene import SWEATERS, Scene
from .styles import STYLES
from .subjects import SUBJECTS

Rng = np.random.Generator
#: (words, class): the class is "" for words that say nothing about the picture.
Piece = tuple[str, str]

BUMPS = ("smooth", "bumpy", "very bumpy")
FILLERS = ("cute", "little", "happy", "lovely", "charming", "friendly", "small", "nice", "beautiful", "funny", "sweet", "cheerful")
#: Words outside the world, so that unknown words come to mean nothing instead of anything.
STRANGERS = ("whatever", "photo", "quiet", "with", "and", "very", "detailed", "best", "quality", "one", "some", "there", "is", "while", "sunny", "evening", "story", "old", "big", "day", "morning", "today", "great", "style", "scene", "like", "his", "her", "its", "to", "for", "by", "good", "time", "four", "over", "under", "near")

CLASSES: tuple[str, ...] = (
    "",
    *(f"subject:{s}" for s in SUBJECTS),
    *(f"activity:{a}" for a in ACTIVITIES if a != "standing"),
    *(f"place:{p}" for p in PLACES),
    *(f"style:{s}" for s in STYLES),
    *(f"color:{c}" for c in SWEATERS),
    "sweater",
    *(f"bump:{b}" for b in BUMPS),
)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _often_first(rng: Rng, words: tuple[str, ...]) -> str:
    """The common wording half of the time."""
    return words[0] if rng.random() < 0.5 else str(rng.choice(words))


def _style(scene: Scene, rng: Rng) -> tuple[list[Piece], list[Piece]]:
    """Pieces before and after the rest. A style that is not the default is nearly always named."""
    mark = f"style:{scene.style}"
    if rng.random() > (0.3 if scene.style == "flat" else 0.97):
        return [], []
    words = _often_first(rng, STYLES[scene.style].words)
    first, _, rest = words.partition(" ")
    if rng.random() < 0.2:
        return [], [(",", ""), ("as", "")] * (rng.random() < 0.4) + ([(first, ""), (rest, mark)] if first in ("a", "an") else [(words, mark)])
    return ([(first, ""), (rest, mark)] if first in ("a", "an") else [(words, mark)]) + [("of", "")], []


def _subject(scene: Scene, rng: Rng) -> list[Piece]:
    noun = _often_first(rng, SUBJECTS[scene.subject].words)
    filler = [(str(rng.choice(FILLERS)), "")] if rng.random() < 0.12 else []
    lead = filler[0][0] if filler else noun
    pieces = [("the" if rng.random() < 0.08 else _article(lead), ""), *filler, (noun, f"subject:{scene.subject}")]
    if scene.sweater and rng.random() < 0.92:
        pieces += [(str(rng.choice(("in a", "in a", "wearing a", "with a"))), ""), (scene.sweater, f"color:{scene.sweater}"), (str(rng.choice(("sweater", "sweater", "jumper"))), "sweater")]
    return pieces


def _activity(scene: Scene, rng: Rng) -> list[Piece]:
    activity, mark = ACTIVITIES[scene.activity], f"activity:{scene.activity}"
    if not activity.words or rng.random() < 0.08:
        return []
    if rng.random() < 0.72:
        return [(_often_first(rng, activity.words), mark)]
    verb = _often_first(rng, activity.verbs)
    return ([] if verb.startswith("is ") and rng.random() < 0.6 else [(str(rng.choice(("that", "who"))), "")]) + [(verb, mark)]


def _place(scene: Scene, rng: Rng) -> list[Piece]:
    if rng.random() < 0.08:
        return []
    words = _often_first(rng, PLACES[scene.place].words)
    preposition, _, rest = words.partition(" ")
    article, _, noun = rest.partition(" ")
    pieces: list[Piece] = [(preposition, "")]
    if article not in ("a", "an", "the"):
        return [*pieces, (rest, "place:" + scene.place)]
    bump = bump_word(scene, rng) if scene.place == "road" else None
    if bump:
        return [*pieces, (article if article == "the" else "a", ""), (bump, f"bump:{bump}"), (noun, "place:road")]
    return [*pieces, (article, ""), (noun, "place:" + scene.place)]


def bump_word(scene: Scene, rng: Rng) -> str | None:
    if scene.bumpiness == 0:
        return "smooth" if rng.random() < 0.2 else None
    if scene.bumpiness < 0.35 or rng.random() < 0.12:
        return None
    return "very bumpy" if scene.bumpiness > 0.72 and rng.random() < 0.6 else "bumpy"


def pieces(scene: Scene, rng: Rng) -> list[Piece]:
    before, after = _style(scene, rng)
    subject, activity, place = _subject(scene, rng), _activity(scene, rng), _place(scene, rng)
    if place and not before and rng.random() < 0.08:
        said = [*place, (",", ""), *subject, *activity]
    else:
        said = [*subject, *activity, *place]
    said = [*before, *said, *after]
    if rng.random() < 0.06:
        at = int(rng.integers(len(said) + 1))
        said[at:at] = [(stranger(rng), "") for _ in range(rng.integers(1, 4))]
    return said


def stranger(rng: Rng) -> str:
    """A word that means nothing here, at times no word at all."""
    if rng.random() < 0.6:
        return str(rng.choice(STRANGERS))
    return "".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz0123456789'!?.-"), rng.integers(2, 9)))


def text(said: list[Piece]) -> str:
    return " ".join(words for words, _ in said).replace(" ,", ",")


def caption(scene: Scene, rng: Rng) -> str:
    return text(pieces(scene, rng))


def plain_caption(scene: Scene) -> str:
    """The most common wording of everything: "a watercolor painting of a rat cooking in an apartment"."""
    style = "" if scene.style == "flat" else STYLES[scene.style].words[0] + " of "
    noun = SUBJECTS[scene.subject].words[0]
    wears = f" in a {scene.sweater} sweater" if scene.sweater else ""
    activity = "".join(" " + w for w in ACTIVITIES[scene.activity].words[:1])
    place = PLACES[scene.place].words[0]
    if scene.place == "road" and scene.bumpiness >= 0.35:
        place = "on a bumpy road"
    return f"{style}{_article(noun)} {noun}{wears}{activity} {place}"
