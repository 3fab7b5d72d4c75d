"""What no word about an activity means: it stands and waves; a strong emotion moves its arms too."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose
from ..mood import Look

ARMS = {
    "happy": ((-25, -42), (25, -42)),
    "sad": ((-15, -12), (15, -12)),
    "angry": ((-19, -22), (19, -22)),
    "surprised": ((-20, -40), (20, -40)),
}


def pose(rng: Rng, look: Look) -> Pose:
    wave = jitter(rng, 3)
    hands = ((-19, -15 + wave), (24, -39 + wave))
    if look.emotion:
        hands = tuple((a + (c - a) * look.feeling, b + (d - b) * look.feeling) for (a, b), (c, d) in zip(((-18, -17), (18, -17)), ARMS[look.emotion]))
    return Pose(hands=hands, head=(0, -50 + 2.0 * look.of("sad")), tilt=jitter(rng, 0.06), look=looking(rng, look))


ACTIVITY = Activity("standing", ("standing",), ("stands", "is standing"), pose)
