"""Report folders of any size for the benchmarks: seeded, with text of their own.

``python data.py FOLDER AREAS RETURNS``. Every area is answered, in five lines and two levels of
bullets, and printed twice: in section 3 with all that was answered, and in Appendix 1.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))

from make_samples import make_workbooks

from report_builder.files import write_whole
from report_builder.folder import ReportFolder
from report_builder.word.template import standard_template

SEED = 2012
_WORDS = (
    "the service has agreed with its partners how plans are reviewed and what is recorded so that "
    "children know who will help them and when managers read every file each month"
).split()
_TIMESCALES = ({"timescale": "Immediately", "months": 0}, {"timescale": "Later", "months": 6})
_IMPLICATIONS = ("Financial", "Legal", "Climate", "Equality", "Other")


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
    template = ReportFolder(folder).template
    write_whole(template, standard_template())
    write_whole(template.with_name("plain.docx"), _plain_template())
    for peer, (begin, words, end) in _PEERS.items():
        write_whole(template.with_name(f"{peer}.docx"), _peers_template(begin, words, end))


_PEERS = {
    "docxtemplater": ("{#paragraphs}", "{text}", "{/paragraphs}"),
    "carbone": ("", "{d.paragraphs[i].text}", "{d.paragraphs[i+1].text}"),
}


def _plain_template() -> bytes:
    """Return the standard template for plain texts, as docxtpl alone prints them."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(standard_template())) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(b"{{r ", b"{{ ").replace(b".light }}", b" }}")
                part = part.replace(b".light:", b":")
            target.writestr(name, part)
    return packed.getvalue()


def _peers_template(*lines: str) -> bytes:
    """Return a template with one loop, which prints all paragraphs in one style."""
    document = docx.Document()
    document.add_paragraph("Executive Decision Report")
    for line in filter(None, lines):
        document.add_paragraph(line)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


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
    make_folder(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
