"""Measures the pages as a phone gets them: bytes over the wire, requests, and what Lighthouse says."""

import functools
import gzip
import http.server
import json
import logging
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from saku.close import close
from saku.model import load
from saku.schema import LANGS
from saku.site import make_site

PAGES = {
    "home": "", "card": "kartu/pbi-nonaktif/", "SOP": "sop/alur/", "rules": "aturan/relawan/",
    "downloads": "tentang/unduh/",
}  # fmt: skip
RUNS = 5
SLOWED = 4
"""How many times slower a cheap phone is than this machine, as Lighthouse has it."""
TYPED = ("kis mati", "bayi baru lahir ditagih", "ga bisa bayr")
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml")
log = logging.getLogger(__name__)


def web_figures(root: Path, runs: int = RUNS) -> list[dict[str, Any]]:
    """A row for each page type and language: kB (gzip, with heads), requests, Lighthouse mobile (median).

    The site is built for the address from which it is served. Without Chromium there are no rows, without
    Node no Lighthouse, and a line says why.
    """
    rows: list[dict[str, Any]] = []
    if not shutil.which("chromium"):
        log.warning("No pages measured: Chromium is missing. Debian: apt-get install chromium")
        return rows
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as (address, sent):
        _make(root, Path(folder), address)
        lighthouse = _lighthouse(root)
        for name, path in PAGES.items():
            for lang in LANGS:
                url = address + ("en/" if lang == "en" else "") + path
                row: dict[str, Any] = {"page": name, "language": lang} | _first_visit(url, sent)
                if lighthouse:
                    log.info("… Lighthouse: %s", url)
                    row |= _median([lighthouse(url) for _ in range(runs)])
                rows.append(row)
        rows.append(_search_times("search", address))
        rows.append(_search_times("single file", address + "unduh/buku-saku-id.html"))
    return rows


class _Host(http.server.SimpleHTTPRequestHandler):
    """Sends text packed, as any web host does, and notes how much it sent."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, sent: list[int], **settings: Any) -> None:
        self.sent = sent
        super().__init__(*arguments, **settings)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        body = path.read_bytes() if path.is_file() else b""
        self.send_response(200 if path.is_file() else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        head = sum(map(len, self._headers_buffer)) + 2
        self.end_headers()
        self.wfile.write(body)
        self.sent.append(head + len(body))

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """Address of `folder`, and the sizes of all answers so far."""
    sent: list[int] = []
    handler = functools.partial(_Host, directory=str(folder), sent=sent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", sent
        server.shutdown()


def _make(root: Path, folder: Path, address: str) -> None:
    """The web part, with absolute addresses where they belong; the downloads are of the last full build."""
    before = os.environ.get("SITE_URL")
    os.environ["SITE_URL"] = address
    try:
        book = load(root)
        make_site(book, folder)
        if (root / "site/unduh").is_dir():
            shutil.copytree(root / "site/unduh", folder / "unduh")
        close(book, folder)
    finally:
        del os.environ["SITE_URL"]
        if before is not None:
            os.environ["SITE_URL"] = before


def _first_visit(url: str, sent: list[int]) -> dict[str, Any]:
    """What a browser with an empty cache asks for, until it asks for nothing any more."""
    sent.clear()
    with _chromium() as browser:
        browser.new_page(viewport={"width": 360, "height": 740}).goto(url, wait_until="networkidle")
    return {"kB": round(sum(sent) / 1024, 1), "requests": len(sent)}


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium, arguments = shutil.which("chromium"), ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


TYPE = """(field, words) => {
  const start = performance.now();
  field.value = words;
  field.dispatchEvent(new Event('input'));
  return performance.now() - start;
}"""


def _search_times(name: str, url: str) -> dict[str, Any]:
    """Milliseconds on a slowed processor: from the tap to the first results; the longest answer to typing."""
    with _chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(url, wait_until="networkidle")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        field = page.locator("#kata-cari")
        start = time.perf_counter()
        if not field.is_visible():  # on a page of the site
            page.locator("#cari").click()
        field.fill(TYPED[0])
        page.locator("#hasil-cari a").first.wait_for()
        first = time.perf_counter() - start
        typing = max(field.evaluate(TYPE, words) for words in TYPED)
    return {"page": name, "first result (ms)": round(1000 * first), "typing (ms)": round(typing)}


def _lighthouse(root: Path) -> Callable[[str], dict[str, float]] | None:
    """A function that rates an address; none where its tools are missing."""
    if not (shutil.which("node") and shutil.which("npm")):
        log.warning("No Lighthouse: node or npm is missing. Debian: apt-get install npm")
        return None
    home = _install(root)

    def rate(url: str) -> dict[str, float]:
        command = [home / "node_modules/.bin/lighthouse", url, "--quiet", "--output=json"]
        command.append("--chrome-flags=--headless=new --no-sandbox --disable-gpu")
        environment = os.environ | {"CHROME_PATH": str(shutil.which("chromium"))}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        return _scores(json.loads(done.stdout))

    return rate


def _install(root: Path) -> Path:
    """`.cache/lighthouse` with the packages of the lock file."""
    home, lock = root / ".cache/lighthouse", root / "scripts/lighthouse/package-lock.json"
    stamp = home / "installed"  # written last; a half-made folder has none
    if not stamp.is_file() or stamp.read_bytes() != lock.read_bytes():
        log.info("… install Lighthouse into .cache/lighthouse")
        home.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        for path in (lock, lock.with_name("package.json")):
            shutil.copy(path, home)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=home, check=True)
        shutil.copy(lock, stamp)
    return home


def _scores(report: dict[str, Any]) -> dict[str, float]:
    """The four marks and the seconds to the largest paint; each lost point of the other three is named."""
    for key, category in report["categories"].items():
        for part in category["auditRefs"] if key != "performance" else []:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                log.warning("  %s: %s", key, audit["title"])
    marks = {key: round(100 * one["score"]) for key, one in report["categories"].items()}
    paint = report["audits"]["largest-contentful-paint"]["numericValue"]
    return marks | {"paint (s)": round(paint / 1000, 2)}


def _median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}
