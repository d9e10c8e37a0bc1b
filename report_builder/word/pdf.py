"""The report as a PDF: LibreOffice makes it, and what LibreOffice leaves undone is mended.

LibreOffice writes a tagged PDF that keeps nearly all of PDF/UA-1. Four things it leaves undone
(seen in 7.4): a list item outside a list, after a sequence such as numbered paragraph, bullets,
numbered sub-paragraph; borders of paragraphs that are neither text nor marked as decoration; the
order of the tab key on pages with links; and ``&`` written twice in the title of the metadata.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder.errors import ReportBuilderError

if TYPE_CHECKING:
    import pikepdf

_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {
        name: {"type": "boolean", "value": value}
        for name, value in {
            "PDFUACompliance": "true",
            "UseTaggedPDF": "true",
            "ExportBookmarks": "true",
            "ExportNotes": "false",
        }.items()
    }
)
_INSTALLED_AT = {
    "win32": (r"C:\Program Files\LibreOffice\program\soffice.exe",),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
_LONGEST = 600  # seconds; a report of a thousand areas takes one minute
_PATH = frozenset(("m", "l", "c", "v", "y", "h", "re"))
_PAINTED = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
_IN_WORD = "or open the report in Word and use File, Export, Create PDF"


class PdfError(ReportBuilderError):
    """A PDF cannot be made."""


def converter() -> str:
    """Return the path of LibreOffice's program.

    Raises:
        PdfError: LibreOffice, or the library that mends its files, is not installed.
    """
    places: tuple[str | None, ...] = (
        shutil.which("soffice"),
        shutil.which("libreoffice"),
        *_INSTALLED_AT.get(sys.platform, ()),
    )
    found = next((place for place in places if place and Path(place).is_file()), "")
    if not found:
        raise PdfError(
            "A PDF is made by LibreOffice, which is not installed on this computer. Install it "
            f"from libreoffice.org, {_IN_WORD}."
        )
    if find_spec("pikepdf") is None:
        raise PdfError(
            "A PDF needs the Python library pikepdf, which is not installed. Install it with "
            f"python -m pip install pikepdf, {_IN_WORD}."
        )
    return found


def as_pdf(word: bytes) -> bytes:
    """Return the Word file ``word`` as a tagged PDF, mended to keep PDF/UA-1.

    Raises:
        PdfError: LibreOffice or pikepdf is missing, or LibreOffice made no PDF.
    """
    program = converter()
    with tempfile.TemporaryDirectory(prefix="report-builder-") as name:
        folder = Path(name)
        source, target = folder / "report.docx", folder / "report.pdf"
        source.write_bytes(word)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            _FILTER,
            "--outdir",
            str(folder),
            str(source),
        ]
        said = _run(command)
        # LibreOffice says that all is well even when it is not.
        if not target.is_file():
            raise PdfError(f"LibreOffice made no PDF. {said}Try again, {_IN_WORD}.")
        return mended(target.read_bytes())


def mended(content: bytes) -> bytes:
    """Return the PDF ``content`` of LibreOffice with what is left undone there done."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.obj["/Tabs"] = pikepdf.Name.S
            _mark_decoration(pdf, page)
        _put_items_into_lists(pdf)
        title = str(pdf.docinfo.get("/Title", ""))
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = title
        written = io.BytesIO()
        pdf.save(written)
    return written.getvalue()


def _run(command: list[str]) -> str:
    """Return what LibreOffice had to say for itself, if anything."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LONGEST,
            check=False,
            creationflags=hidden,
            env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError(
            f"LibreOffice had made no PDF after {_LONGEST // 60} minutes, and was stopped. Try "
            f"again, {_IN_WORD}."
        ) from error
    except OSError as error:
        raise PdfError(f"LibreOffice could not be started: {error.strerror}.") from error
    last = done.stderr.strip().splitlines()[-1:]
    return f"It said: {last[0]}. " if last else ""


def _mark_decoration(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Mark the lines and areas that are painted outside the tagged text as decoration."""
    import pikepdf

    found: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    depth = 0  # of marked content
    begins: int | None = None  # where the path began that is being drawn, outside of any mark
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in _PATH and depth == 0 and begins is None:
            begins = len(found)
        found.append(instruction)
        if operator in _PAINTED and begins is not None:
            found.insert(begins, _instruction("BMC", pikepdf.Name.Artifact))
            found.append(_instruction("EMC"))
        if operator in _PAINTED or operator == "n":
            begins = None
    page.obj["/Contents"] = pdf.make_stream(pikepdf.unparse_content_stream(found))


def _instruction(operator: str, *operands: pikepdf.Object) -> pikepdf.ContentStreamInstruction:
    import pikepdf

    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


def _put_items_into_lists(pdf: pikepdf.Pdf) -> None:
    """Put each list item that stands outside a list into one; neighbours share it."""
    import pikepdf

    unseen = _parts(pdf.Root.StructTreeRoot)
    while unseen:
        element = unseen.pop()
        parts = _parts(element)
        unseen.extend(parts)
        strays = [part for part in parts if part.S == pikepdf.Name.LI]
        if not strays or element.S == pikepdf.Name.L:
            continue
        kept: list[pikepdf.Object] = []
        open_list: pikepdf.Object | None = None
        for kid in _kids(element):
            if not _is_element(kid) or kid.S != pikepdf.Name.LI:
                kept.append(kid)
                open_list = None
                continue
            if open_list is None:
                open_list = pdf.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.StructElem,
                        S=pikepdf.Name.L,
                        P=element,
                        K=pikepdf.Array(),
                    )
                )
                kept.append(open_list)
            kid.P = open_list
            open_list.K.append(kid)
        element.K = pikepdf.Array(kept)


def _parts(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the elements that a structure element is made of."""
    return [kid for kid in _kids(element) if _is_element(kid)]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Return all that a structure element is made of: elements, and the numbers of its content."""
    import pikepdf

    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _is_element(kid: object) -> bool:
    import pikepdf

    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid
