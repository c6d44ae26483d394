"""A server for writers: rebuilds pages when a file changes (its reload needs a script, so no policy)."""

import logging
import shutil
import tempfile
from pathlib import Path

from saku.checks import check
from saku.model import load
from saku.problem import BookError
from saku.site import make_site

log = logging.getLogger(__name__)


def serve(root: Path, port: int) -> None:
    """Serve the pages until interrupted. A mistake is shown as its line; the last good pages stay."""
    from mkdocs.livereload import LiveReloadServer

    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "site"

        def rebuild(*_) -> None:
            new = Path(folder) / "new"
            shutil.rmtree(new, ignore_errors=True)
            try:
                book = load(root)
                check(book)
                make_site(book, new)
            except BookError as error:
                log.error("%s", error)
                return
            shutil.rmtree(pages, ignore_errors=True)
            new.rename(pages)

        pages.mkdir()
        rebuild()
        server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(pages))
        for name in ("docs", "overrides", "mkdocs.yml"):
            server.watch(str(root / name))
        server.serve()
