"""For the tests of the copy on the phone: a host that can fail, a phone that can be switched off and on."""

import functools
import gzip
import http.server
import shutil
import threading
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from conftest import SUB_PATH


class Host:
    """A web host with gzip that can be stopped, broken and given another edition; it notes what it sent."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.sent: dict[str, int] = {}
        self.kept: dict[str, int] = {}
        """Of `sent`, what was asked past every copy, as kept.js does: not what the page still loads."""
        self.most: int | None = None
        """Answers that it still gives before the line breaks."""
        self.port = 0
        self.start()

    def start(self) -> None:
        handler = functools.partial(_Handler, host=self)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{SUB_PATH}/"


class _Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, *arguments, host: Host) -> None:
        self.host = host
        super().__init__(*arguments)

    def do_GET(self) -> None:
        path = self.path.split("?")[0].removeprefix(f"/{SUB_PATH}/")
        file = self.host.site / path
        file = file / "index.html" if file.is_dir() else file
        if self.host.most is not None:
            self.host.most -= 1
            if self.host.most < 0:
                self.connection.close()
                return
        inside = self.path.startswith(f"/{SUB_PATH}/") and file.is_file()
        body = gzip.compress(file.read_bytes() if inside else b"<title>lain</title>")
        self.send_response(200 if inside or self.path == "/lain/" else 404)
        types = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css",
                 ".json": "application/json", ".svg": "image/svg+xml"}  # fmt: skip
        self.send_header("Content-Type", types.get(file.suffix, "text/html"))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.host.sent[path] = self.host.sent.get(path, 0) + len(body)
        if self.headers["Cache-Control"] == "no-cache":
            self.host.kept[path] = self.host.kept.get(path, 0) + len(body)

    def log_message(self, *_: object) -> None:
        pass


class Phone:
    """A browser whose storage outlives it."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder
        self.context = self._open()

    def _open(self) -> BrowserContext:
        return self.playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
            viewport={"width": 360, "height": 740},
        )

    def restart(self) -> None:
        self.context.close()
        self.context = self._open()

    def page(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        return page
