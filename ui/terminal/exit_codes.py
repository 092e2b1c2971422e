"""The exit codes of `dalil`, for scripts."""

DONE, FAILED, WRONG_USAGE, NOT_SAID, FELL_SHORT, INTERRUPTED = 0, 1, 2, 3, 4, 130
