"""The workbooks, and the only rooms that know openpyxl."""
