"""The build, stage by stage: into a new folder, swapped in at the end, so that the last good site stays."""

import fcntl
import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from saku.checks import check
from saku.close import close
from saku.editions import book as paper
from saku.editions import large, pocket, sheets
from saku.model import Book, load
from saku.problem import BookError
from saku.schema import LANGS, Lang
from saku.site import make_site, site_url

log = logging.getLogger(__name__)


def build(root: Path, site_only: bool = False) -> None:
    """Make `site/` below `root`. Raises `BookError`; then `site/` is as it was."""
    with _lock(root):
        _recover(root)
        new = root / ".site-new"
        shutil.rmtree(new, ignore_errors=True)
        try:
            _make(root, new, site_only)
            _swap(root, new)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _make(root: Path, new: Path, site_only: bool) -> None:
    with stage("read and check docs"):
        book = load(root)
        check(book)
    with stage("pages"):
        key = key_of(
            root, ["docs", "overrides", "mkdocs.yml", "requirements.txt", "scripts/saku"], site_url()
        )
        pages = cached(root, "site", key, lambda folder: make_site(book, folder))
        shutil.copytree(pages, new)
    if site_only:
        _keep_downloads(root, new)
    else:
        with stage("paper editions, two languages"):
            make_books(book, pages, new / "unduh")
    with stage("close"):
        close(book, new)
    if not site_url():
        log.info("SITE_URL is not set: no canonical address, hreflang, sitemap or QR code in this build.")


def make_books(book: Book, pages: Path, out: Path) -> None:
    """The paper editions into `out`, each language in a process of its own, and `pages.json`."""
    out.mkdir(parents=True)
    with ProcessPoolExecutor(max_workers=len(LANGS), mp_context=get_context("spawn")) as pool:
        jobs = {lang: pool.submit(_paper, book.root, pages, lang) for lang in LANGS}
    errors = [error for job in jobs.values() if isinstance(error := job.exception(), BookError)]
    if errors:
        raise BookError(*(problem for error in errors for problem in error.problems))
    numbers = {}
    for lang, job in jobs.items():
        for folder in job.result():
            for path in sorted(folder.glob("*.pdf")):
                shutil.copy(path, out)
            if (folder / "pages.json").is_file():
                numbers[lang] = json.loads((folder / "pages.json").read_text())
    (out / "pages.json").write_text(json.dumps(numbers, indent=1) + "\n")


def _paper(root: Path, pages: Path, lang: Lang) -> list[Path]:
    """The folders with the pocket card, the book and its sheets, and large print of one language."""
    book = load(root)
    text = paper.book_html(book, pages, lang, site_url())
    card_text = pocket.pocket_html(book, pages, lang)
    name = f"buku-saku-{lang}"

    def make_pocket(folder: Path) -> None:
        pocket.make_pocket(book, lang, card_text, folder / f"kartu-saku-{lang}.pdf")

    def make_book(folder: Path) -> None:
        numbers = paper.make_book(book, lang, text, folder / f"{name}.pdf")
        (folder / "pages.json").write_text(json.dumps(numbers))
        sheets.make_sheets(book, lang, folder / f"{name}.pdf", folder / f"{name}-a4.pdf")

    def make_large(folder: Path) -> None:
        large.make_large(book, lang, text, folder / f"{name}-besar.pdf")

    inputs = ["docs/assets", "docs/data/strings.yml", "requirements.txt", "scripts/saku/editions"]
    return [
        cached(root, f"{edition}-{lang}", key_of(root, inputs, words), make)
        for edition, words, make in (
            ("pocket", card_text, make_pocket),
            ("book", text, make_book),
            ("large", text, make_large),
        )
    ]


def _keep_downloads(root: Path, new: Path) -> None:
    old = root / "site/unduh"
    if old.is_dir():
        shutil.copytree(old, new / "unduh")
        log.warning("unduh/ is kept from the last full build and may be older than the pages.")


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


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    start = time.perf_counter()
    log.info("… %s", name)
    yield
    log.info("✓ %s: %.1f s", name, time.perf_counter() - start)


@contextmanager
def _lock(root: Path) -> Iterator[None]:
    (root / ".cache").mkdir(exist_ok=True)
    with open(root / ".cache/lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.info("Another build is running; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _recover(root: Path) -> None:
    """A build that was killed between its two renames left the last good site beside its place."""
    site, old = root / "site", root / ".site-old"
    if old.is_dir():
        if site.exists():
            shutil.rmtree(old)
        else:
            old.rename(site)


def _swap(root: Path, new: Path) -> None:
    site, old = root / "site", root / ".site-old"
    if site.exists():
        os.rename(site, old)
    os.rename(new, site)
    shutil.rmtree(old, ignore_errors=True)
