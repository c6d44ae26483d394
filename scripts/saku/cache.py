"""The newest result of each edition below `.cache/`, found again by the fingerprint of its inputs."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path


def key_of(root: Path, inputs: Iterable[str], *texts: str) -> str:
    """Fingerprint of files and folders below `root`, and of `texts`."""
    digest = hashlib.sha256("\0".join(texts).encode())
    for name in inputs:
        path = root / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(root).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:24]


def cached(root: Path, edition: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` filled for this key; only the newest key of an edition is kept."""
    home = root / ".cache" / edition
    folder = home / key
    if folder.is_dir():
        return folder
    unfinished = home / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    make(unfinished)
    for old in home.iterdir():
        if old != unfinished:
            shutil.rmtree(old)
    unfinished.rename(folder)
    return folder
