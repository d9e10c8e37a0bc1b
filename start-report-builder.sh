#!/bin/sh
# Opens report_builder in the browser; the first time it installs what it needs beside this file.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
if ! .venv/bin/python -c 'import report_builder.web.serving' 2>/dev/null; then
    echo "Preparing report_builder. This takes a minute or two, the first time only."
    python3 -m venv .venv
    .venv/bin/python -m pip install --quiet '.[web,pdf]'
fi
mkdir -p reports
exec .venv/bin/report-builder serve --folder reports "$@"
