"""The Word files of both samples, final and draft, built afresh."""

from __future__ import annotations

from pathlib import Path

import make_samples
import pytest

from report_builder import pipeline
from report_builder.folder import ReportFolder

NAMES = [
    f"{text.name}-{edition}" for text in make_samples.SAMPLES for edition in ("final", "draft")
]
FINAL = [name for name in NAMES if name.endswith("final")]


def built(folders: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Return the Word files of each sample and edition; where something is withheld, two."""
    return {
        f"{text.name}-{edition}": _built(folder, folders.mktemp(text.name), edition)
        for text, folder in make_samples.SAMPLES.items()
        for edition in ("final", "draft")
    }


def _built(sample: Path, target: Path, edition: str) -> list[Path]:
    for part in ("inputs", "templates"):
        (target / part).symlink_to(sample / part, target_is_directory=True)
    done = pipeline.build(ReportFolder(target), draft=edition == "draft")
    assert done.paths, done.checked.problems
    return list(done.paths)
