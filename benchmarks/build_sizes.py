"""Time whole builds: ``python benchmarks/build_sizes.py [--runs 3] [17 1000 20000]``.

Each size is built as a process of its own, from real workbooks made with a fixed seed; the table
gives the median, minimum and maximum of the wall time in seconds, and the peak memory in MiB.
Linux or macOS.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))

from make_samples import make_workbooks

from report_builder.files import write_whole
from report_builder.folder import ReportFolder
from report_builder.word.template import standard_template

RETURNS = {17: 2, 1_000: 10, 20_000: 100}
SEED = 2012
_WORDS = (
    "the service has agreed with its partners how plans are reviewed and what is recorded so that "
    "children know who will help them and when managers read every file each month"
).split()
_TIMESCALES = ({"timescale": "Immediately", "months": 0}, {"timescale": "Later", "months": 6})
_IMPLICATIONS = ("Financial", "Legal", "Climate", "Equality", "Other")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=list(RETURNS))
    options.add_argument("--runs", type=int, default=3)
    asked = options.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| areas | returns | median s | min s | max s | peak MiB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for areas in asked.sizes:
        returns = RETURNS.get(areas, max(1, areas // 200))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_folder(folder, areas, returns)
            runs = [run_build(folder) for _ in range(asked.runs)]
        times = [seconds for seconds, _ in runs]
        memory = max(peak for _, peak in runs)
        print(
            f"| {areas:,} | {returns} | {statistics.median(times):.2f} | {min(times):.2f} "
            f"| {max(times):.2f} | {memory:.0f} |",
            flush=True,
        )


def run_build(folder: Path) -> tuple[float, float]:
    """Return the seconds and the peak MiB of one ``report-builder build`` process."""
    command = [sys.executable, "-m", "report_builder", "build", "--folder", str(folder)]
    start = time.perf_counter()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        process = os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)],
        )
        _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"the build failed with status {status}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return seconds, usage.ru_maxrss / unit


def make_folder(folder: Path, areas: int, returns: int) -> None:
    """Write a report folder with ``areas`` areas, answered in ``returns`` returns."""
    chance = random.Random(SEED)  # noqa: S311
    services = [f"Service {number:03}" for number in range(1, returns + 1)]
    register: list[dict[str, Any]] = [
        {
            "reference": f"A-{number:05}",
            "part": f"Part {number % 2 + 1}",
            "timescale": _TIMESCALES[number % 2]["timescale"],
            "wording": f"ensure that {_sentence(chance, 14)}",
            "lead_service": services[number * returns // areas],
            "carried_forward": "Yes" if number % 5 == 0 else "No",
        }
        for number in range(areas)
    ]
    make_workbooks(_report(services, register), _returns(chance, services, register), folder)
    report = ReportFolder(folder)
    write_whole(report.template, standard_template())


def _report(services: list[str], register: list[dict[str, Any]]) -> dict[str, Any]:
    words = {"kind": "Numbered paragraph", "text": "There are [areas], [areas completed]."}
    return {
        "report_id": "benchmark",
        "cover": {
            "title": f"Benchmark of {len(register)} areas",
            "decision_by": "City Mayor & Executive",
            "lead_director": "A Director",
            "decision_maker": "A meeting",
            "decision_date": dt.date(2026, 9, 17),
            "wards": "All",
            "author": "An Author",
            "author_job_title": "Policy Officer",
            "author_email": "author@wexcombe.gov.uk",
            "author_telephone": "01632 960000",
            "version": 1,
            "as_at": dt.date(2026, 8, 31),
            "inspection_date": dt.date(2026, 1, 19),
        },
        "meetings": [{"body": "Scrutiny Commission", "date": dt.date(2026, 9, 17)}],
        "services": [{"service": service} for service in services],
        "parts": [
            {"part": f"Part {number}", "introduction": "The council should act."}
            for number in (1, 2)
        ],
        "timescales": list(_TIMESCALES),
        "register": register,
        "summary": [words],
        "recommendations": [words],
        "supporting": [{"kind": "Heading", "text": "Progress"}, {"kind": "Areas"}],
        "scrutiny": [words],
        "implications": [
            {
                "implication": name,
                "text": "There are none, because nothing is spent.",
                "signatory": "A Signatory",
                "job_title": "Officer",
            }
            for name in _IMPLICATIONS
        ],
        "papers": [{"paper": "None"}],
        "appendices": [{"title": "Areas for improvement"}],
        "decision": {"private": "No", "key_decision": "No", "key_decision_reason": "None."},
    }


def _returns(
    chance: random.Random, services: list[str], register: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    rows: dict[str, list[dict[str, Any]]] = {service: [] for service in services}
    for area in register:
        rows[area["lead_service"]].append(_answer(chance, area["reference"]))
    return [
        {
            "return": {
                "service": service,
                "head_of_service": "A Head",
                "job_title": "Head of Service",
                "email": "head@wexcombe.gov.uk",
                "as_at": dt.date(2026, 8, 31),
                "sign_off_name": "A Director",
                "sign_off_date": dt.date(2026, 9, 2),
            },
            "actions": rows[service],
        }
        for service in services
    ]


def _answer(chance: random.Random, reference: str) -> dict[str, Any]:
    progress = [
        f"{_sentence(chance, 30).capitalize()}.",
        f"- {_sentence(chance, 12)};",
        f"  - {_sentence(chance, 8)}.",
        f"{_sentence(chance, 30).capitalize()}.",
    ]
    return {
        "reference": reference,
        "status": "Completed",
        "date": dt.date(2026, 3, 1) + dt.timedelta(days=chance.randrange(150)),
        "progress": "\n".join(progress),
        "evidence": f"{_sentence(chance, 10).capitalize()}.",
        "further_work": "No",
    }


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(_WORDS, k=length))


if __name__ == "__main__":
    main()
