"""The report: what it says, before it is a Word file."""
