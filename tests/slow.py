"""A small file that takes long to read: nothing but operators on one page of a PDF."""

import zlib
from functools import cache


@cache
def slow_pdf(megabytes: int) -> bytes:
    """A page with so many MB of operators that draw nothing, a thousandth of that when packed."""
    packer = zlib.compressobj()
    content = b"".join(packer.compress(b"q Q " * 250_000) for _ in range(megabytes)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    numbered = b"".join(b"%d 0 obj%s endobj\n" % numbered for numbered in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + numbered + b"trailer<</Root 1 0 R/Size 5>>"
