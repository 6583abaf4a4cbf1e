"""Pictures that move: which shapes of an SVG file are drawn in which step, and what an author can get wrong there.

A shape with ``data-step="0 2"`` is drawn in the steps 0 and 2 only, one without it in all. Step 0 is the still.

Knows: SVG text. Must not know: how long a step lasts (kiosk.motion), what the picture shows.
"""

from __future__ import annotations

import re
from pathlib import Path

from content.faults import Faults

MOST_STEPS = 7
"""So many and the still between them fit into the 5 seconds in which a picture may move."""
_STEP = "data-step"
_SHAPE = re.compile(rf"""<(?:path|circle|rect)\b[^<>]*?\s{_STEP}\s*=\s*["']([^"']*)["'][^<>]*/>""")
_NUMBERS = re.compile(r"\s*\d+(?:\s+\d+)*\s*")


def at_step(svg: str, step: int) -> str:
    """The SVG with only the shapes of this step."""
    if _STEP not in svg:
        return svg
    return _SHAPE.sub(lambda shape: shape.group() if step in _numbers(shape.group(1)) else "", svg)


def step_count(svg: str) -> int:
    """The steps beside the still, 1 to the returned number; 0 for a picture that does not move."""
    return max((number for shape in _SHAPE.finditer(svg) for number in _numbers(shape.group(1))), default=0)


def picture_steps(path: Path, faults: Faults) -> int:
    """``step_count`` of a file; mistakes in its steps go to ``faults``. 0 for a file that cannot be read."""
    try:
        svg = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return 0  # the view says so when it draws it
    if _STEP not in svg:
        return 0
    count = step_count(svg)
    problem, advice = _mistake(svg, count)
    if problem:
        faults.add(path, _STEP, problem, advice)
        return 0
    return count


def _mistake(svg: str, count: int) -> tuple[str, str]:
    """What is wrong with the steps, and the way out; two empty texts if nothing is."""
    lists = [shape.group(1) for shape in _SHAPE.finditer(svg)]
    if len(lists) != svg.count(_STEP) or not all(_NUMBERS.fullmatch(each) for each in lists):
        return "some steps cannot be read", f'Write {_STEP}="0 2" on a path, circle or rect that ends in "/>".'
    if count > MOST_STEPS:
        return f"there are {count} steps, and at most {MOST_STEPS} fit into 5 seconds", "Leave some out."
    used = {number for each in lists for number in _numbers(each)}
    lost = sorted(set(range(1, count + 1)) - used)
    if lost:
        return f"no shape belongs to step {lost[0]}", f"Number the steps 1 to {count} without a gap."
    return "", ""


def _numbers(steps: str) -> list[int]:
    return [int(step) for step in steps.split() if step.isdecimal()]
