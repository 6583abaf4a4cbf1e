"""How loud each slide's narration is, by pyloudnorm (ITU-R BS.1770-4), which is not the program's own meter, and its
true peak: at the usual speed, the least and the greatest."""

from __future__ import annotations

import subprocess

import numpy as np
import pyloudnorm  # type: ignore[import-untyped]

from kiosk.settings import Settings
from kiosk.state import RATES_WPM
from tests.bench.figures import Figure, Reach, quantile
from tests.bench.levels import true_peak
from tests.bench.stage import Stage
from tests.pilot import KIOSK, kiosk_environment
from tests.rig import RATE, Samples, read_wav

GROUP = "loudness"
REACH_LU, REACH_DBTP = 0.5, -1.0
SPEEDS = {"": RATES_WPM[Settings().speed - 1], ", slowest": RATES_WPM[0], ", fastest": RATES_WPM[-1]}


def measure(stage: Stage) -> list[Figure]:
    """The figures of each speed; with --quick only of the usual one."""
    figures = []
    for name, rate in list(SPEEDS.items())[: stage.count(len(SPEEDS), 1)]:
        out = stage.folder("narration")
        subprocess.run(
            [*KIOSK, "narrate", str(out), "--rate", str(rate)],
            env=kiosk_environment(stage.folder("home")), check=True, capture_output=True,
        )  # fmt: skip
        figures += _figures(name, [read_wav(path) for path in sorted(out.glob("*.wav"))])
    return figures


def _figures(name: str, slides: list[Samples]) -> list[Figure]:
    """The largest distance of a slide from the median of all, the largest step to the next, and the highest peak."""
    meter = pyloudnorm.Meter(RATE)
    levels = [float(meter.integrated_loudness(slide)) for slide in slides]
    peaks = [true_peak(slide) for slide in slides]
    middle, n = quantile(levels, 50), len(slides)
    distance = max((abs(level - middle) for level in levels), default=float("nan"))
    step = float(np.abs(np.diff(levels)).max(initial=0.0))
    detail = f"{min(levels):.2f} to {max(levels):.2f}, median {middle:.2f} LUFS" if levels else ""
    peak = max(peaks, default=float("nan"))
    return [
        Figure(GROUP, f"slide to the next, largest step{name}", round(step, 2), "LU", n, Reach(REACH_LU), detail),
        Figure(GROUP, f"slide to the median, largest{name}", round(distance, 2), "LU", n, Reach(REACH_LU)),
        Figure(GROUP, f"highest true peak{name}", round(peak, 2), "dBTP", n, Reach(REACH_DBTP)),
    ]
