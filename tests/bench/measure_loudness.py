"""How loud each slide's narration is, by pyloudnorm (ITU-R BS.1770-4), which is not the program's own meter."""

from __future__ import annotations

import subprocess

import numpy as np
import pyloudnorm  # type: ignore[import-untyped]

from tests.bench.figures import Figure, Reach, quantile
from tests.bench.stage import Stage
from tests.pilot import KIOSK, kiosk_environment
from tests.rig import RATE, read_wav

GROUP = "loudness"
REACH_LU = 0.5


def measure(stage: Stage) -> list[Figure]:
    """The largest distance of a slide from the median of all, and the largest step from a slide to the next."""
    out = stage.folder("narration")
    subprocess.run(
        [*KIOSK, "narrate", str(out)], env=kiosk_environment(stage.folder("home")), check=True, capture_output=True
    )
    meter = pyloudnorm.Meter(RATE)
    levels = [float(meter.integrated_loudness(read_wav(path))) for path in sorted(out.glob("*.wav"))]
    middle = quantile(levels, 50)
    distance = max((abs(level - middle) for level in levels), default=float("nan"))
    step = float(np.abs(np.diff(levels)).max(initial=0.0))
    detail = f"{min(levels):.2f} to {max(levels):.2f}, median {middle:.2f} LUFS" if levels else ""
    return [
        Figure(GROUP, "slide to the next, largest step", round(step, 2), "LU", len(levels), Reach(REACH_LU), detail),
        Figure(GROUP, "slide to the median, largest", round(distance, 2), "LU", len(levels), Reach(REACH_LU)),
    ]
