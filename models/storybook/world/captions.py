"""Sentences about scenes. A caption is a list of pieces, each a few words and the class of what they say, or none.

What a caption says is true of the drawing; it may leave out anything. Numbers become words of degree: a happiness of 0.9 is "extremely happy".
"""

from __future__ import annotations

import numpy as np

from .activities import ACTIVITIES
from .actor import Actor
from .colors import COLORS
from .mood import EMOTIONS
from .places import PLACES
from .scene import Scene
from .stage import ADJECTIVES
from .styles import STYLES
from .subjects import SUBJECTS
from .weather import WEATHERS

Rng = np.random.Generator
#: (words, class): the class is "" for words that say nothing about the picture.
Piece = tuple[str, str]

FILLERS = ("cute", "lovely", "charming", "friendly", "nice", "beautiful", "funny", "sweet")
#: Words outside the world, so that unknown words come to mean nothing instead of anything.
STRANGERS = (
    "whatever",
    "quiet",
    "detailed",
    "best",
    "quality",
    "some",
    "there",
    "is",
    "while",
    "story",
    "morning",
    "today",
    "great",
    "scene",
    "like",
    "his",
    "her",
    "its",
    "to",
    "for",
    "by",
    "good",
    "time",
    "page",
    "from",
    "this",
    "that",
)

SIZES = {"tiny": ("tiny", "very small"), "small": ("small", "little"), "big": ("big", "large"), "huge": ("huge", "giant", "very big", "enormous")}
DEGREES = ("slightly", "very", "extremely")
FEELINGS = {
    "happy": ("happy", "cheerful", "joyful"),
    "sad": ("sad", "unhappy"),
    "angry": ("angry", "mad"),
    "surprised": ("surprised", "amazed"),
}
STRONG = {"happy": "overjoyed", "sad": "crying", "angry": "furious", "surprised": "shocked"}  # from a feeling of 0.75 on
RELATIONS = {
    "left": (("to the left of", "left of", "on the left of"), ("to the right of", "right of", "on the right of")),
    "right": (("to the right of", "right of", "on the right of"), ("to the left of", "left of", "on the left of")),
    "above": (("above", "over", "on a cloud above"), ("below", "under", "beneath")),
    "beside": (("next to", "beside", "and", "with"), ("next to", "beside", "and", "with")),
}
NUMBERS = {2: ("two", "two", "2", "a pair of"), 3: ("three", "three", "3")}
CLOTHES = {"sweater": ("sweater", "jumper"), "scarf": ("scarf",), "hat": ("hat", "woolly hat")}
PLURALS = {"mouse": "mice", "girl with a pearl earring": "girls with pearl earrings", "scarf": "scarves", "spaceman": "spacemen"}

CLASSES: tuple[str, ...] = (
    "",
    *(f"subject:{s}" for s in SUBJECTS),
    *(f"activity:{a}" for a in ACTIVITIES),
    *(f"place:{p}" for p in PLACES),
    *(f"style:{s}" for s in STYLES),
    *(f"weather:{w}" for w in WEATHERS if w != "clear"),
    *(f"color:{c}" for c in COLORS),
    *(f"wear:{w}" for w in CLOTHES),
    *(f"size:{s}" for s in SIZES),
    *(f"emotion:{e}" for e in EMOTIONS),
    *(f"degree:{d}" for d in DEGREES),
    *(f"count:{n}" for n in NUMBERS),
    *(f"relation:{r}" for r in ("left", "right", "above", "below", "beside")),
    *(f"grade:{a}" for a in (*ADJECTIVES.values(), "smooth")),
)


def _article(word: str) -> str:
    return "an" if word[0] in "aeio" or word.startswith(("um", "un")) and not word.startswith("uni") else "a"


def _often_first(rng: Rng, words: tuple[str, ...]) -> str:
    """The common wording half of the time."""
    return words[0] if rng.random() < 0.5 else str(rng.choice(words))


def plural(noun: str) -> str:
    """ "knights in armor", "mice", "ponies"."""
    if noun in PLURALS:
        return PLURALS[noun]
    head, link, rest = noun.partition(" in ")
    if head.endswith("y") and head[-2] not in "aeiou":
        return head[:-1] + "ies" + link + rest
    return head + ("es" if head.endswith(("s", "x", "sh", "ch")) else "s") + link + rest


def degree(value: float) -> str | None:
    """The word of degree for a value in 0…1, or none in the middle."""
    return "slightly" if value < 0.33 else None if value < 0.6 else "very" if value < 0.82 else "extremely"


def size_word(size: float) -> str | None:
    return "tiny" if size < 0.2 else "small" if size < 0.41 else None if size < 0.61 else "big" if size < 0.81 else "huge"


def _degree(value: float, rng: Rng | None) -> list[Piece]:
    word = degree(value)
    if word is None or (rng is not None and rng.random() < 0.15):
        return []
    said = "a bit" if word == "slightly" and rng is not None and rng.random() < 0.12 else word
    return [(said, f"degree:{word}")]


