"""The process: `dalil`, also as `python -m ui`."""

import os
import sys
import threading
from io import StringIO, TextIOWrapper

from ui.terminal.cli import main


def run() -> None:
    """Run the command line and exit with its code, at once: Python would wait for a model still loading in a thread."""
    sys.stderr = sys.stderr or StringIO()  # where it is closed there is none, and `print` would take stdout instead
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter that the terminal does not know is no failure
            stream.reconfigure(errors="backslashreplace")
    code = main()
    if threading.active_count() > 1:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
