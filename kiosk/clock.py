"""Times of the day as staff write them: "20:00".

Knows: minutes of a day. Must not know: what time it is (app), what it is for (room).
"""

from __future__ import annotations

DAY_MINUTES = 24 * 60


def minute_of(text: str) -> int:
    """The minute of the day that "20:00" is. Raises ValueError with the way out."""
    hour, colon, minute = text.strip().partition(":")
    is_figures = hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit() and len(minute) == 2
    if not (colon and is_figures and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f'"{text}" is no time of the day. Write hours and minutes: "07:30", "20:00".')
    return int(hour) * 60 + int(minute)


def is_between(minute: int, begin: str, end: str) -> bool:
    """Whether ``minute`` of the day lies from ``begin`` to before ``end``, over midnight if need be.

    Never, if one of the two is empty.
    """
    if not begin or not end:
        return False
    first, last = minute_of(begin), minute_of(end)
    return (minute - first) % DAY_MINUTES < (last - first) % DAY_MINUTES
