"""What doctor finds of one part of the machine, and how that is told.

Knows: the shape of a finding. Must not know: how anything is found.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it works, what was found, and what to do if it does not."""

    part: str
    works: bool
    found: str
    advice: str = ""


def tell(findings: Sequence[Finding], is_json: bool) -> int:
    """Print the findings; 1 if a part does not work."""
    if is_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=1, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{'works ' if finding.works else 'FAULT '} {finding.part}: {finding.found}")
            if finding.advice:
                print(f"       {finding.advice}")
    return 0 if all(finding.works for finding in findings) else 1
