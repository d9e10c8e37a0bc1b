"""The checks: each judges the merged tables, and none alters them."""
