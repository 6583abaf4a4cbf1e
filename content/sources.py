"""Who made a picture or a font: the sources.toml beside them, one table for each file name without ending.

Knows: the keys of a sources list. Must not know: what the files show.
"""

from __future__ import annotations

from pathlib import Path

from content.faults import Faults, nearest
from content.loader import Table, read_table
from content.model import ContentError, Source


def load_sources(folder: Path) -> dict[str, Source]:
    """The sources list of a folder, by file name without ending. Raises ContentError with all faults."""
    faults = Faults()
    table = read_table(folder / "sources.toml", faults)
    sources = _sources(table) if table else {}
    faults.stop_if_any()
    if not sources:
        faults.add(folder / "sources.toml", "", "the list is empty", "Add a table for each file.")
        raise ContentError(faults.sorted())
    return sources


def check_sources(folder: Path, ending: str, faults: Faults) -> None:
    """Note every file of that ending without author and license, and every line for a file that is not there."""
    files = {path.stem for path in folder.glob(f"*{ending}")}
    path = folder / "sources.toml"
    if not files and not path.exists():
        return
    table = read_table(path, faults)
    if table is None:
        return
    listed = _sources(table)
    for name in sorted(files - listed.keys()):
        advice = f'Add a table ["{name}"] with author, license, source and changes.'
        faults.add(path, name, f"{name}{ending} has no author and no license", advice)
    for name in sorted(listed.keys() - files):
        best = nearest(name, files)
        advice = f'Did you mean "{best}"?' if best else "Take the table out, or put the file back."
        faults.add(path, name, f"there is no file {name}{ending}", advice)


def _sources(table: Table) -> dict[str, Source]:
    sources = {}
    for name in table:
        entry = table.table(name)
        if entry:
            entry.only(("author", "license", "source", "changes"))
            words = [entry.text(key) for key in ("author", "license", "source")]
            sources[name] = Source(name, words[0], words[1], words[2], entry.text("changes", ""))
    return sources
