"""The user's cache: what can be made again, such as the restored embedding model."""

from pathlib import Path


def default_cache() -> Path:
    """The user's cache directory for Dalil."""
    from platformdirs import user_cache_path

    return user_cache_path("dalil", appauthor=False)
