"""Each problem that the build knows has a folder in tests/checks: files laid over the small
book, and the lines expected.

Its name is the id of the problem, or the id, two hyphens and a variant.
"""

import shutil
from pathlib import Path

import pytest

from conftest import MINI, ROOT, renew_all
from saku.checks import check
from saku.model import load
from saku.problem import IDS, BookError

FOLDERS = sorted(path for path in (ROOT / "tests/checks").iterdir() if path.is_dir())
TESTED_ELSEWHERE = {
    *("book-too-long", "page-numbers", "page-too-long", "too-wide", "typeface"),
    *("mkdocs", "overdue", "script", "slide-too-full", "topic-full", "unreadable"),
}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_damage_is_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "mini"
    shutil.copytree(MINI, root)
    renew_all(root)
    shutil.copytree(
        folder, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "removed.txt")
    )
    for name in _lines(folder / "removed.txt"):
        (root / name).unlink()
    if not folder.name.startswith(("stale", "encoding", "yaml", "front-matter", "schema")):
        renew_all(root)

    with pytest.raises(BookError) as caught:
        check(load(root))

    assert str(caught.value).splitlines() == _lines(folder / "expected.txt")
    assert {problem.id for problem in caught.value.problems} == {folder.name.split("--")[0]}


def test_the_small_book_has_no_problem(mini: Path) -> None:
    check(load(mini))


def test_every_problem_has_its_folder() -> None:
    assert {folder.name.split("--")[0] for folder in FOLDERS} | TESTED_ELSEWHERE == set(IDS)


def test_every_listed_problem_is_one_that_the_code_tells() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "scripts/saku").rglob("*.py"))
    code = code.replace(code[code.index("IDS = {") : code.index('"""Every problem the build knows')], "")
    assert [id for id in IDS if f'"{id}"' not in code] == []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
