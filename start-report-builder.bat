@echo off
rem Opens report_builder in the browser; the first time it installs what it needs beside this file.
cd /d "%~dp0"
.venv\Scripts\python -c "import report_builder.web.serving" 2>nul && goto start
echo Preparing report_builder. This takes a minute or two, the first time only.
py -3 -m venv .venv || goto failed
.venv\Scripts\python -m pip install --quiet ".[web,pdf]" || goto failed
:start
if not exist reports mkdir reports
.venv\Scripts\report-builder serve --folder reports
if errorlevel 1 pause
exit /b
:failed
echo It could not be prepared. Is Python 3.11 or later installed? See python.org/downloads.
pause
