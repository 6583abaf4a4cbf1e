"""Whether the pictures of a deck can be read at all: the kiosk shows a frame in the place of one that cannot.

Knows: SVG files. Must not know: what they show, how they are drawn (the view), which slide names them.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from content.faults import Faults

ADVICE = "Export it again as SVG, or put back the last good copy."
_NUMBER = r"[-+\d.eE]+"
_BOX = re.compile(rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}\s*")


def check_drawings(folder: Path, faults: Faults) -> None:
    """Note every SVG file of a folder that is none."""
    for path in sorted(folder.glob("*.svg")):
        problem = _problem(path)
        if problem:
            faults.add(path, "", f"the picture cannot be read: {problem}", ADVICE)


def _problem(path: Path) -> str:
    """What is wrong with a file; empty if nothing is."""
    try:
        text = path.read_text(encoding="utf-8")
        if not text.strip():
            return "it is empty"
        root = ElementTree.fromstring(text)
    except OSError as error:
        return str(error)
    except UnicodeDecodeError:
        return "it is no text"
    except (ElementTree.ParseError, ValueError) as error:
        return f"it is not XML ({error})"
    name = root.tag.rpartition("}")[2]
    if name != "svg":
        return f"it is <{name}>, not <svg>"
    return "" if _BOX.fullmatch(root.get("viewBox", "")) else "it has no viewBox"
