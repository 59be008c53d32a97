"""``gkxl`` and ``python -m gkxl``: the command line as a program of its own."""

from __future__ import annotations

import gc
import os
import sys
import threading
from contextlib import suppress

gc.set_threshold(100_000)  # what is loaded and read stays until the end: there is little to collect

from gkxl import cli  # noqa: E402 (a third of what is loaded)


def main() -> None:
    """Run the command line and end this process at once.

    Python would take every object apart before it ends, which is a tenth of the time that checking a return
    takes; the system takes it all back in any case.
    """
    try:
        cli.main()
    except SystemExit as left:
        if threading.active_count() > 1:
            raise
        for stream in filter(None, (sys.stdout, sys.stderr)):  # pythonw has none
            with suppress(OSError):  # whoever read it has gone
                stream.flush()
        os._exit(int(left.code or 0))


if __name__ == "__main__":
    main()