def _feeling(actor: Actor, rng: Rng | None) -> list[Piece]:
    emotion = actor.emotion
    if emotion is None or (rng is not None and rng.random() < 0.08):
        return []
    if rng is not None and actor.feeling > 0.75 and rng.random() < 0.15:
        return [(STRONG[emotion], f"emotion:{emotion}")]
    return [*_degree(actor.feeling, rng), (FEELINGS[emotion][0] if rng is None else _often_first(rng, FEELINGS[emotion]), f"emotion:{emotion}")]


def _size(actor: Actor, rng: Rng | None) -> list[Piece]:
    word = size_word(actor.size)
    if word is None or (rng is not None and rng.random() < 0.08):
        return []
    return [(word if rng is None else _often_first(rng, SIZES[word]), f"size:{word}")]


def _wears(actor: Actor, count: int, rng: Rng | None) -> list[Piece]:
    if actor.wears is None or (rng is not None and rng.random() < 0.08):
        return []
    word = actor.wears if rng is None else _often_first(rng, CLOTHES[actor.wears])
    with_ = "in" if rng is None else str(rng.choice(("in", "in", "wearing", "with")))
    lead = with_ if count > 1 else f"{with_} {_article(str(actor.cloth))}"
    return [(lead, ""), (str(actor.cloth), f"color:{actor.cloth}"), (plural(word) if count > 1 else word, f"wear:{actor.wears}")]


def noun_phrase(actor: Actor, count: int, rng: Rng | None) -> list[Piece]:
    """ "a very happy tiny dog in a red scarf"; without chance, the most common wording of everything."""
    words = SUBJECTS[actor.subject].words
    noun = words[0] if rng is None else _often_first(rng, words)
    feeling, size = _feeling(actor, rng), _size(actor, rng)
    color = [] if actor.color is None or (rng is not None and rng.random() < 0.08) else [(actor.color, f"color:{actor.color}")]
    later: list[Piece] = []
    before = [*size, *feeling] if rng is not None and rng.random() < 0.4 else [*feeling, *size]
    if feeling and rng is not None and rng.random() < 0.15 and feeling[0][0] != "crying":
        before, later = size, [(str(rng.choice(("that is", "who is", "looking") if count == 1 else ("looking",))), ""), *feeling]
    filler = [(str(rng.choice(FILLERS)), "")] if rng is not None and rng.random() < 0.08 else []
    said: list[Piece] = [*filler, *before, *color, (plural(noun) if count > 1 else noun, f"subject:{actor.subject}")]
    if count > 1:
        number = NUMBERS[count][0] if rng is None else str(rng.choice(NUMBERS[count]))
        lead = (number, f"count:{count}")
    else:
        lead = ("the" if rng is not None and rng.random() < 0.08 else _article(said[0][0]), "")
    return [lead, *said, *_wears(actor, count, rng), *later]


def activity_phrase(actor: Actor, count: int, rng: Rng | None, clause: bool = False) -> list[Piece]:
    """ "cooking", "that cooks"; in a clause, "is cooking"."""
    activity, mark = ACTIVITIES[actor.activity], f"activity:{actor.activity}"
    if not activity.words or (actor.activity == "standing" and (rng is None or rng.random() < 0.9)) or (rng is not None and rng.random() < 0.08):
        return []
    if rng is None:
        return [(activity.words[0], mark)]
    if count > 1 or rng.random() < 0.72:
        return [(_often_first(rng, activity.words), mark)]
    verb = _often_first(rng, activity.verbs)
    return [*([] if clause else [(str(rng.choice(("that", "who"))), "")]), (verb, mark)]


def place_phrase(scene: Scene, rng: Rng | None, alone: bool = False) -> list[Piece]:
    """ "on a very bumpy road"; alone, without its preposition: "a very bumpy road"."""
    place = PLACES[scene.place]
    graded = [(n, getattr(scene.grades, n)) for n in place.graded if getattr(scene.grades, n) > 0]
    if rng is not None:
        graded = [g for g in graded if rng.random() > 0.1]
    fitting = [w for w in place.words if _with_article(w)] or list(place.words)
    words = place.words[0] if rng is None else _often_first(rng, tuple(fitting) if graded or alone else place.words)
    if not _with_article(words):
        return [(words, f"place:{scene.place}")]
    preposition, article, noun = words.split(" ", 2)
    adjectives: list[Piece] = []
    for name, value in graded:
        adjectives += [
            *([("and", "")] if adjectives and rng is not None and rng.random() < 0.5 else []),
            *_degree(value, rng),
            (ADJECTIVES[name], f"grade:{ADJECTIVES[name]}"),
        ]
    if "bumpiness" in place.graded and scene.grades.bumpiness == 0 and rng is not None and rng.random() < 0.12:
        adjectives.append(("smooth", "grade:smooth"))
    if article != "the":
        article = _article(adjectives[0][0] if adjectives else noun)
    return [*([] if alone else [(preposition, "")]), (article, ""), *adjectives, (noun, f"place:{scene.place}")]


