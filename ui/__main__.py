"""The process: `dalil`, also as `python -m ui`."""

import os
import sys
from io import StringIO, TextIOWrapper

from ui.cli import main
from ui.exit_codes import INTERRUPTED


def run() -> None:
    """Run the command line and exit with its code.

    After Ctrl-C at once: what Python does at exit would wait for a model that is still loading in its thread.
    """
    sys.stderr = sys.stderr or StringIO()  # where it is closed there is none, and `print` would take stdout instead
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter that the terminal does not know is no failure
            stream.reconfigure(errors="backslashreplace")
    code = main()
    if code == INTERRUPTED:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
