"""What is left of a screen for an eye that sees little: the light that reaches it, blurred as its acuity says.

Knows: angles, luminance. Must not know: what is on the screen, who reads it.

The model: a Gaussian point spread whose standard deviation is the least angle that the eye resolves, in linear light.
D. M. Levi and S. A. Klein, "Equivalent intrinsic blur in spatial vision", Vision Research 30 (1990): once a target is
blurred by more than the eye's own blur, two lines are told apart from about that standard deviation on. The same in
J. J. McAnany et al., Optometry and Vision Science 88 (2011): MAR = MAR0 (1 + (sigma / sigma0)^2)^0.5, both constants
near one minute of arc. At acuity 0.1 the least angle is 10 minutes, and the letters of a chart that such an eye just
reads are five times as high (that is what the acuity means); our reading program, given this blur, reads none of that
height: it is no better than the eye. The blur takes a grating of 3 cycles a degree to 0.7 % of its contrast; a Gaussian
that leaves half of it there (3.7 minutes), as is often used, would be far more lenient.
"""

from __future__ import annotations

import math

import numpy as np

from kiosk.view.panel import Panel
from tests.kiosk.view.ocr import Gray
from tests.kiosk.view.pixels import Numbers, luminance
from tests.kiosk.view.sweep import Pixels

LOW_ACUITY = 0.1
REACH = 3.5
"""So many standard deviations of the Gaussian are reckoned with."""


def least_angle_arcmin(acuity: float) -> float:
    """What an eye of this (decimal) acuity tells apart: one minute of arc at acuity 1."""
    return 1.0 / acuity


def arcmin_px(panel: Panel, arcmin: float) -> float:
    """How many pixels of the panel fill an angle at its viewing distance."""
    return panel.viewing_distance_mm * math.tan(math.radians(arcmin / 60)) / panel.mm(1)


def seen(pixels: Pixels, sigma_px: float) -> Gray:
    """A picture after the blur, as lightness again."""
    light = _along(_along(luminance(pixels), sigma_px).T, sigma_px).T
    encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(encoded * 255).astype(np.uint8)


def _along(light: Numbers, sigma_px: float) -> Numbers:
    """Blurred along the first axis; what lies beyond the edge is as the edge."""
    reach = math.ceil(REACH * sigma_px)
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma_px**2))
    padded = np.pad(light, ((reach, reach), (0, 0)), mode="edge")
    length = light.shape[0]
    blurred = np.zeros_like(light)
    for step, weight in enumerate(weights / weights.sum()):
        blurred += weight * padded[step : step + length]
    return blurred
