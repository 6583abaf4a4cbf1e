"""What is on the glass: which contact counts, and which are a palm, a second finger or a ghost.

Knows: contacts, places in pixels, times in monotonic seconds. Must not know: events, targets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

MM_PER_INCH = 25.4
SAME_PLACE_MM = 15.0
"""Two contacts nearer than this, within the double-strike time, are one tap."""
TOGETHER_SECONDS = 0.06
"""Contacts that begin so close together at different places are a palm or a hand, not a finger."""
PALM = 3
"""So many contacts at once are a palm."""
STILL_SECONDS = 10.0
STILL_MM = 5.0
"""A contact that lies so long and moves no further is a ghost, or a hand at rest: others count beside it."""
REST_MM = 12.0
"""A finger that has not moved further rests, however it trembles."""
GHOST_MM = 2.0
GHOST_TIMES = 4
"""So many contacts at the very same place are no finger: fingers come down some millimeters apart."""
GHOST_SECONDS = 600.0
"""A place that was quiet for so long may be touched again."""

Place = tuple[int, int]


@dataclass
class Contact:
    """A finger, or the mouse, on the glass. ``target``: what was under it when it came. ``anchor``: where, and since
    when, it rests. ``is_spoilt``: it counts for nothing any more. ``rested``: where it was when it was told that it
    rests.
    """

    number: int
    began: Place
    began_at: float
    place: Place
    anchor: Place
    anchored_at: float
    is_still: bool = True
    is_spoilt: bool = False
    rested: Place | None = None
    target: str = ""


@dataclass
class _Spot:
    place: Place
    times: int
    last: float


@dataclass
class Contacts:
    """All contacts. ``mouse``: the number of the mouse, which SDL may report beside a finger."""

    ppi: float
    lockout_seconds: float
    mouse: int
    _down: dict[int, Contact] = field(default_factory=dict)
    _last: tuple[float, Place] | None = None
    _spots: list[_Spot] = field(default_factory=list)

    @property
    def active(self) -> Contact | None:
        """The contact that counts."""
        return next((contact for contact in self._down.values() if not contact.is_spoilt), None)

    def begin(self, number: int, place: Place, now: float, lockout_seconds: float | None = None) -> Contact | None:
        """A contact came down; it, if it counts. ``lockout_seconds``: instead of that which is set."""
        if number == self.mouse and any(other >= 0 for other in self._down):
            return None  # the mouse event that SDL makes of a finger
        self._down.pop(number, None)
        others = self._others(now)
        contact = Contact(number, place, now, place, place, now)
        lockout = self.lockout_seconds if lockout_seconds is None else lockout_seconds
        contact.is_spoilt = bool(others) or self._is_double(place, now, lockout)
        self._down[number] = contact
        if len(others) + 1 >= PALM or any(self._is_together(contact, other) for other in others):
            for other in (*others, contact):
                other.is_spoilt = True
        return None if contact.is_spoilt else contact

    def move(self, number: int, place: Place, now: float) -> Contact | None:
        """A contact moved; it, if it counts."""
        contact = self._down.get(number)
        if contact is None:
            return None
        contact.place = place
        if self._mm(contact.began, place) > STILL_MM:
            contact.is_still = False
        if self._mm(contact.anchor, place) > REST_MM:
            contact.anchor, contact.anchored_at = place, now
        return None if contact.is_spoilt else contact

    def end(self, number: int, place: Place, now: float) -> Contact | None:
        """A contact left; it, if it counts."""
        contact = self._down.pop(number, None)
        if contact is None or contact.is_spoilt:
            return None
        contact.place = place
        self._last = (now, place)
        return contact

    def beside(self, place: Place, now: float) -> None:
        """A contact that met nothing: if it comes again and again at this place, it is a ghost."""
        self._spots = [spot for spot in self._spots if now - spot.last < GHOST_SECONDS]
        spot = self._spot(place)
        if spot is None:
            self._spots.append(_Spot(place, 1, now))
        else:
            spot.times, spot.last = spot.times + 1, now

    def is_ghost(self, place: Place, now: float) -> bool:
        """Whether contacts came again and again at this very place and met nothing."""
        spot = self._spot(place)
        if spot is None or spot.times < GHOST_TIMES or now - spot.last >= GHOST_SECONDS:
            return False
        spot.last = now
        return True

    def is_busy(self, now: float) -> bool:
        """Whether a contact may do something any moment: not one that lies there for long."""
        contact = self.active
        return contact is not None and not self._lies(contact, now)

    def _others(self, now: float) -> list[Contact]:
        """Those beside which nothing counts; what lies still for long is spoilt by a new one, and is none of them."""
        for contact in self._down.values():
            if self._lies(contact, now):
                contact.is_spoilt = True
        return [contact for contact in self._down.values() if not self._lies(contact, now)]

    def _lies(self, contact: Contact, now: float) -> bool:
        return contact.is_still and now - contact.began_at > STILL_SECONDS

    def _is_together(self, one: Contact, other: Contact) -> bool:
        is_apart = self._mm(one.began, other.began) >= SAME_PLACE_MM
        return is_apart and one.began_at - other.began_at < TOGETHER_SECONDS

    def _is_double(self, place: Place, now: float, lockout_seconds: float) -> bool:
        if self._last is None or now - self._last[0] >= lockout_seconds:
            return False
        return self._mm(place, self._last[1]) < SAME_PLACE_MM

    def _spot(self, place: Place) -> _Spot | None:
        return next((spot for spot in self._spots if self._mm(spot.place, place) <= GHOST_MM), None)

    def _mm(self, one: Place, other: Place) -> float:
        return math.hypot(one[0] - other[0], one[1] - other[1]) * MM_PER_INCH / self.ppi
