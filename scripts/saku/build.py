"""The build, stage by stage: into a new folder, swapped in at the end, so that the last good site stays."""

import fcntl
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saku.cache import cached, key_of
from saku.checks import check
from saku.close import close
from saku.editions.single import make_singles
from saku.model import load
from saku.paper import make_books, make_desk, make_training
from saku.site import make_site, site_url
from saku.zipped import zip_site

log = logging.getLogger(__name__)


def build(root: Path, site_only: bool = False, region: str = "") -> None:
    """Make `site/` below `root`, with the contacts of `region` or of none.

    Raises `BookError`; then `site/` is as it was.
    """
    with _lock(root):
        _recover(root)
        new = root / ".site-new"
        shutil.rmtree(new, ignore_errors=True)
        try:
            _make(root, new, site_only, region)
            _swap(root, new)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _make(root: Path, new: Path, site_only: bool, region: str) -> None:
    with stage("read and check docs"):
        book = load(root, region)
        check(book)
    with stage("pages"):
        key = key_of(
            root, ["docs", "overrides", "mkdocs.yml", "requirements.txt", "scripts/saku"], site_url(), region
        )
        pages = cached(root, "site", key, lambda folder: make_site(book, folder))
        shutil.copytree(pages, new)
    if site_only:
        _keep_downloads(root, new)
    else:
        with stage("paper editions, two languages"):
            make_books(book, pages, new / "unduh")
        with stage("training, two languages"):
            make_training(book, pages, new / "unduh")
        with stage("letters, forms, register"):
            make_desk(book, pages, new / "unduh")
        with stage("single file, two languages"):
            singles = cached(
                root, "single", pages.name, lambda folder: make_singles(book, pages, folder, site_url())
            )
            shutil.copytree(singles, new / "unduh", dirs_exist_ok=True)
        with stage("zip of the site"):
            zip_site(book, new)
    with stage("close"):
        close(book, new)
    if not site_url():
        log.info("SITE_URL is not set: no canonical address, hreflang, sitemap or QR code in this build.")


def _keep_downloads(root: Path, new: Path) -> None:
    old = root / "site/unduh"
    if old.is_dir():
        shutil.copytree(old, new / "unduh")
        log.warning("unduh/ is kept from the last full build and may be older than the pages.")


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
