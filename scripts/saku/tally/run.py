"""The command: reads a folder of registers with all cores, tells what is wrong, writes the summary."""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from saku.bank import words_of
from saku.model import Book, load
from saku.schema import Lang
from saku.tally.found import Found
from saku.tally.merge import merge
from saku.tally.read import Read, read_file
from saku.tally.summary import summarise
from saku.tally.write import write_csv, write_pdf, write_xlsx

log = logging.getLogger(__name__)
OUT = "rekap"
"""Folder of the results, inside the folder that is read; never read itself."""
NOTES = "catatan-rekap.txt"
"""What is wrong, beside what was read and not among the results: it names cases."""


def tally(root: Path, folder: Path, lang: Lang = "id", today: date | None = None) -> bool:
    """Write `rekap/` and the notes into `folder`; whether any case was counted.

    Raises `BookError` when the book itself is broken.
    """
    book = load(root)
    found: list[Found] = []
    paths = sorted(_paths(folder, found))
    results = list(_each(book, folder, paths, today or date.today()))
    found += [found for result in results for found in result.found]
    cases, again = merge((case for result in results for case in result.cases), found)
    lost = len({(one.file, one.line) for one in found if one.lost})
    lines = [one.say(book.strings, lang) for one in sorted(found)]
    lines.append(
        book.strings["tally_end"][lang].format(cases=len(cases), files=len(paths), again=again, lost=lost)
    )
    for line in lines:
        log.info("%s", line)
    out = folder / OUT
    out.mkdir(exist_ok=True)
    notes = "\n".join(lines) + "\n"
    (folder / NOTES).write_text(notes, encoding="utf-8", errors="backslashreplace")  # for names of files
    for old in out.glob("ringkasan.*"):
        old.unlink()
    if not cases:
        return False
    summary = summarise(book, lang, cases)
    write_csv(book, lang, summary, out / "ringkasan.csv")
    write_xlsx(book, lang, summary, out / "ringkasan.xlsx")
    write_pdf(book, lang, summary, out / "ringkasan.pdf")
    log.info("→ %s", out)
    return True


def _paths(folder: Path, found: list[Found]) -> Iterator[Path]:
    """Every file to read; a folder that cannot be opened is told, a link to one is not followed."""

    def tell(path: str | Path, why: str) -> None:
        found.append(Found(Path(path).relative_to(folder).as_posix(), 0, "unread", True, (("value", why),)))

    for top, folders, names in os.walk(folder, onerror=lambda error: tell(error.filename, error.strerror)):
        folders[:] = [name for name in folders if _wanted(folder, Path(top, name))]
        for link in filter(Path.is_symlink, (Path(top, name) for name in folders)):
            tell(link, "link")
        for path in (Path(top, name) for name in names):
            if _wanted(folder, path) and (os.path.isfile(path) or not os.path.exists(path)):
                yield path


def _wanted(folder: Path, path: Path) -> bool:
    """Everything but what was written here and what programs leave behind (`~$…`, `.~lock…`)."""
    return path not in (folder / OUT, folder / NOTES) and not path.name.startswith((".", "~$"))


def _each(book: Book, folder: Path, paths: list[Path], today: date) -> Iterator[Read]:
    """What each file gives, in their order; says how far it is."""
    read = partial(read_file, folder, words=words_of(book), today=today)
    step = max(1, len(paths) // 20)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for number, result in enumerate(pool.map(read, paths, chunksize=2), 1):
            if number % step == 0 or number == len(paths):
                log.info("… %d/%d", number, len(paths))
            yield result
