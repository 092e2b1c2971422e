"""Typed arguments: what stands for a number on the command line, and the words for what does not."""

import argparse


def whole(text: str) -> int:
    """Raises ArgumentTypeError for what is no whole number, as `count` does for one below 1."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} should be a whole number, like 20") from None


def count(text: str) -> int:
    if (value := whole(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} should be at least 1")
    return value


def port(text: str) -> int:
    if not 0 <= (value := whole(text)) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} should be from 0 to 65535")
    return value
