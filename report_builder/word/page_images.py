"""The pages of a report as pictures, as they are printed."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from importlib.util import find_spec

from report_builder.word.pdf import PdfError, as_pdf, converter

_SCALE = 1.5  # 108 dots an inch: text can be read, and a page is some 100 KB
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not made for several threads


def can_be_made() -> None:
    """Return if pages can be shown as pictures.

    Raises:
        PdfError: LibreOffice or a library that it needs is not installed.
    """
    converter()
    if find_spec("pypdfium2") is None:
        raise PdfError(
            "Pictures of pages need the Python library pypdfium2, which is not installed. Install "
            "it with python -m pip install pypdfium2."
        )


def page_images(word: bytes) -> Iterator[bytes]:
    """Yield the pages of the Word file ``word`` as PNG pictures.

    Raises:
        PdfError: LibreOffice or a library is missing, or LibreOffice made no pages.
    """
    can_be_made()
    import pypdfium2

    content = as_pdf(word)
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            for page in document:
                written = io.BytesIO()
                page.render(scale=_SCALE).to_pil().save(written, "PNG", optimize=True)
                page.close()
                yield written.getvalue()
        finally:
            document.close()
