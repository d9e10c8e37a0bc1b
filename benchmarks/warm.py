"""Print the seconds of the second build in one process: ``python warm.py FOLDER``.

The process has loaded what it needs ahead, as the one that serves the pages has.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from report_builder import pipeline, starting
from report_builder.folder import ReportFolder

starting.lightly()  # as the command does
pipeline.load()
folder = ReportFolder(Path(sys.argv[1]))
pipeline.build(folder, draft=False)
begun = time.perf_counter()
pipeline.build(folder, draft=False)
print(time.perf_counter() - begun)
