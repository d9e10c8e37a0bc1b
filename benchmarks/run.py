"""Measure the program against a plain script and two others: ``python benchmarks/run.py``.

Each size is made with a fixed seed. Then all contestants run in turn, as whole processes, after one
turn that is not counted. ``--write`` puts the tables and the picture into ``docs/performance.md``.
Node and its packages are used where they are: ``npm install`` in ``benchmarks/node``.
Linux or macOS; matplotlib draws the picture (``pip install '.[bench]'``).
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Made by a process of its own: what this one holds would be counted as the memory of all others.
RETURNS = {17: 2, 1_000: 10, 20_000: 100}
HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
PICTURE = PAGE.with_suffix(".svg")
PLAIN, BUILD, CHECK, WARM = "plain script", "build", "check", "second build in one process"
_NO_WARM_UP = 5_000
BEGIN, END = "<!-- measured -->", "<!-- end -->"
TARGETS = {
    BUILD: {17: 0.75, 1_000: 0.6, 20_000: 0.35},
    WARM: {17: 0.15, 1_000: 0.25, 20_000: 0.3},
    "--help": {17: 0.15},
    "--version": {17: 0.15},
}


@dataclass
class Figures:
    """What one contestant took at one size."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: float = 0.0

    @property
    def median(self) -> float:
        """Return the median of the seconds."""
        return statistics.median(self.seconds)


Table = dict[str, dict[int, Figures]]


def main() -> None:
    """Measure, and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=list(RETURNS))
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--most-runs-of-the-largest", type=int, default=3)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    table: Table = {}
    one_return = (0.0, 0.0)
    for areas in asked.sizes:
        most = asked.most_runs_of_the_largest if areas > _NO_WARM_UP else asked.runs
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            returns = RETURNS.get(areas, max(1, areas // 200))
            maker = [sys.executable, str(HERE / "data.py"), name, str(areas), str(returns)]
            subprocess.run(maker, check=True)
            measure(table, folder, areas, min(asked.runs, most))
            if areas == asked.sizes[0]:
                one_return = cost_of_one_return(folder)
    told = "\n".join(page(table, one_return))
    print(told)
    if asked.write:
        draw(table)
        text = PAGE.read_text(encoding="utf-8")
        measured = f"{BEGIN}\n\n{told}\n{END}"
        text = re.sub(f"{BEGIN}.*{END}", lambda _: measured, text, flags=re.DOTALL)
        PAGE.write_text(text, encoding="utf-8")


def contestants(folder: Path, areas: int) -> dict[str, list[str]]:
    """Return the commands that are compared, by their names."""
    target = str(folder / "plain.docx")
    program = [sys.executable, "-m", "report_builder"]
    found = {
        PLAIN: [sys.executable, str(HERE / "plain_script.py"), str(folder), target],
        CHECK: [*program, "check", "--folder", str(folder)],
        BUILD: [*program, "build", "--folder", str(folder)],
        WARM: [sys.executable, str(HERE / "warm.py"), str(folder)],
    }
    if areas == min(RETURNS):
        found |= {option: [*program, option] for option in ("--help", "--version")}
    node = shutil.which("node")
    if node and (HERE / "node" / "node_modules").is_dir():
        for peer in ("docxtemplater", "carbone"):
            script = str(HERE / "node" / f"{peer}.js")
            found[f"{peer} + SheetJS"] = [node, script, str(folder), target]
    return found


def measure(table: Table, folder: Path, areas: int, runs: int) -> None:
    """Run all contestants in turn, and put down what they took."""
    commands = contestants(folder, areas)
    not_counted = areas <= _NO_WARM_UP
    for turn in range(runs + not_counted):
        for name, command in commands.items():
            seconds, processor, memory, said = run(command)
            if turn == 0 and not_counted:
                continue  # the first one finds cold caches; a long run does not notice
            figures = table.setdefault(name, {}).setdefault(areas, Figures())
            figures.seconds.append(float(said) if name == WARM else seconds)
            figures.processor.append(processor)
            figures.memory = max(figures.memory, memory)
        print(f"{areas:,} areas, turn {turn + 1}", file=sys.stderr, flush=True)


def run(command: list[str]) -> tuple[float, float, float, str]:
    """Return what a command took: seconds, seconds of processors, the peak MiB of a process.

    The last is what it printed.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if status:
            raise SystemExit(f"{command} failed with status {status}")
        said.seek(0)
        words = said.read().decode()
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, words


