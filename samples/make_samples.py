"""Make the samples from their plain text: ``python samples/make_samples.py``.

``python samples/make_samples.py TEXT FOLDER`` does it for any folder of such texts.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from report_builder.files import file_name, write_whole
from report_builder.folder import ReportFolder
from report_builder.issuing import report_workbook_bytes, return_bytes
from report_builder.merge import merge
from report_builder.merged import Merged
from report_builder.text import CellText, Run
from report_builder.word.template import standard_template
from report_builder.workbooks.declare import Filling
from report_builder.workbooks.read import read
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK

HERE = Path(__file__).parent
SAMPLES = {
    HERE / "further_update": HERE.parent,
    HERE / "five_services": HERE.parent / "examples" / "five_services",
}
ANOTHER_COUNCIL = HERE.parent / "examples" / "another_council"  # the same data, its own template
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def make(texts: Path, folder: Path) -> None:
    """Write ``inputs/report.xlsx`` and ``inputs/returns/*.xlsx`` of ``folder`` from ``texts``."""
    report, *returns = (
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(texts.glob("*.toml"), key=lambda path: path.name != "report.toml")
    )
    make_workbooks(report, returns, folder)


def make_workbooks(report: dict[str, Any], returns: list[dict[str, Any]], folder: Path) -> None:
    """Write the workbooks of ``folder`` from what the texts say, already taken apart."""
    workbook = folder / "inputs" / "report.xlsx"
    write_whole(workbook, report_bytes(report))
    merged = merge(read(workbook, REPORT_WORKBOOK), [])
    for told in returns:
        service = str(told["return"]["service"])
        target = folder / "inputs" / "returns" / f"{file_name(service)}.xlsx"
        write_whole(target, answered_bytes(report, told, merged))


def report_bytes(report: dict[str, Any]) -> bytes:
    """Return the report workbook that says what the text says."""
    said = {name: table for name, table in report.items() if name != "report_id"}
    return report_workbook_bytes(report["report_id"], _made(report), filling(said))


def answered_bytes(report: dict[str, Any], told: dict[str, Any], merged: Merged) -> bytes:
    """Return the return that says what the text ``told`` says, issued from ``merged``."""
    answers = filling(told)
    service = str(answers.answers["return"]["service"])
    return return_bytes(merged, report["report_id"], service, _made(report), answers)


def _made(report: dict[str, Any]) -> dt.date:
    made: dt.date = report["cover"].get("as_at", dt.date(2000, 1, 1))
    return made


def filling(said: dict[str, Any]) -> Filling:
    """Return what a TOML text says as what is put into a workbook."""
    return Filling(
        answers={
            name: {key: _value(value) for key, value in table.items()}
            for name, table in said.items()
            if isinstance(table, dict)
        },
        rows={
            name: [{key: _value(value) for key, value in row.items()} for row in rows]
            for name, rows in said.items()
            if isinstance(rows, list)
        },
    )


def _value(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    pieces = _BOLD.split(value.rstrip("\n"))
    return CellText(Run(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece)


if __name__ == "__main__":
    if sys.argv[1:]:
        make(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        for source, target in SAMPLES.items():
            make(source, target)
            write_whole(ReportFolder(target).template, standard_template())
        make(HERE / "five_services", ANOTHER_COUNCIL)
