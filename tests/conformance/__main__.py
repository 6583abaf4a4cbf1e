"""`make conformance`: runs what the table names, keeps the results, writes docs/conformance.md.

Knows: arguments. Must not know: how any of it is done.
"""

from __future__ import annotations

import argparse
import sys

from tests.conformance.report import PAGE, page
from tests.conformance.results import load_results, save_results
from tests.conformance.run import run
from tests.conformance.table import load_rows, load_visitors, named_tests


def main() -> int:
    """The exit code: pytest's, or 0 if only the page was written."""
    parser = argparse.ArgumentParser(prog="make conformance", description="Other options go to pytest.")
    parser.add_argument("--long", action="store_true", help="also the tests that take minutes")
    parser.add_argument("--page", action="store_true", help="only write the page anew, run nothing")
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="only the tests of these rows: B3 B4")
    parser.add_argument("--lacking", action="store_true", help="only the tests that never passed or failed last")
    chosen, options = parser.parse_known_args()
    rows, visitors, results, code = load_rows(), load_visitors(), load_results(), 0
    if not chosen.page:
        wanted = named_tests(tuple(row for row in rows if not chosen.only or row.id in chosen.only), ())
        wanted = wanted if chosen.only else named_tests(rows, visitors)
        if chosen.lacking:
            wanted = tuple(test for test in wanted if test not in results or results[test].outcome != "passed")
        results, code = run(wanted, results, is_long=chosen.long, options=options)
    named = named_tests(rows, visitors)
    results = {test: result for test, result in results.items() if test in named}
    save_results(results)
    PAGE.write_text(page(rows, visitors, results), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
