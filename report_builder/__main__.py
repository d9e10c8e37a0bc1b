"""``python -m report_builder`` does what the command ``report-builder`` does."""

from report_builder.cli import main

if __name__ == "__main__":
    main()
