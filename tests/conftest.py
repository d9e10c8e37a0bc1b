"""What holds for every test."""

from __future__ import annotations

import signal

# A shell that runs something in the background has it ignore Ctrl-C, and all that it begins; the
# tests of Ctrl-C are about programs that hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
