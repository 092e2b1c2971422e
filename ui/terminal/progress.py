"""Progress on stderr, beside the result."""

import sys
from types import TracebackType
from typing import Any

from tqdm import tqdm


class ProgressBars:
    """One stage after the other, each a bar with its rate on stderr."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> "ProgressBars":
        return self

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._bar is None or self._bar.desc != stage:
            self._close()
            self._bar = tqdm(total=total, desc=stage, unit=stage[:-1], file=sys.stderr)
        self._bar.update(done - self._bar.n)
        if done == total:  # what comes next, loading a model perhaps, is not this stage's time
            self._close()

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None
