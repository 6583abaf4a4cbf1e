"""What a program with all its processes takes of memory and processor. Linux: /proc.

Knows: processes. Must not know: which program it is.
"""

from __future__ import annotations

import time
from pathlib import Path


def family(root: int) -> tuple[int, ...]:
    """The process, all that descend from it, and all of its session (a child may have lost its parent)."""
    parents: dict[int, int] = {}
    found = {root}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if fields[0] == "Z":
            continue
        parents[int(folder.name)] = int(fields[1])
        if int(fields[3]) == root:
            found.add(int(folder.name))
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return tuple(sorted(found & parents.keys()))


def pss_megabytes(pids: tuple[int, ...]) -> float:
    """Proportional set size of the processes together, in MB (10^6 bytes): shared pages count once."""
    kilobytes = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes * 1024 / 1e6


def pss_each(pids: tuple[int, ...]) -> str:
    """The same by process, the largest first, for the detail of a figure."""
    sizes = sorted((pss_megabytes((pid,)) for pid in pids), reverse=True)
    return " + ".join(f"{size:.0f}" for size in sizes)


def cpu_seconds(pids: tuple[int, ...]) -> dict[int, float]:
    """Processor time that each process has taken so far, all its threads together, in seconds."""
    taken = {}
    for pid in pids:
        clock = (~pid << 3) | 2  # CPUCLOCK_SCHED of another process, as clock_getcpuclockid(3) makes it
        try:
            taken[pid] = time.clock_gettime(clock)
        except OSError:
            continue
    return taken


def cpu_percent(root: int, seconds: float) -> tuple[float, str]:
    """Percent of one core that the family of ``root`` takes over the coming ``seconds``, and the share of each."""
    before, began = cpu_seconds(family(root)), time.monotonic()
    time.sleep(seconds)
    after, lasted = cpu_seconds(family(root)), time.monotonic() - began
    shares = {pid: 100 * (taken - before.get(pid, 0.0)) / lasted for pid, taken in after.items()}
    each = " + ".join(f"{share:.2f}" for share in sorted(shares.values(), reverse=True))
    gone = len(before.keys() - after.keys())
    return sum(shares.values()), each + (f"; {gone} processes ended meanwhile and are not counted" if gone else "")
