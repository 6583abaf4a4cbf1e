"""How authors' mistakes are collected and explained.

Knows: faults, and which allowed word is nearest to a wrong one. Must not know: what any file holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from content.model import ContentError, Fault

LISTED_AT_MOST = 12  # a way out that lists more than these is not read


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The allowed word most like ``word`` (upper and lower case count as the same), or "" if none is near."""
    import difflib  # only where there is a mistake to explain

    by_folded = {candidate.casefold(): candidate for candidate in allowed}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def way_out(word: str, allowed: Collection[str]) -> str:
    """A sentence that names the nearest match for ``word`` and what is allowed."""
    best = nearest(word, allowed)
    suggestion = f'Did you mean "{best}"? ' if best else ""
    if not allowed:
        return f"{suggestion}Nothing is allowed here."
    shown = sorted(allowed)
    more = f" and {len(shown) - LISTED_AT_MOST} more" if len(shown) > LISTED_AT_MOST else ""
    if best and more:
        return suggestion.strip()
    return f"{suggestion}Allowed: {', '.join(shown[:LISTED_AT_MOST])}{more}."


class Faults:
    """Collects faults, so that an author sees all of them at once."""

    def __init__(self) -> None:
        self._found: set[Fault] = set()

    def add(self, file: object, key: str, problem: str, way_out: str) -> None:
        """Note one mistake. ``file`` is a path or its text; ``problem`` has no full stop, ``way_out`` is a sentence."""
        self._found.add(Fault(str(file), key, problem, way_out))

    def add_unknown(self, file: object, key: str, word: str, allowed: Collection[str], what: str) -> None:
        """Note that ``word`` is no ``what`` ("icon", "command") among the allowed ones."""
        self.add(file, key, f'there is no {what} "{word}"', way_out(word, allowed))

    def __len__(self) -> int:
        return len(self._found)

    def sorted(self) -> tuple[Fault, ...]:
        """All faults, by file and key, each once."""
        return tuple(sorted(self._found))

    def stop_if_any(self) -> None:
        """Raise ContentError with every fault, if there is one."""
        if self._found:
            raise ContentError(self.sorted())
