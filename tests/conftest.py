"""What the tests share: the real tree copied and built once, and a book of one card for single checks."""

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from saku.bank import Words, words_of
from saku.editions.register import make_register
from saku.model import Book, load
from saku.schema import LANGS
from saku.translated import renew

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
ROOT = Path(__file__).resolve().parents[1]
MINI = ROOT / "tests/mini"
OURS = ("docs", "overrides", "scripts", "mkdocs.yml", "requirements.txt")


def copy_tree(to: Path) -> Path:
    """The project without what a build makes, with this machine's .venv."""
    to.mkdir(parents=True)
    for name in OURS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to / name)
    (to / ".venv").symlink_to(ROOT / ".venv")
    return to


def run_build(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/build as a person does, from another directory."""
    command = [root / "scripts/build", *words]
    clean = {key: value for key, value in os.environ.items() if key not in ("SITE_URL", "PYTHONPATH")}
    return subprocess.run(
        command, cwd="/", env=clean | environment, capture_output=True, text=True, check=False
    )


def renew_all(root: Path) -> None:
    """Mark every English page as compared, so that a test sees only the problem it is about."""
    for path in sorted((root / "docs/en").rglob("*.md")):
        if (root / "docs/id" / path.relative_to(root / "docs/en")).is_file():
            renew(root, path)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="session")
def book() -> Book:
    """The real book."""
    return load(ROOT)


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A project of one card, four pages, two rules and one path, without a problem."""
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    renew_all(root)
    return root


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real tree, built without SITE_URL in a path with a space, once for all processes."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root = shared / "shared/buku saku"
    with open(shared / "build.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "site").is_dir():
            result = run_build(copy_tree(root))
            assert result.returncode == 0, result.stderr
    return root


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    return built / "site"


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    return request.param


SUB_PATH = "buku-saku"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which `folder` is served."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module", params=["", SUB_PATH])
def address(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The site served at `/` and below a sub-path."""
    folder = site
    if request.param:
        folder = tmp_path_factory.mktemp("host")
        (folder / request.param).symlink_to(site)
    with serving(folder) as host:
        yield f"{host}{request.param}/" if request.param else host


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def words(book: Book) -> Words:
    return words_of(book)


@pytest.fixture(scope="session")
def empty(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "register-kasus.xlsx"
    make_register(book, path)
    return path
