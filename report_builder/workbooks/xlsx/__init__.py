"""SpreadsheetML, as far as a filled-in form needs it: sheets, cells, and how a cell looks.

Read from the package in one pass, a formula with the result that is stored beside it. The kinds of
Open XML, transitional and strict, differ in namespaces only, which are not looked at. What a form
has no use for (pivot tables, macros, names) is not opened.
"""
