"""The process: `dalil`, also as `python -m ui`."""

import os
import sys
import threading
from io import StringIO, TextIOWrapper

from ui.terminal.cli import main


def run() -> None:
    """Run the command line and exit with its code."""
    sys.stderr = sys.stderr or StringIO()  # where it is closed there is none, and `print` would take stdout instead
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter that the terminal does not know is no failure
            stream.reconfigure(errors="backslashreplace")
    code = main()
    if threading.active_count() > 1:
        # Tried without on a busy machine, those who wait for the model thread released: Ctrl-C while a model loads took
        # 1 to 17 s instead of 0.1 to 0.5, and one of 18 aborted (SIGABRT in PyTorch's import as Python shut down).
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
