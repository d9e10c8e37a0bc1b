"""The record of a finished report: what it holds, that it is read back, and when it is refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reports import tiny, tiny_return, with_an_exempt_area, written

from report_builder import pipeline, record
from report_builder.errors import FolderError

_NAMES = [field.name for field in dataclasses.fields(record.ReportedArea)]
_DATES = ["due", "first_date", "revised_date", "completed"]
_TEXTS = [name for name in _NAMES if name not in _DATES]
NAME = "Progress after the inspection - version 1.record.json"


def built(folder: Path, **options: bool) -> Path:
    pipeline.build(written(folder), draft=options.get("draft", False))
    return folder / "output" / NAME


def test_a_finished_report_leaves_what_it_said_of_each_area(tmp_path: Path) -> None:
    left = record.load(built(tmp_path))
    assert (left.report, left.title, left.version) == ("tiny", "Progress after the inspection", "1")
    assert left.as_at == dt.date(2026, 8, 31)
    completed, open_area = left.areas
    assert (completed.reference, completed.marker) == ("SG-01", "COMPLETED")
    assert (completed.completed, completed.first_date) == (dt.date(2026, 2, 2), None)
    assert completed.evidence == "An audit in March."
    assert (open_area.status, open_area.standing) == ("On track", "On track")
    assert (open_area.marker, open_area.first_date) == ("IN PROGRESS", dt.date(2026, 12, 1))
    assert open_area.progress == "Half of the plans have been reviewed."
    assert (open_area.further_work, open_area.carried_forward) == ("Yes", "Yes")
    assert left.area(" sg-02 ") == open_area
    assert left.area("SG-03") is None


def test_what_the_report_works_out_stands_beside_what_the_service_chose(tmp_path: Path) -> None:
    answers = tiny_return()
    answers["actions"][1]["date"] = dt.date(2026, 8, 1)
    pipeline.build(written(tmp_path, tiny(), answers), draft=False)
    late = record.load(tmp_path / "output" / NAME).areas[1]
    assert (late.status, late.standing, late.marker) == ("On track", "Overdue", "OVERDUE")


def test_a_draft_leaves_no_record(tmp_path: Path) -> None:
    assert not built(tmp_path, draft=True).exists()


def test_two_editions_have_one_record_with_what_is_withheld(tmp_path: Path) -> None:
    report = with_an_exempt_area()
    report["supporting"] = [{"kind": "Paragraph", "text": "No other option was considered."}]
    done = pipeline.build(written(tmp_path, report), draft=False)
    assert len(done.paths) == 2, done.checked.problems
    assert [path.name for path in (tmp_path / "output").glob(f"*{record.SUFFIX}")] == [NAME]
    withheld = record.load(tmp_path / "output" / NAME).areas[1]
    assert (withheld.publication, withheld.wording) == ("Exempt", "ensure that plans are reviewed")


def test_a_record_is_the_same_bytes_whenever_it_is_written_and_when_it_is_read_back(
    tmp_path: Path,
) -> None:
    once, again = built(tmp_path / "one"), built(tmp_path / "two")
    assert once.read_bytes() == again.read_bytes()
    assert record.load(once).as_json().encode() == once.read_bytes()


@pytest.mark.parametrize("areas", [0, 1, 2])
def test_a_record_is_laid_out_for_a_person(areas: int) -> None:
    hard = 'He said “no”, "areas": []\n\t}, {"text": \\'
    area = record.ReportedArea(**dict.fromkeys(_TEXTS, hard), **dict.fromkeys(_DATES))
    one = record.Record(hard, hard, "1", None, dt.date(2026, 8, 31), hard, (area,) * areas, hard)
    said = one.as_json()
    assert said == json.dumps(json.loads(said), ensure_ascii=False, indent=1) + "\n"
    assert (
        json.loads(said)["areas"]
        == [{**dict.fromkeys(_NAMES), **dict.fromkeys(_TEXTS, hard)}] * areas
    )


def _other_format(said: dict[str, Any]) -> object:
    return said.update(format=2)


def _without_areas(said: dict[str, Any]) -> object:
    return said.pop("areas")


def _unknown_name(said: dict[str, Any]) -> object:
    return said["areas"][0].update(colour="green")


def _number_for_words(said: dict[str, Any]) -> object:
    return said["areas"][0].update(progress=5)


def _no_date(said: dict[str, Any]) -> object:
    return said.update(as_at="in autumn")


@pytest.mark.parametrize(
    "spoil", [_other_format, _without_areas, _unknown_name, _number_for_words, _no_date]
)
def test_what_is_no_record_is_refused(tmp_path: Path, spoil: Callable[[Any], object]) -> None:
    path = built(tmp_path)
    said = json.loads(path.read_text(encoding="utf-8"))
    spoil(said)
    path.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(FolderError, match=r"record\.json"):
        record.load(path)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe"])
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.record.json"
    path.write_bytes(content)
    with pytest.raises(FolderError, match="no record"):
        record.load(path)
