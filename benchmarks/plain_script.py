"""The yardstick: the same job as a plain script, ``python plain_script.py FOLDER FILE``.

pandas reads the workbooks with openpyxl, and docxtpl fills the template: what a council's own
programmer would write in a day. It reads the same workbooks as ``report-builder build`` and writes
the same paragraphs; it checks nothing, traces nothing, and trusts every file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
from docxtpl import DocxTemplate

HEADINGS_ABOVE = 4
FIELDS = {"Progress": "", "Mitigation": "Mitigation: ", "Evidence": "Evidence: "}
MARKERS = {"Completed": "COMPLETED", "In progress": "IN PROGRESS", "At risk": "AT RISK"}


def table(workbook: pd.ExcelFile, sheet: str) -> pd.DataFrame:
    """Return the table on a sheet, empty cells as empty texts."""
    frame = pd.read_excel(
        workbook, sheet, header=HEADINGS_ABOVE, dtype=object, keep_default_na=False
    )
    return frame[(frame != "").any(axis=1)]


def answers(workbook: pd.ExcelFile, sheet: str) -> dict[str, Any]:
    """Return the answers on a sheet of questions."""
    frame = table(workbook, sheet)
    return dict(zip(frame["Question"], frame["Answer"], strict=True))


def blocks(text: str, kind: str, lead_in: str = "") -> list[dict[str, str]]:
    """Return the lines of a cell as paragraphs and bullets."""
    found = []
    for line in str(text).splitlines():
        if line.startswith("  - "):
            found.append({"kind": "sub_bullet", "text": line[4:]})
        elif line.startswith("- "):
            found.append({"kind": "bullet", "text": line[2:]})
        elif line.strip():
            found.append({"kind": kind, "text": lead_in + line.strip()})
            lead_in = ""
    return found


def long_date(day: Any) -> str:
    """Return a date as the report prints it."""
    return f"{day.day} {day:%B %Y}"


def prose(workbook: pd.ExcelFile, sheet: str, areas: pd.DataFrame) -> list[dict[str, str]]:
    """Return a section that the author wrote, its tokens replaced."""
    completed = int((areas["Status"] == "Completed").sum())
    counts = {"[areas]": f"{len(areas):,} areas", "[areas completed]": f"{completed:,} areas"}
    found: list[dict[str, str]] = []
    for row in table(workbook, sheet).to_dict("records"):
        if row["Kind"] == "Areas":
            found += all_areas(areas)
            continue
        text = row["Text"]
        for token, count in counts.items():
            text = text.replace(token, count)
        found += blocks(text, "heading" if row["Kind"] == "Heading" else "numbered")
    return found


def all_areas(areas: pd.DataFrame) -> list[dict[str, str]]:
    """Return what section 3 says of all areas."""
    found = []
    for area in areas.to_dict("records"):
        found.append({"kind": "area", "text": f"{area['Wording']}."})
        for name, lead_in in FIELDS.items():
            heading = next(heading for heading in area if heading.startswith(name))
            found += blocks(area[heading], "sub_numbered", lead_in)
    return found


def context(folder: Path) -> dict[str, Any]:
    """Return what the template prints."""
    report = pd.ExcelFile(folder / "inputs" / "report.xlsx", engine="openpyxl")
    register = table(report, "Register")
    register = register.rename(columns={register.columns[3]: "Wording"})
    returned = pd.concat(
        table(pd.ExcelFile(path, engine="openpyxl"), "Actions")
        for path in sorted((folder / "inputs" / "returns").glob("*.xlsx"))
    )
    repeated = [name for name in returned if name in register and name != "Reference"]
    areas = register.merge(returned.drop(columns=repeated), on="Reference", how="left").fillna("")
    areas = areas.drop(columns=[name for name in areas if name.startswith("Area for")])
    areas["marker"] = areas["Status"].map(MARKERS)
    parts = []
    for part in table(report, "Parts").itertuples(index=False):
        groups = []
        for timescale in table(report, "Timescales")["Timescale"]:
            chosen = areas[(areas["Part"] == part[0]) & (areas["Timescale"] == timescale)]
            if len(chosen):
                rows = chosen[["Wording", "marker"]].to_dict("records")
                groups.append({"timescale": timescale, "areas": rows})
        introduction = blocks(part[1], "paragraph")
        parts.append({"part": part[0], "introduction": introduction, "timescales": groups})
    cover, decision = answers(report, "Cover"), answers(report, "8 and 9 Decision")
    decided, said = list(decision.values()), list(cover.values())
    return {
        "cover": {
            "title": said[0],
            "decision_by": said[1],
            "lead_director": said[2],
            "meetings": [
                {"body": row[0], "date": long_date(row[1])}
                for row in table(report, "Meetings").itertuples(index=False)
            ],
        },
        "useful": {"wards": cover.get("Ward(s) affected", ""), "author": said[5]},
        "summary": prose(report, "1 Summary", areas),
        "recommendations": prose(report, "2 Recommendations", areas),
        "supporting": prose(report, "3 Supporting information", areas),
        "scrutiny": prose(report, "4 Scrutiny", areas),
        "implications": [
            {
                "name": row[0],
                "blocks": blocks(row[1], "paragraph"),
                "signatory": f"{row[2]}, {row[3]}",
            }
            for row in table(report, "5 Implications").itertuples(index=False)
        ],
        "papers": [
            block
            for paper in table(report, "6 Background papers")["Paper"]
            for block in blocks(paper, "paragraph")
        ],
        "appendices": [
            {"number": number, "title": title}
            for number, title in enumerate(table(report, "7 Appendices")["Title"], 1)
        ],
        "private": {"answer": decided[0], "reasons": blocks(decided[1], "paragraph")},
        "key_decision": {"answer": decided[2], "reasons": blocks(decided[3], "paragraph")},
        "parts": parts,
        "glance": {"wanted": False},
        "withdrawn_areas": [],
        "last_as_at": "",
    }


def main() -> None:
    """Write the Word file."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    template = DocxTemplate(folder / "templates" / "plain.docx")
    template.render(context(folder), autoescape=True)
    template.save(target)


if __name__ == "__main__":
    main()
