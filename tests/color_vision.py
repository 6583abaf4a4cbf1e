"""How colors look to eyes that lack one kind of cone, or see no color at all.

Knows: published matrices. Must not know: themes, screens. For complete loss of one cone: G. M. Machado, M. M. Oliveira,
L. A. F. Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15(6), 2009,
severity 1.0, on linear RGB. Without any color, only luminance is left.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from content.theme import Color, luminance

MATRICES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
VISIONS = (*MATRICES, "achromatopsia")


def seen(color: Color, vision: str) -> Color:
    """``color``, red, green, blue in 0..255, as somebody with this ``vision`` (one of VISIONS) sees it."""
    if vision == "achromatopsia":
        gray = _encoded(np.full(3, luminance(color)))
        return int(gray[0]), int(gray[1]), int(gray[2])
    parts = np.asarray(color) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    red, green, blue = _encoded(np.clip(np.asarray(MATRICES[vision]) @ linear, 0, 1))
    return int(red), int(green), int(blue)


def _encoded(linear: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    parts = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(parts * 255).astype(np.int64)