def cost_of_one_return(folder: Path) -> tuple[float, float]:
    """Return the seconds of reading a return and the author's workbook, and of a check of them."""
    command = [sys.executable, str(HERE / "one_return.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    reading, judging = done.stdout.split()
    return float(reading), float(judging)


def page(table: Table, one_return: tuple[float, float]) -> Iterator[str]:
    """Yield the lines of the page that are measured."""
    load = os.getloadavg()[0]
    yield (
        f"Measured on a shared virtual machine: {_processor()}, {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}; when it ended, {load:.1f} "
        "processes wanted to run at the same time, these among them."
    )
    yield ""
    told = _picture_told(table)
    yield f"![Seconds by number of areas, both in steps of ten: {told}]({PICTURE.name})"
    sizes = sorted({areas for each in table.values() for areas in each})
    for areas in sizes:
        yield from ("", f"### {areas:,} areas, {RETURNS.get(areas, '?')} returns", "")
        yield "| | median s | min | max | CPU s | peak MiB | of the plain script | target |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        for name, figures in table.items():
            if areas in figures:
                yield _row(name, areas, figures[areas], table[PLAIN][areas])
    if {1_000, 20_000} <= set(sizes):
        yield from ("", "### Growth", "")
        yield "Exponent of the cost from 1,000 to 20,000 areas; 1.0 is in step with the work."
        yield ""
        for name, figures in table.items():
            if {1_000, 20_000} <= figures.keys():
                grown = figures[20_000].median / figures[1_000].median
                yield f"- {name}: {math.log(grown) / math.log(20):.2f}"
    reading, judging = one_return
    yield from ("", "### One return", "")
    yield (
        f"Reading one return and the author's workbook takes {reading * 1000:.0f} ms; reading, "
        f"merging and all checks take {judging * 1000:.0f} ms, {judging / reading:.1f} times as "
        "much. The target is at most twice."
    )


def _row(name: str, areas: int, figures: Figures, plain: Figures) -> str:
    ratio = figures.median / plain.median
    target = TARGETS.get(name, {}).get(areas)
    is_met = "" if target is None else f"{target:.2f}, {'met' if ratio <= target else 'not met'}"
    numbers = [figures.median, min(figures.seconds), max(figures.seconds)]
    said = " | ".join(f"{seconds:.2f}" for seconds in numbers)
    # Of a process that builds twice, the second build alone cannot be told from the first.
    processor = "–" if name == WARM else f"{statistics.median(figures.processor):.2f}"
    return f"| {name} | {said} | {processor} | {figures.memory:.0f} | {ratio:.2f} | {is_met} |"


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"model name\s*:\s*(.+)", told)
    return found[1].strip() if found else platform.machine()


def _picture_told(table: Table) -> str:
    return "; ".join(
        f"{name} " + ", ".join(f"{one.median:.2f} s at {areas:,}" for areas, one in found.items())
        for name, found in table.items()
        if len(found) > 1
    )


def draw(table: Table) -> None:
    """Draw the seconds against the number of areas."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "report_builder"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    markers: Callable[[int], str] = "osv^D*x".__getitem__
    for place, (name, found) in enumerate(each for each in table.items() if len(each[1]) > 1):
        sizes = sorted(found)
        seconds = [found[areas].median for areas in sizes]
        axes.loglog(sizes, seconds, marker=markers(place), label=name)
    axes.set_xlabel("areas for improvement")
    axes.set_ylabel("seconds, median")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
