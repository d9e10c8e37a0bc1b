"""Print what one return costs to read, and what it costs to read, merge and check.

``python one_return.py FOLDER``. Seconds, the median of several turns in one process, in which
everything is loaded.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from report_builder.checks import catalogue
from report_builder.folder import ReportFolder
from report_builder.merge import merge
from report_builder.workbooks.read import read
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

TURNS = 15

folder = ReportFolder(Path(sys.argv[1]))
path = min(folder.returns.glob("*.xlsx"))
reading, judging = [], []
for _ in range(TURNS):
    begun = time.perf_counter()
    report, filled = read(folder.report_workbook, REPORT_WORKBOOK), read(path, STANDARD_RETURN)
    read_by = time.perf_counter()
    catalogue.run(merge(report, [filled]))
    reading.append(read_by - begun)
    judging.append(time.perf_counter() - begun)
print(statistics.median(reading), statistics.median(judging))
