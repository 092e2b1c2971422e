"""The exit codes of `dalil`, for scripts."""

DONE, FAILED, WRONG_USAGE, NOT_SAID, INTERRUPTED = 0, 1, 2, 3, 130
