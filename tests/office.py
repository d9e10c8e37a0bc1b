"""LibreOffice at a person's desk: it opens a workbook, calculates it and saves it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest


def opened_and_saved(paths: Iterable[Path], target: Path) -> list[Path]:
    """Return copies in ``target`` of the workbooks ``paths``, as LibreOffice saves them.

    Without LibreOffice the test is skipped; where ``CI`` is set, it fails.
    """
    paths = list(paths)
    soffice = shutil.which("soffice")
    if soffice is None:
        message = "LibreOffice (soffice) is not installed"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    target.mkdir(parents=True, exist_ok=True)
    command = [
        soffice,
        f"-env:UserInstallation={(target / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(target),
        *map(str, paths),
    ]
    told = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    saved = [target / path.name for path in paths]
    assert all(path.is_file() for path in saved), told.stderr  # it says 0 even when it failed
    return saved
