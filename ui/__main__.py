"""The process: `dalil`, also as `python -m ui`."""

import os
import sys

from ui.cli import main
from ui.exit_codes import INTERRUPTED


def run() -> None:
    """Run the command line and exit with its code.

    After Ctrl-C at once: what Python does at exit would wait for a model that is still loading in its thread.
    """
    code = main()
    if code == INTERRUPTED:
        sys.stdout.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
