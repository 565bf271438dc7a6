"""What `make drill` prints, and writes to var/drill.md.

A pytest plugin: a drill tells its line by the fixture ``tell``; of the other tests
each file is a line, or several files are.
"""

import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = Path("var/drill.md")
COLUMNS = (
    "drill",
    "faults",
    "answers",
    "refused",
    "lost",
    "doubled",
    "private",
    "stale",
)
HEADINGS = (
    *("Drill", "Faults put in", "Answers", "Refused with a proper page", "Lost"),
    *("Doubled", "Private shown", "Stale shown"),
)
SPEED = {
    "a second": "Requests a second",
    "median": "Median",
    "95th": "95th of a hundred",
    "slowest": "Slowest",
    "5xx": "5xx",
}
WITHOUT_FIGURES = {
    "drills/test_clock.py": "summer time, clock ahead, clock set back",
    "outages/test_postgresql.py": "database stopped and hung, in each language",
    "outages/test_redis.py": "cache stopped and hung, at every door",
    "outages/test_busy_database.py": "database busy with others' writing",
    "outages/test_database_cache.py": "database as a cache",
    "outages/test_files.py": "bucket stopped, hung and busy",
    "mail/test_after_answer.py": "mail server away, where no worker runs",
    "mail/test_workers.py": "several workers, and a mail server that comes and goes",
    "scheduling/test_process.py": "worker killed while it sends; two workers",
    "events/registration/test_concurrency.py": "forty at once for five places",
    "backup/test_refusals.py": "backup cut off or killed",
    "caching/test_load.py": "pages closed and renamed while many read",
}
"""By their files: whether all of their tests passed is all they tell."""


class Table:
    def __init__(self) -> None:
        self.drills: list[dict[str, Any]] = []
        self.tests: dict[str, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call":
            self.drills += [v for k, v in report.user_properties if k == "drill"]
        if report.when == "call" or report.outcome != "passed":
            path = report.nodeid.partition("::")[0].removeprefix("tests/")
            self.tests[path].append(report.outcome)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        text = self.text()
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(text)
        terminalreporter.write_line("")
        terminalreporter.write_line(text)
        terminalreporter.write_line(f"(in {FILE})")

    def text(self) -> str:
        machine = f"{os.cpu_count()} cores"
        lines = [f"{datetime.now(UTC):%d %B %Y}, {machine}, `make drill`:", ""]
        lines += rows(HEADINGS, [of(drill, COLUMNS) for drill in self.drills])
        loads = [drill for drill in self.drills if "median" in drill]
        columns = ("drill", *SPEED)
        lines += ["", *rows(("Load", *SPEED.values()), [of(d, columns) for d in loads])]
        told = []
        for path, name in WITHOUT_FIGURES.items():
            outcomes = self.tests.get(path, [])
            failed = (
                len(outcomes) - outcomes.count("passed") - outcomes.count("skipped")
            )
            told.append([name, str(outcomes.count("passed")), str(failed)])
        lines += ["", *rows(("Drill", "Tests passed", "Failed"), told)]
        return "\n".join(lines) + "\n"


def of(drill: dict[str, Any], columns: tuple[str, ...]) -> list[str]:
    return [str(drill.get(name, "–")) for name in columns]


def rows(headings: tuple[str, ...], cells: list[list[str]]) -> list[str]:
    return [
        f"| {' | '.join(line)} |"
        for line in (list(headings), ["---"] * len(headings), *cells)
    ]
