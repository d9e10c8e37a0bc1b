"""Make the files of ``tests/hostile``: ``python tests/make_hostile.py``.

Each is a return as it may arrive, with the codes of the problems that a check is to find in it.
"""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tiny_xlsx import BOLD, COMPLETED, DATE, MONTH, NOTHING, STRUCK, WHITE, Sheet, Tiny, zipped

HERE = Path(__file__).parent / "hostile"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass(frozen=True)
class Arrival:
    """A file as it arrives, and the codes of the problems that are found in it."""

    content: Callable[[], bytes]
    codes: tuple[str, ...] = ()


ARRIVALS: dict[str, Arrival] = {}
"""By the name of the file."""


def arrival(name: str, *codes: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a function that makes the content of a file."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        ARRIVALS[name] = Arrival(make, codes)
        return make

    return register


def tiny(name: str, *codes: str) -> Callable[[Callable[[Tiny], None]], Callable[[Tiny], None]]:
    """Register a function that changes the tiny return."""

    def register(change: Callable[[Tiny], None]) -> Callable[[Tiny], None]:
        def content() -> bytes:
            book = Tiny()
            change(book)
            return book.bytes()

        ARRIVALS[name] = Arrival(content, codes)
        return change

    return register


def given(name: str, content: bytes, *codes: str) -> None:
    """Register a file with a given content."""
    ARRIVALS[name] = Arrival(lambda: content, codes)


# Files that are no Excel workbook.

given("nothing.xlsx", b"", "empty-file")
given("zeros.xlsx", bytes(600), "empty-file")
given("~$Early Help.xlsx", b"\x09Dee Head" + b" " * 156, "open-in-another-program")
given(".~lock.Early Help.xlsx#", b",dee,pc-17,01.09.2026 09:00;\n", "open-in-another-program")
given(".Early Help.xlsx.icloud", b"bplist00\xd1\x01\x02", "link-to-a-file")
given("link.url", b"[InternetShortcut]\r\nURL=https://wexcombe.example/\r\n", "link-to-a-file")
given("link.xlsx", b"[InternetShortcut]\r\nURL=https://wexcombe.example/\r\n", "link-to-a-file")
given("google.gsheet", b'{"doc_id": "1abc", "email": ""}', "link-to-a-file")
given("scanned.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not-a-workbook")
given("letter.rtf", b"{\\rtf1\\ansi Dear author", "not-a-workbook")
given("photograph.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not-a-workbook")
given(
    "answers.csv", "Reference,Status\r\nSG-01,Completed\r\n".encode("utf-8-sig"), "not-a-workbook"
)
given("answers utf-16.txt", "Reference\tStatus\r\n".encode("utf-16"), "not-a-workbook")
given("sign-in page.xlsx", b"<!DOCTYPE html>\n<html><body>Sign in", "not-a-workbook")
given("mail.eml", b"Received: from mail\r\nMIME-Version: 1.0\r\n\r\nHere", "not-a-workbook")
given("noise.xlsx", bytes(range(1, 256)) * 3, "not-a-workbook")
given(
    "old xml.xls",
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "not-excel-workbook",
)


def _ole(*streams: str) -> bytes:
    start = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
    return start + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


given("old.xls", _ole("Root Entry", "Workbook"), "not-excel-workbook")
given(
    "password.xlsx", _ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "password-protected"
)
given("old letter.xlsx", _ole("Root Entry", "WordDocument"), "not-a-workbook")
given("mail.msg", _ole("Root Entry", "__properties_version1.0"), "not-a-workbook")
given("old cut off.xls", _ole()[:300], "damaged-workbook")

# Zip files that are no Excel workbook.

given(
    "binary.xlsb",
    zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01"}),
    "not-excel-workbook",
)
given(
    "open document.xlsx",
    zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
    "not-excel-workbook",
)
given(
    "letter.xlsx",
    zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
    "not-a-workbook",
)
given(
    "slides.xlsx",
    zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<x/>"}),
    "not-a-workbook",
)
given(
    "numbers.xlsx",
    zipped({"Index/Document.iwa": b"\0", "preview.jpg": b"\xff\xd8"}),
    "not-a-workbook",
)
given("returns.zip", zipped({"Early Help.xlsx": Tiny().bytes()}), "not-a-workbook")
given("empty.zip", zipped({}), "not-a-workbook")

# Workbooks that are damaged, or hostile.


@arrival("cut off.xlsx", "damaged-workbook")
def cut_off() -> bytes:
    content = Tiny().bytes()
    return content[: len(content) // 2]


@arrival("one bit wrong.xlsx", "damaged-workbook")
def one_bit_wrong() -> bytes:
    content = bytearray(Tiny().bytes())
    content[content.index(b"xl/worksheets/sheet2.xml") + 200] ^= 1
    return bytes(content)


@tiny("sheet lost.xlsx", "damaged-workbook")
def sheet_lost(book: Tiny) -> None:
    book.left_out.add("xl/worksheets/sheet2.xml")


@tiny("list of sheets lost.xlsx", "damaged-workbook")
def list_of_sheets_lost(book: Tiny) -> None:
    book.left_out |= {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}


@tiny("shared texts lost.xlsx", "damaged-workbook")
def shared_texts_lost(book: Tiny) -> None:
    book["Actions"].put("I6", ("shared", 3))


@tiny("no xml.xlsx", "damaged-workbook")
def no_xml(book: Tiny) -> None:
    book.parts["xl/worksheets/sheet2.xml"] = b"<worksheet><sheetData><row r='1'></worksheet>"


@tiny("cell of no column.xlsx", "damaged-workbook")
def cell_of_no_column(book: Tiny) -> None:
    book["Actions"].raw = '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'


@tiny("cell beyond the sheet.xlsx", "damaged-workbook")
def cell_beyond_the_sheet(book: Tiny) -> None:
    book["Actions"].raw = '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'


@tiny("number of no end.xlsx", "damaged-workbook")
def number_of_no_end(book: Tiny) -> None:
    book["Actions"].put("I6", ("raw", f"><v>{'9' * 5000}</v>"))


@arrival("packed otherwise.xlsx", "damaged-workbook")
def packed_otherwise() -> bytes:
    return zipped(Tiny().all_parts(), zipfile.ZIP_LZMA)


@arrival("zip password.xlsx", "password-protected")
def zip_password() -> bytes:
    return zipped(Tiny().all_parts(), flags=1)


@tiny("entity bomb.xlsx", "damaged-workbook")
def entity_bomb(book: Tiny) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    book.parts["xl/sharedStrings.xml"] = (
        f'<!DOCTYPE sst [{entities}]><sst xmlns="{_MAIN}"><si><t>&e9;</t></si></sst>'
    ).encode()
    book["Actions"].put("I6", ("shared", 0))


@tiny("outside entity.xlsx", "damaged-workbook")
def outside_entity(book: Tiny) -> None:
    book.parts["xl/sharedStrings.xml"] = (
        '<!DOCTYPE sst [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        f'<sst xmlns="{_MAIN}"><si><t>&e;</t></si></sst>'
    ).encode()
    book["Actions"].put("I6", ("shared", 0))


@tiny("bomb of cells.xlsx", "too-large")
def bomb_of_cells(book: Tiny) -> None:
    book["Actions"].raw = "<row>" + "<c/>" * 3_100_000 + "</row>"


@tiny("bomb of text.xlsx", "too-large")
def bomb_of_text(book: Tiny) -> None:
    book["Actions"].put("I6", "x" * 21_000_000)


@tiny("bomb of one text shown often.xlsx", "too-large")
def bomb_of_one_text(book: Tiny) -> None:
    book.shared.append(f"<si><t>{'x' * 30_000}</t></si>")
    for row in range(8, 800):
        book["Actions"].put(f"I{row}", ("shared", 0))


@tiny("bomb of merged cells.xlsx", "too-large")
def bomb_of_merged_cells(book: Tiny) -> None:
    book["Actions"].tail = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 50_001


@tiny("bomb of one tag.xlsx", "damaged-workbook")
def bomb_of_one_tag(book: Tiny) -> None:
    book["Actions"].raw = "<c " + " " * 10_000_000


@tiny("bomb of depth.xlsx", "damaged-workbook")
def bomb_of_depth(book: Tiny) -> None:
    book["Actions"].raw = "<row>" * 1_000_000


@arrival("bomb that says so.xlsx", "too-large")
def bomb_that_says_so() -> bytes:
    return _with_declared_size(Tiny().bytes(), "xl/worksheets/sheet2.xml", 2**31)


@arrival("bomb that lies.xlsx", "damaged-workbook")
def bomb_that_lies() -> bytes:
    book = Tiny()
    book["Actions"].raw = "<row>" + "<c/>" * 3_100_000 + "</row>"
    return _with_declared_size(book.bytes(), "xl/worksheets/sheet2.xml", 5_000)


def _with_declared_size(content: bytes, part: str, size: int) -> bytes:
    """Return ``content`` with another unpacked size of ``part`` in the zip directory."""
    place = content.rindex(part.encode()) - 46 + 24
    return content[:place] + struct.pack("<I", size) + content[place + 4 :]


# Workbooks of another form.


@tiny("no form.xlsx", "foreign-form")
def no_form(book: Tiny) -> None:
    book.sheets = [sheet for sheet in book.sheets if sheet.title != "Form"]


@tiny("old form.xlsx", "old-form")
def old_form(book: Tiny) -> None:
    book["Form"].put("B2", 0)


@tiny("of another report.xlsx", "form-of-another-report")
def of_another_report(book: Tiny) -> None:
    book["Form"].put("B3", "another")


@tiny("sheet taken out.xlsx", "missing-sheet")
def sheet_taken_out(book: Tiny) -> None:
    book.sheets = [sheet for sheet in book.sheets if sheet.title != "Actions"]


@tiny("headings taken out.xlsx", "missing-headings")
def headings_taken_out(book: Tiny) -> None:
    cells = book["Actions"].cells
    book["Actions"].cells = {place: cell for place, cell in cells.items() if place[0] != 5}


# Workbooks that are read as if nothing were the matter, or with a word about it.


@tiny("as it should be.xlsx")
def as_it_should_be(_: Tiny) -> None:
    pass


@tiny("strict.xlsx")
def strict(book: Tiny) -> None:
    book.strict = True


@tiny("renamed as a text.txt")
def renamed_as_a_text(_: Tiny) -> None:
    pass


@tiny("macros.xlsm", "macros")
def macros(book: Tiny) -> None:
    book.parts["xl/vbaProject.bin"] = _ole("VBA")


@tiny("external links.xlsx", "external-links")
def external_links(book: Tiny) -> None:
    book.parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{_MAIN}"/>'.encode()
    formula = "><f>[1]Sheet1!$A$1</f><v>Records are kept.</v>"
    book["Actions"].put(book.cell("progress"), ("raw", f' t="str"{formula}'))


@tiny("thousands of styles.xlsx")
def thousands_of_styles(book: Tiny) -> None:
    book.styles = book.styles.replace("</cellXfs>", '<xf numFmtId="0"/>' * 60_000 + "</cellXfs>")


@tiny("a space in the last cell.xlsx")
def a_space_in_the_last_cell(book: Tiny) -> None:
    book["Actions"].put("XFD1048576", " ")


@tiny("words in the last cell.xlsx", "text-outside-the-form")
def words_in_the_last_cell(book: Tiny) -> None:
    book["Actions"].put("XFD1048576", "Please ring me.")


@tiny("size that lies.xlsx")
def size_that_lies(book: Tiny) -> None:
    book["Return"].head = '<dimension ref="A1:XFD1048576"/>'
    book["Actions"].head = '<dimension ref="A1"/>'


@tiny("no addresses.xlsx")
def no_addresses(book: Tiny) -> None:
    parts = book.all_parts()
    xml = parts["xl/worksheets/sheet4.xml"].decode()
    book.parts["xl/worksheets/sheet4.xml"] = xml.replace(' r="', ' x="').encode()


@tiny("names with a prefix.xlsx")
def names_with_a_prefix(book: Tiny) -> None:
    for name in ("xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"):
        xml = book.all_parts()[name].decode().replace("<", "<x:").replace("<x:/", "</x:")
        xml = xml.replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
        book.parts[name] = xml.encode()


@tiny("utf-16.xlsx")
def utf_16(book: Tiny) -> None:
    xml = book.all_parts()["xl/worksheets/sheet2.xml"].decode().replace("UTF-8", "UTF-16")
    book.parts["xl/worksheets/sheet2.xml"] = xml.encode("utf-16")


@tiny("days from 1904.xlsx")
def days_from_1904(book: Tiny) -> None:
    book.properties, book.epoch = 'date1904="1"', dt.date(1904, 1, 1)


@tiny("columns in another order.xlsx")
def columns_in_another_order(book: Tiny) -> None:
    book["Actions"].moved(order=list(range(14, 0, -1)))


@tiny("headings further down.xlsx")
def headings_further_down(book: Tiny) -> None:
    book["Actions"].moved(down=40)
    book["Return"].moved(down=7)


@tiny("headings in capitals.xlsx")
def headings_in_capitals(book: Tiny) -> None:
    for (row, column), (value, look) in book["Actions"].cells.items():
        if row == 5:
            book["Actions"].cells[row, column] = (f" {str(value).upper()}:\n*", look)


@tiny("answers a column further.xlsx")
def answers_a_column_further(book: Tiny) -> None:
    book["Return"].moved(order=[1, 4, 2, 3])


@tiny("sheets renamed.xlsx")
def sheets_renamed(book: Tiny) -> None:
    book["Actions"].title = "Our actions"
    book["Return"].title = "Sheet1"
    book["Narrative"].title = "Sheet2"


@tiny("sheets in another order.xlsx")
def sheets_in_another_order(book: Tiny) -> None:
    book.sheets.reverse()


@tiny("heading renamed.xlsx", "missing-column", "text-outside-the-form")
def heading_renamed(book: Tiny) -> None:
    book["Actions"].put(book.cell("impact", 5), "What it changed")
    book["Actions"].put(book.cell("impact", 6), "Children were heard sooner.")


@tiny("heading twice.xlsx", "repeated-column")
def heading_twice(book: Tiny) -> None:
    book["Actions"].put("P5", "Evidence")
    book["Actions"].put("P6", "Another audit.")


@tiny("column added.xlsx", "text-outside-the-form")
def column_added(book: Tiny) -> None:
    book["Actions"].put("P5", "Our own notes")
    book["Actions"].put("P6", "To be checked.")
    book["Actions"].put("P7", "Checked.")


@tiny("words above the headings.xlsx", "text-outside-the-form")
def words_above_the_headings(book: Tiny) -> None:
    book["Actions"].put("C2", "Draft, please do not use.")


@tiny("words over the guidance.xlsx", "text-outside-the-form")
def words_over_the_guidance(book: Tiny) -> None:
    book["Return"].put("C7", "On leave until Monday.")


@tiny("row added.xlsx", "missing-answer", "missing-answer", "unknown-reference")
def row_added(book: Tiny) -> None:
    book["Actions"].put(book.cell("progress", 9), "And there is more.")


@tiny("empty rows between.xlsx")
def empty_rows_between(book: Tiny) -> None:
    cells = book["Actions"].cells
    book["Actions"].cells = {
        (row + 5 if row > 6 else row, column): cell for (row, column), cell in cells.items()
    }
    book["Actions"].put("A9", "   ")


@tiny("rows that ask to select.xlsx")
def rows_that_ask_to_select(book: Tiny) -> None:
    for row, words in enumerate(("Please select", "-- Select one --", "Choose an item."), 8):
        book["Actions"].put(book.cell("status", row), words)
        book["Narrative"].put(f"B{row}", words)


@tiny("sheet added.xlsx", "extra-sheet")
def sheet_added(book: Tiny) -> None:
    book.sheets.append(Sheet("Notes"))
    book["Notes"].put("C9", "Ask Cy about SG-02.")


@tiny("empty sheet added.xlsx")
def empty_sheet_added(book: Tiny) -> None:
    book.sheets.insert(0, Sheet("Sheet1", state="hidden"))


@tiny("hidden sheet added.xlsx", "hidden-extra-sheet")
def hidden_sheet_added(book: Tiny) -> None:
    book.sheets.append(Sheet("Names", state="veryHidden"))
    book["Names"].put("A1", "Names of children")


@tiny("sheet hidden.xlsx", "hidden-sheet")
def sheet_hidden(book: Tiny) -> None:
    book["Narrative"].state = "hidden"


@tiny("rows filtered out.xlsx", "hidden-row")
def rows_filtered_out(book: Tiny) -> None:
    book["Actions"].hidden_rows |= {6, 7, 30}


@tiny("column hidden.xlsx", "hidden-column", "hidden-column", "hidden-column")
def column_hidden(book: Tiny) -> None:
    book["Actions"].head = '<cols><col min="7" max="12" hidden="1"/></cols>'


@tiny("struck through.xlsx", "struck-through")
def struck_through(book: Tiny) -> None:
    book["Actions"].look(book.cell("progress"), STRUCK)


@tiny("words struck through.xlsx", "struck-through")
def words_struck_through(book: Tiny) -> None:
    book.shared.append(
        "<si><r><t>Records are </t></r><r><rPr><strike/></rPr><t>not </t></r>"
        "<r><t>kept.</t></r></si>"
    )
    book["Actions"].put(book.cell("progress"), ("shared", 0))


@tiny("bold words.xlsx")
def bold_words(book: Tiny) -> None:
    book["Actions"].look(book.cell("progress"), BOLD)


@tiny("word of a format.xlsx", "hidden-by-format")
def word_of_a_format(book: Tiny) -> None:
    book["Actions"].put(book.cell("evidence"), 1, COMPLETED)


@tiny("hidden by a format.xlsx", "hidden-by-format")
def hidden_by_a_format(book: Tiny) -> None:
    book["Actions"].look(book.cell("progress"), NOTHING)


@tiny("month as a day.xlsx", "shown-otherwise")
def month_as_a_day(book: Tiny) -> None:
    book["Actions"].put(book.cell("evidence"), dt.date(2026, 8, 1), MONTH)


@tiny("white words.xlsx", "hidden-by-colour")
def white_words(book: Tiny) -> None:
    book["Actions"].look(book.cell("progress"), WHITE)


@tiny("merged.xlsx", "merged-over-answer")
def merged(book: Tiny) -> None:
    column = book.cell("evidence")[0]
    book["Actions"].tail = f'<mergeCells><mergeCell ref="{column}6:{column}7"/></mergeCells>'


@tiny("comment.xlsx", "comment")
def comment(book: Tiny) -> None:
    book["Actions"].relations.append(("comments", "../comments1.xml"))
    book.parts["xl/comments1.xml"] = (
        f'<comments xmlns="{_MAIN}"><authors><author>Dee</author><author>report_builder</author>'
        '</authors><commentList><comment ref="F6" authorId="0"><text><t>Is it?</t></text></comment>'
        '<comment ref="F7" authorId="1"><text><t>Our own.\n– report_builder</t></text></comment>'
        "</commentList>"
        "</comments>"
    ).encode()


@tiny("text box.xlsx", "picture-or-text-box")
def text_box(book: Tiny) -> None:
    book["Narrative"].relations.append(("drawing", "/xl/drawings/drawing1.xml"))
    book.parts["xl/drawings/drawing1.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main">'
        "<xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>Read this</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>first.</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    ).encode()


@tiny("formula without a result.xlsx", "formula-without-result")
def formula_without_a_result(book: Tiny) -> None:
    book["Actions"].put(book.cell("evidence"), ("raw", "><f>A1</f><v/>"))


@tiny("error value.xlsx", "error-value")
def error_value(book: Tiny) -> None:
    book["Actions"].put(book.cell("evidence"), ("raw", ' t="e"><v>#N/A</v>'))


@tiny("day that is none.xlsx", "not-a-date")
def day_that_is_none(book: Tiny) -> None:
    book["Actions"].put(book.cell("date"), 99_999_999_999, DATE)


def main() -> None:
    """Write all files, and take away those that are none of them."""
    HERE.mkdir(exist_ok=True)
    for path in HERE.iterdir():
        if path.is_file() and path.name not in ARRIVALS:
            path.unlink()
    for name, one in ARRIVALS.items():
        (HERE / name).write_bytes(one.content())


if __name__ == "__main__":
    main()
