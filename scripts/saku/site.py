"""The web part: MkDocs makes the HTML, finish makes the pages of it."""

import logging
import os
from calendar import timegm
from pathlib import Path

from saku.finish import finish
from saku.model import Book
from saku.problem import BookError, Problem

# Material's notice of its end in May 2027 is for people who choose a theme today; our way out stands in
# CONTRIBUTING.md (content plain, overrides few, work on HTML), so it does not belong into each build.
os.environ["NO_MKDOCS_2_WARNING"] = "1"


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of; in this book a warning stops the build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def site_url() -> str:
    """The public address from the environment, with a slash at the end, or empty."""
    url = os.environ.get("SITE_URL", "").strip()
    return url.rstrip("/") + "/" if url else ""


def make_site(book: Book, folder: Path) -> None:
    """Write the finished pages into `folder`. Raises `BookError` (mkdocs) for anything MkDocs warns of."""
    _mkdocs(book, folder)
    finish(book, folder, site_url())


def _mkdocs(book: Book, folder: Path) -> None:
    from jinja2 import TemplateError
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    # MkDocs stamps its own files with the time of the build; the book has only the date of its edition.
    os.environ["SOURCE_DATE_EPOCH"] = str(timegm(book.edition.date.timetuple()))
    log, warnings = logging.getLogger("mkdocs"), _Warnings()
    log.addHandler(warnings)
    log.propagate = False
    log.setLevel(logging.WARNING)
    try:
        config = load_config(str(book.root / "mkdocs.yml"), site_dir=str(folder), strict=False)
        build(config)
    except (MkDocsException, TemplateError) as error:
        warnings.messages.append(f"{type(error).__name__}: {error}")
    finally:
        log.removeHandler(warnings)
    if warnings.messages:
        fix = "Mend what MkDocs names."
        raise BookError(*(Problem("mkdocs.yml", 0, "mkdocs", message, fix) for message in warnings.messages))
