"""Progress at a glance: a table and a chart that say what the prose and Appendix 1 say."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import docx
import pytest
import sample_files
from docx.document import Document
from docx.oxml.ns import qn
from PIL import Image, ImageChops, ImageStat
from reports import built, found, paragraphs, tiny, tiny_return, written
from wide_report import merged_from, wide, wide_folder

from report_builder import statuses
from report_builder.figures import Figures, in_words
from report_builder.report.compose import compose
from report_builder.report.glance import ORDER, chart_of, counted
from report_builder.report.model import Chart, GlanceRow, Text
from report_builder.text import Run
from report_builder.word.chart import png

HEADINGS = [
    *("Part and timescale", "Areas", "Completed", "On track", "At risk", "Overdue"),
    *("Not started", "No longer required"),
]
TOKENS = [
    *("areas", "areas completed", "areas on track", "areas at risk", "areas overdue"),
    *("areas not started", "areas no longer required"),
]


def asking(report: dict[str, object]) -> dict[str, object]:
    report["settings"] = {"progress_at_a_glance": "Yes"}
    return report


def rows(document: Document) -> list[list[str]]:
    [table] = document.tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def alternative_text(document: Document) -> str:
    [picture] = document.element.body.iter(qn("wp:docPr"))
    return str(picture.get("descr"))


def picture_of(document: Document) -> bytes:
    [image] = [part for part in document.part.package.iter_parts() if "image" in part.partname]
    return bytes(image.blob)


def test_no_report_has_it_unless_the_author_says_so(tmp_path: Path) -> None:
    document = built(wide_folder(tmp_path))
    assert document.tables == []
    assert "Progress at a glance" not in paragraphs(document)
    assert not list(document.element.body.iter(qn("w:drawing")))


def test_table_and_chart_count_every_area_once(tmp_path: Path) -> None:
    document = built(wide_folder(tmp_path, asking(wide())))
    assert "Progress at a glance" in paragraphs(document)
    assert rows(document) == [
        HEADINGS,
        ["Services", "4", "1", "1", "1", "1", "0", "0"],
        ["Immediately", "1", "1", "0", "0", "0", "0", "0"],
        ["Within three months", "2", "0", "1", "1", "0", "0", "0"],
        ["Within six months", "1", "0", "0", "0", "1", "0", "0"],
        ["Services for Looked After Children", "3", "1", "0", "0", "0", "1", "1"],
        ["Immediately", "1", "0", "0", "0", "0", "0", "1"],
        ["Within six months", "2", "1", "0", "0", "0", "1", "0"],
        ["All parts", "7", "2", "1", "1", "1", "1", "1"],
    ]
    assert alternative_text(document) == (
        "Bar chart of the areas for improvement by part, timescale and status on 31 August 2026. "
        "Services: Immediately, one area: completed. Within three months, two areas: 1 on track, "
        "1 at risk. Within six months, one area: overdue. Services for Looked After Children: "
        "Immediately, one area: no longer required. Within six months, two areas: 1 completed, "
        "1 not started."
    )


@pytest.mark.parametrize("edition", ["PUBLIC", "NOT FOR PUBLICATION"])
def test_sample_says_the_same_in_prose_table_chart_and_appendix(
    edition: str, sample: dict[str, Document]
) -> None:
    document = sample[edition]
    header, *told = rows(document)
    figures = [[int(cell) for cell in row[1:]] for row in told]
    assert header == HEADINGS
    assert all(row[0] == sum(row[1:]) for row in figures)
    *each, total = figures
    parts = {row[0]: numbers for row, numbers in zip(told, figures, strict=True)}
    own = ("Identifying and assessing needs", "Joint commissioning & support")
    whole = [parts[name] for name in (*own, "Preparing for adulthood")]
    assert [sum(column) for column in zip(*whole, strict=True)] == total
    assert [sum(column) for column in zip(*each, strict=True)] == [2 * count for count in total]

    appendix = Counter(
        run.text.replace("\u00a0", " ")
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.style.name == "Completion Marker"
    )
    wanted = [appendix[status.marker] for status in ORDER[:-1]]
    assert total == [sum(wanted), *wanted]

    prose = " ".join(paragraphs(document))
    assert f"nine areas out of {in_words(total[0])} completed" in prose
    assert total[:2] == [24, 9]
    assert "By the as-at date nine areas had been completed and six were on track." in prose
    assert total[2] == 6
    assert "three areas were overdue" in prose
    assert total[4] == 3

    said = alternative_text(document)
    for status, count in zip(ORDER[:-1], total[1:], strict=True):
        words = status.name.lower()
        alone = said.count(f"one area: {words}.")
        assert alone + sum(map(int, re.findall(rf"(\d+) {words}[,.]", said))) == count


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    files = sample_files.built(tmp_path_factory)["five_services-final"]
    return {path.stem.rpartition("version 2 ")[2]: docx.Document(str(path)) for path in files}


def test_table_is_counted_as_the_tokens_are(tmp_path: Path) -> None:
    merged = merged_from(wide_folder(tmp_path))
    figures = Figures(merged)
    glance = compose(merged, draft=False).glance
    for row in glance.rows:
        where = f" in {row.part}"
        where = where if row.whole_part else f" {str(row.timescale).lower()} only{where}"
        for token, heading in zip(TOKENS, HEADINGS[1:], strict=True):
            asked = f"[figure of {token}{where}]"
            [said] = figures.replaced((Run(asked),))
            assert said.text == str(getattr(row.counts, heading.lower().replace(" ", "_"))), asked


def test_public_edition_counts_what_is_withheld(sample: dict[str, Document]) -> None:
    assert rows(sample["PUBLIC"]) == rows(sample["NOT FOR PUBLICATION"])
    assert picture_of(sample["PUBLIC"]) == picture_of(sample["NOT FOR PUBLICATION"])


def test_a_draft_says_how_many_areas_have_not_been_reported(tmp_path: Path) -> None:
    told = tiny_return()
    del told["actions"][1]
    document = built(written(tmp_path, asking(tiny()), told), draft=True)
    assert rows(document)[-1] == ["All parts", "2", "1", "0", "0", "0", "0", "0"]
    [note] = [text for text in paragraphs(document) if "as they stood" in text]
    assert "1 of them have not been reported" in note
    assert "one area: not reported" in alternative_text(document)


def test_setting_is_yes_or_no(tmp_path: Path) -> None:
    report = tiny()
    report["settings"] = {"progress_at_a_glance": "Perhaps"}
    assert ("Settings", "not-in-the-list") in [
        (sheet, code) for sheet, _, code in found(written(tmp_path, report))
    ]


# --- the picture ---------------------------------------------------------------------------------


def test_same_figures_are_the_same_picture_whatever_a_person_has_set(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "font.family: serif\nfont.size: 30\naxes.facecolor: red\ntext.usetex: True\n"
    )
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "import test_glance\n"
        "print(hashlib.sha256(test_glance.drawn()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)],
        cwd=tmp_path,
        env={
            **os.environ,
            "MPLCONFIGDIR": str(tmp_path / "settings"),
            "PYTHONPATH": str(Path(__file__).parents[1] / "samples"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == hashlib.sha256(drawn()).hexdigest(), done.stderr


def drawn() -> bytes:
    return png(chart("Safeguarding", ["Immediately"], [dict.fromkeys(ORDER, 3)]), 6.27)


def test_picture_says_nothing_of_who_made_it_and_when() -> None:
    with Image.open(io.BytesIO(drawn())) as picture:
        assert set(picture.info) == {"dpi"}
        assert round(picture.info["dpi"][0]) == 300


def test_statuses_are_told_apart_without_colour() -> None:
    pieces = []
    for status in ORDER:
        drawing = png(chart("", ["."], [{status: 1}]), 6.27)
        with Image.open(io.BytesIO(drawing)) as picture:
            key = picture.convert("L").crop((10, 15, 105, 70))
        pieces.append(key)
    for at, one in enumerate(pieces):
        for other in pieces[at + 1 :]:
            difference = ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
            assert difference > 15  # of 255


@pytest.mark.parametrize(
    ("part", "timescales", "most"),
    [
        pytest.param("Cost $x^2$ & <b> {{ x }}", ["Within $3 months_"], 3, id="signs"),
        pytest.param("支援 😀", ["\u202eimmediately"], 3, id="letters that the font lacks"),
        pytest.param("long " * 60, ["without" * 20], 3, id="long names"),
        pytest.param("Many", [f"Within {n} months" for n in range(20)], 4000, id="many bars"),
        pytest.param("None", [], 0, id="no bars"),
    ],
)
def test_whatever_the_names_a_picture_of_the_width_of_the_page(
    part: str, timescales: list[str], most: int
) -> None:
    counts = [dict.fromkeys(ORDER, most) for _ in timescales]
    with Image.open(io.BytesIO(png(chart(part, timescales, counts), 6.0))) as picture:
        assert picture.width == 1800
        assert picture.height <= 9 * 300


def test_a_chart_of_too_many_bars_for_a_page_has_one_for_each_part(tmp_path: Path) -> None:
    report = asking(tiny())
    [area] = report["register"][:1]
    report["parts"] = [{"part": f"Part {n}", "introduction": "Do this."} for n in range(6)]
    report["timescales"] = [{"timescale": f"Within {n} months", "months": n} for n in range(5)]
    report["register"] = [
        {**area, "reference": f"{part['part'][5:]}-{at}", **part, **timescale}
        for part in report["parts"]
        for at, timescale in enumerate(report["timescales"])
    ]
    for each in report["register"]:
        del each["introduction"], each["months"]
    document = built(written(tmp_path, report), draft=True)
    assert len(rows(document)) == 1 + 6 * 6 + 1
    said = alternative_text(document)
    assert said.startswith("Bar chart of the areas for improvement by part and status on")
    assert "Part 0, five areas: 5 not reported. Part 1, five areas: 5 not reported." in said
    with Image.open(io.BytesIO(picture_of(document))) as picture:
        assert picture.height < 4 * 300


def test_signs_of_xml_and_of_templates_arrive_in_the_alternative_text(tmp_path: Path) -> None:
    report = asking(tiny())
    report["parts"][0]["part"] = name = 'A & B <c> "d" {{ e }} {_f_}'
    for area in report["register"]:
        area["part"] = name
    document = built(written(tmp_path, report))
    assert name in alternative_text(document)
    assert rows(document)[1][0] == name


def test_matplotlib_is_imported_only_where_a_chart_is_printed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "import pandas  # so that all is done in this process\n"
        "from report_builder import pipeline\n"
        "from report_builder.folder import ReportFolder\n"
        "assert pipeline.build(ReportFolder(Path(sys.argv[1])), draft=False).paths\n"
        "print('matplotlib' in sys.modules)"
    )
    for name, report, imported in (("without", tiny(), "False"), ("with", asking(tiny()), "True")):
        folder = written(tmp_path / name, report)
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder.root)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip() == imported, done.stderr


def chart(part: str, timescales: list[str], counts: list[dict[statuses.Status, int]]) -> Chart:
    bars = tuple(
        GlanceRow(text(part), text(timescale), whole_part=False, counts=counted(named))
        for timescale, named in zip(
            timescales,
            [{each.name: found.get(each, 0) for each in ORDER} for found in counts],
            strict=True,
        )
    )
    return chart_of(bars, "")


def text(words: str) -> Text:
    return Text((Run(words),))
