"""`python -m ui` is `dalil`."""

import sys

from ui.cli import main

sys.exit(main())
