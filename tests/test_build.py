"""The build as a whole: same bytes every time, one line for every damage, the last good site untouched."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from conftest import ROOT, copy_tree, files_of, renew_all, run_build
from saku import build as build_module
from saku import paper
from saku.build import build
from saku.cache import cached, key_of
from saku.problem import BookError

CARD, ENGLISH = "docs/id/kartu/pbi-nonaktif.md", "docs/en/kartu/pbi-nonaktif.md"
RULES, HOME = "docs/data/rules.yml", "docs/id/index.md"


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def append(name: str, text: str) -> Callable[[Path], None]:
    def damage(root: Path) -> None:
        with open(root / name, "a", encoding="utf-8") as file:
            file.write(text)

    return damage


def remove(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def long_card(root: Path) -> None:
    """Few words, but many lines: only the printed page can tell."""
    replace(CARD, "## Catat {#catat}\n\n", "## Catat {#catat}\n\nKata" + "-kata" * 200 + ": ")(root)
    renew_all(root)


def thick_book(root: Path) -> None:
    """A chapter of thirty pages more than the book can hold."""
    for lang, heading in (("id", "## Rinci"), ("en", "## Details")):
        replace(f"docs/{lang}/sop/organisasi.md", heading, "Kata.\n\n" * 900 + heading)(root)
    renew_all(root)


def one_topic(root: Path) -> None:
    text = (root / RULES).read_text(encoding="utf-8")
    (root / RULES).write_text(re.sub(r"(?m)^  topic: .*$", "  topic: care", text), encoding="utf-8")


def bytes_at(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda root: (root / name).write_bytes(data)


DAMAGE: list[tuple[str, str, Callable[[Path], None]]] = [
    ("missing translation", "no-partner", remove(ENGLISH)),
    ("missing original", "no-partner", remove(CARD)),
    ("older original", "stale", replace(CARD, "Minta usulan baru", "Mintalah usulan baru")),
    ("hash that is none", "schema", replace(ENGLISH, 'source: "', 'source: "x')),
    ("other figure in English", "figures-differ", replace(ENGLISH, "11 million", "12 million")),
    ("other citation in English", "citations-differ", replace(ENGLISH, "[A31]", "[A30]")),
    ("other section in English", "sections-differ", replace(ENGLISH, "{#catat}", "{#tulis}")),
    (
        "paragraph more in English",
        "blocks-differ",
        replace(ENGLISH, "## Write down", "One more.\n\n## Write down"),
    ),
    ("unknown rule", "unknown-rule", append(HOME, "\nKata. [A999]\n")),
    ("rule that ended", "rule-ended", replace(RULES, "  until: null", "  until: 2020-01-01")),
    (
        "rule on a revoked regulation",
        "revoked",
        replace(RULES, "regulation: uu-17-2023", "regulation: uu-36-2009"),
    ),
    (
        "rule on no regulation",
        "unknown-regulation",
        replace(RULES, "regulation: uu-17-2023", "regulation: uu-0"),
    ),
    ("uncited figure", "figure", append(HOME, "\nBayar Rp1.234.000 dalam 9 hari.\n")),
    (
        "other sum in the ledger",
        "claim-figure",
        replace(
            RULES, "id: Batas tertinggi denda rawat inap Rp20", "id: Batas tertinggi denda rawat inap Rp25"
        ),
    ),
    ("section missing", "card-sections", replace(CARD, "## Catat {#catat}", "")),
    (
        "too many words",
        "card-words",
        replace(CARD, "## Catat {#catat}\n", "## Catat {#catat}\n\n" + "kata " * 40 + "\n"),
    ),
    ("a sentence without end", "long-sentence", append(CARD, "\n" + "kata " * 30 + ".\n")),
    ("no steps", "card-steps", replace(CARD, "\n1. ", "\n")),
    ("neighbour that is none", "card-neighbour", replace(CARD, "not_this: [K3", "not_this: [T99")),
    ("broken link", "broken-link", append(HOME, "\n[sini](kartu/tidak-ada.md)\n")),
    ("broken anchor", "broken-link", append(HOME, "\n[sini](mengadu.md#tidak-ada)\n")),
    ("citation that is a link", "mistyped-citation", append(HOME, "\nKata [A2](mengadu.md).\n")),
    ("bad YAML", "yaml", append(RULES, "\nA999: [\n")),
    ("YAML that bites its tail", "yaml", append(RULES, "\nA999: &a [*a]\n")),
    ("not YAML at all", "yaml", bytes_at("docs/data/contacts.yml", b"\x01\x02 : : :\n")),
    ("all rules on one page", "topic-full", one_topic),
    ("empty ledger", "schema", bytes_at(RULES, b"")),
    ("unknown key", "schema", replace(CARD, "doors:", "dors:")),
    ("no front matter", "front-matter", bytes_at(CARD, b"Halo\n")),
    ("wrong encoding", "encoding", bytes_at(CARD, "---\ntitle: é\n---\n".encode("latin-1"))),
    ("picture without text", "picture-text", append(HOME, "\n![](assets/img/icon.svg)\n")),
    ("code used twice", "duplicate", replace("docs/id/kartu/rujukan.md", "code: L3", "code: L2")),
    ("rule code used twice", "duplicate", append(RULES, "\nA2: {}\n")),
    ("NIK", "personal-data", append(HOME, "\n3201" + "0" * 8 + "0001\n")),
    ("a person's telephone", "personal-data", append(HOME, "\nWA 0812-0000-0000\n")),
    ("office number from nowhere", "telephone", append(HOME, "\nTelepon 1500-999.\n")),
    ("abbreviation from nowhere", "abbreviation", append(HOME, "\nMinta SPMX.\n")),
    ("heading without id", "heading-id", append(HOME, "\n## Judul\n")),
    ("mark that names no list", "marker", append(HOME, "\n<!-- saku:kartu -->\n")),
    ("page outside the menu", "mkdocs", replace("mkdocs.yml", "  - gawat.md\n", "")),
    (
        "menu without its page",
        "mkdocs",
        replace("mkdocs.yml", "  - gawat.md\n", "  - gawat.md\n  - hilang.md\n"),
    ),
    ("template that is none", "mkdocs", append("overrides/main.html", "{% block x %}")),
    ("unreadable file", "unreadable", lambda root: (root / "docs/id/x.md").symlink_to("/nowhere")),
    ("style sheet gone", "unreadable", remove("docs/assets/css/paper.css")),
    ("card longer than its page", "page-too-long", long_card),
    ("more pages than can be stapled", "book-too-long", thick_book),
]
THROUGH_THE_COMMAND = (
    "missing translation",
    "unknown rule",
    "bad YAML",
    "wrong encoding",
    "page outside the menu",
)


def damaged(built: Path, to: Path, damage: Callable[[Path], None]) -> Path:
    root = copy_tree(to)
    shutil.copytree(built / "site", root / "site")
    damage(root)
    return root


@pytest.mark.parametrize(("id", "damage"), [row[1:] for row in DAMAGE], ids=[row[0] for row in DAMAGE])
def test_damage_stops_the_build_with_its_line(
    built: Path, tmp_path: Path, id: str, damage: Callable[[Path], None]
) -> None:
    root = damaged(built, tmp_path / "tree", damage)
    before = files_of(root / "site")
    with pytest.raises(BookError) as caught:
        build(root)
    lines = str(caught.value).splitlines()
    assert any(f": {id}: " in line for line in lines), lines
    assert all(line.startswith(("docs/", "mkdocs.yml")) for line in lines), lines
    assert files_of(root / "site") == before
    assert not (root / ".site-new").exists()


@pytest.mark.parametrize("name", THROUGH_THE_COMMAND)
def test_damage_stops_the_command(built: Path, tmp_path: Path, name: str) -> None:
    id, damage = next(row[1:] for row in DAMAGE if row[0] == name)
    root = damaged(built, tmp_path / "tree", damage)
    before = files_of(root / "site")
    result = run_build(root)
    assert result.returncode == 1
    assert f": {id}: " in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert "site/ is as it was." in result.stderr
    assert files_of(root / "site") == before


def test_the_table_is_long_enough() -> None:
    assert len(DAMAGE) >= 30


def test_the_same_bytes_on_another_day_in_another_place(built: Path, tmp_path: Path) -> None:
    root = copy_tree(tmp_path / "other place")
    library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    result = run_build(root, LD_PRELOAD=str(library), FAKETIME="+400d", TZ="Asia/Jakarta", LC_ALL="C")
    assert result.returncode == 0, result.stderr
    first, second = files_of(built / "site"), files_of(root / "site")
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_tree_copied_with_its_packages_builds_itself(built: Path, tmp_path: Path) -> None:
    root = copy_tree(tmp_path / "copy")
    (root / ".venv").unlink()
    shutil.copytree(ROOT / ".venv", root / ".venv", symlinks=True, copy_function=_link)
    (root / "docs/data/edition.yml").write_text('number: "7.7"\ndate: 2026-11-21\nratified: true\n')
    result = run_build(root, "site")
    assert result.returncode == 0, result.stderr
    home = (root / "site/index.html").read_text()
    assert "7.7" in home
    assert "belum disahkan DPN JamkesWatch" not in home


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def test_the_web_part_alone_keeps_the_printed_files_and_says_that_they_are_old(
    built: Path, tmp_path: Path
) -> None:
    root = damaged(built, tmp_path / "tree", append(HOME, "\nSatu kalimat baru.\n"))
    renew_all(root)
    append("docs/en/index.md", "\nOne new sentence.\n")(root)
    result = run_build(root, "site")
    assert result.returncode == 0, result.stderr
    assert "unduh/ is kept from the last full build" in result.stderr
    assert files_of(root / "site/unduh") == files_of(built / "site/unduh")
    assert "Satu kalimat baru." in (root / "site/index.html").read_text()


def test_a_word_that_only_the_sheets_print_is_not_taken_from_the_cache(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The book itself is not set again here: only its sheets are."""
    root = copy_tree(tmp_path / "tree")
    shutil.copytree(built / ".cache", root / ".cache")
    replace("docs/data/strings.yml", "· lipat · staples", "· lipat · jahit")(root)

    def same_book(_book, _lang, _text, path: Path) -> dict[str, int]:
        shutil.copy(built / "site/unduh" / path.name, path)
        return {}

    monkeypatch.setattr(paper.pocketbook, "make_book", same_book)
    monkeypatch.setattr(paper.pocket, "make_pocket", lambda *_: None)
    monkeypatch.setattr(paper.large, "make_large", lambda *_: None)
    (pages,) = (built / ".cache/site").iterdir()
    folders = paper._books(root, pages, "id")
    (sheets,) = [file for folder in folders for file in folder.glob("*-a4.pdf")]
    assert "lipat · jahit" in pypdfium2.PdfDocument(sheets)[0].get_textpage().get_text_range()


def test_a_site_lost_between_two_renames_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".site-old").mkdir()
    (tmp_path / ".site-old/index.html").write_text("last good")

    def fail(*_) -> None:
        raise BookError

    monkeypatch.setattr(build_module, "_make", fail)
    with pytest.raises(BookError):
        build(tmp_path)
    assert (tmp_path / "site/index.html").read_text() == "last good"


def test_the_cache_makes_once_and_keeps_the_newest(tmp_path: Path) -> None:
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "x").write_text("x")

    first = cached(tmp_path, "site", "one", make)
    assert cached(tmp_path, "site", "one", make) == first
    assert len(made) == 1
    second = cached(tmp_path, "site", "two", make)
    assert second.is_dir()
    assert not first.exists()


def test_the_key_follows_names_bytes_and_texts(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs/a.md"
    file.write_text("a")
    keys = {key_of(tmp_path, ["docs"], "")}
    keys.add(key_of(tmp_path, ["docs"], "https://example.org/"))
    file.write_text("b")
    keys.add(key_of(tmp_path, ["docs"], ""))
    file.rename(tmp_path / "docs/b.md")
    keys.add(key_of(tmp_path, ["docs"], ""))
    assert len(keys) == 4
