"""Light over the whole page, after everything is painted and before the style works on it."""

from __future__ import annotations

import numpy as np

DUSK = np.array([0.30, 0.36, 0.58], np.float32)


def shine(image: np.ndarray, darkness: float) -> np.ndarray:
    """[H,W,3] float32 in [0,1] → the same page at a darkness of 0 (day) … 1 (night)."""
    return image if darkness <= 0 else image * (1 - darkness * (1 - DUSK))