def _with_article(words: str) -> bool:
    parts = words.split(" ")
    return len(parts) > 2 and parts[1] in ("a", "an", "the")


def style_phrase(scene: Scene, rng: Rng | None) -> list[Piece]:
    """ "a watercolor painting"; nothing for the style that nothing said means, most of the time."""
    flat, names = scene.style == "flat", STYLES[scene.style].words
    if rng is None and flat or rng is not None and rng.random() > (0.4 if flat else 0.97):
        return []
    words = names[0] if rng is None else str(rng.choice(names)) if flat else _often_first(rng, names)  # "a painting" is as common as "an illustration"
    first, _, rest = words.partition(" ")
    mark = f"style:{scene.style}"
    return [(first, ""), (rest, mark)] if first in ("a", "an") else [(words, mark)]


def weather_phrase(scene: Scene, rng: Rng | None) -> list[Piece]:
    if scene.weather == "clear" or (rng is not None and rng.random() < 0.08):
        return []
    words = WEATHERS[scene.weather].words
    return [(words[0] if rng is None else _often_first(rng, words), f"weather:{scene.weather}")]


def _cast(scene: Scene, rng: Rng | None, clause: bool = False) -> list[Piece]:
    """Who is there, what they do, and how two stand to each other."""
    if len(scene.actors) == 1:
        (actor,) = scene.actors
        return [*noun_phrase(actor, scene.count, rng), *activity_phrase(actor, scene.count, rng, clause)]
    said = [noun_phrase(a, 1, rng) for a in scene.actors]
    if len(scene.actors) == 2:
        return _pair(scene, said, rng)
    order = range(len(said)) if rng is None else rng.permutation(len(said))
    listed: list[Piece] = []
    for k, i in enumerate(order):
        listed += [*([] if k == 0 else [("and" if k == len(said) - 1 else ",", "")]), *said[i], *activity_phrase(scene.actors[i], 1, rng)]
    return listed


def _pair(scene: Scene, said: list[list[Piece]], rng: Rng | None) -> list[Piece]:
    first, second = scene.actors
    does = [activity_phrase(first, 1, rng), activity_phrase(second, 1, rng)]
    turned = rng is not None and rng.random() < 0.35
    a, b = (1, 0) if turned else (0, 1)
    loose = rng is not None and rng.random() < 0.08  # a true but weaker word
    relation = "beside" if loose and scene.relation != "above" else scene.relation
    words = RELATIONS[relation][int(turned)]
    link = words[0] if rng is None else _often_first(rng, words)
    mark = "relation:" + (relation if not turned else {"left": "right", "right": "left", "above": "below"}.get(relation, relation))
    if first.activity == second.activity and does[a] and (link == "and" or rng is not None and rng.random() < 0.3):
        participle = [(ACTIVITIES[first.activity].words[0], f"activity:{first.activity}")]
        if relation == "beside":
            return [*said[a], ("and", "relation:beside"), *said[b], *participle]
    return [*said[a], *does[a], (link, mark), *said[b], *does[b]]


def pieces(scene: Scene, rng: Rng) -> list[Piece]:
    """A caption in varied wording."""
    if len(scene.actors) == 1 and scene.count == 1 and rng.random() < 0.03:  # a word or two
        noun = (_often_first(rng, SUBJECTS[scene.actors[0].subject].words), f"subject:{scene.actors[0].subject}")
        return [noun] if rng.random() < 0.4 else [(_article(noun[0]), ""), noun]
    style, weather = style_phrase(scene, rng), weather_phrase(scene, rng)
    if not scene.actors:
        said = [*place_phrase(scene, rng, alone=True), *weather]
    else:
        cast = _cast(scene, rng, clause=not style and rng.random() < 0.4)
        place = [] if rng.random() < 0.08 else place_phrase(scene, rng)
        if place and not style and rng.random() < 0.08:
            said = [*place, *weather, (",", ""), *cast]
        else:
            said = [*cast, *place, *weather]
    if style and rng.random() < 0.2:
        said = [*said, (",", ""), *([("as", "")] if rng.random() < 0.4 else []), *style]
    elif style:
        said = [*style, ("of", ""), *said]
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


def plain_pieces(scene: Scene) -> list[Piece]:
    style, weather = style_phrase(scene, None), weather_phrase(scene, None)
    said = [*_cast(scene, None), *place_phrase(scene, None)] if scene.actors else place_phrase(scene, None, alone=True)
    return [*([*style, ("of", "")] if style else []), *said, *weather]


def plain_caption(scene: Scene) -> str:
    """The most common wording of everything: "a watercolor painting of a rat cooking in an apartment"."""
    return text(plain_pieces(scene))
