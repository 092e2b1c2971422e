"""Every error Dalil raises on purpose. A message says what is wrong, with which value, and what to do next.

    DalilError
    ├── UsageError        the request itself is wrong: an empty question, an unknown setting value
    ├── SourceError       a file, folder or URL that cannot be ingested
    │   └── TooLarge      … because it is over a limit: of size, or of time or memory to read it
    ├── NotFound          a document that is not in the index
    ├── IndexMismatch     the index was made by another model or chunking
    ├── IndexBusy         another process is writing
    ├── StorageError      the data directory or the vector server does not take reads or writes
    └── ModelError        an embedding model, reader or LLM that cannot be loaded or does not answer

The library raises; only the doors in `ui` catch.
"""


class DalilError(Exception):
    """Base of all; its text is fit to show to a user."""


class UsageError(DalilError):
    """The request itself is wrong."""


class SourceError(DalilError):
    """A file, folder or URL cannot be ingested."""


class TooLarge(SourceError):
    """A source is over a limit of size, or takes too much time or memory to read."""


class NotFound(DalilError):
    """No such document."""


class IndexMismatch(DalilError):
    """The index was made by another embedding model or chunking."""


class IndexBusy(DalilError):
    """Another process holds the write lock."""


class StorageError(DalilError):
    """The data directory or the vector server cannot be read or written."""


class ModelError(DalilError):
    """A model cannot be loaded or does not answer."""
