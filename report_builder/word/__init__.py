"""The Word file, and the only rooms that know docxtpl and python-docx."""
