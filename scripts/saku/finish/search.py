"""What the search in the browser reads: texts, word families and slang, as small scripts.

Scripts, because a page opened from a folder may not fetch; several, because a kept copy of the book
then renews only the part with the card that changed.
"""

import json
import re
from pathlib import Path

from rjsmin import jsmin

from saku.model import Book, Card
from saku.schema import LANGS, Lang
from saku.source import Page, plain
from saku.training import TRAINING

FOLDER = "assets/search"
CARDS = 6
"""Cards a part."""
CHAPTERS = ("sop", "formulir", "wilayah", "jamnaker")
"""Folders with a part of their own."""
WORD = re.compile(r"[a-z]+")
BOOSTED = ("mengadu", "gawat", "jamnaker/jht-jp-jkp", "alat-bantu")
"""Pages that answer a question as a card does."""
QUIET = 0.3
"""Of the training only its first page comes up beside cards."""


def write_search(book: Book, folder: Path) -> None:
    """`assets/search/{id,en}/*.js`, and lunr, minified from the mkdocs package."""
    import mkdocs.contrib.search

    out = folder / FOLDER
    out.mkdir(parents=True)
    lunr = Path(mkdocs.contrib.search.__file__).parent / "templates/search/lunr.js"
    (out / "lunr.js").write_text(jsmin(lunr.read_text(encoding="utf-8")), encoding="utf-8")
    for lang in LANGS:
        (out / lang).mkdir()
        for name, part in _parts(search_data(book, lang)).items():
            data = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
            text = f'(self.sakuSearch??={{}})["{name}"]={data};\n'
            (out / lang / f"{name}.js").write_text(text, encoding="utf-8")


def part_names(book: Book) -> list[str]:
    """The parts in the order of the book, which the browser puts together again."""
    names = [_part_of(page.address, card.code if card else "") for card, page in _pages(book, "id")]
    return ["words", *dict.fromkeys(names)]


def _part_of(address: str, code: str) -> str:
    """`k0` holds K1–K6, `k1` the six after them; small chapters stand together."""
    if code:
        return f"{code[0].lower()}{(int(code[1:]) - 1) // CARDS}"
    folder = address.removeprefix("en/").split("/")[0]
    return folder if folder in CHAPTERS else "rest"


def _parts(data: dict) -> dict[str, dict]:
    """`search_data` in parts; each has the families of its own words."""
    groups: dict[str, list[dict]] = {}
    for document in data["docs"]:
        groups.setdefault(_part_of(document["url"], document["code"]), []).append(document)
    parts = {"words": {"words": data["words"], "drop": data["drop"]}}
    for name, documents in groups.items():
        words = sorted(_words(documents) & data["families"].keys())
        parts[name] = {"docs": documents, "families": {word: data["families"][word] for word in words}}
    seen = {word for name in groups for word in parts[name]["families"]}
    parts["words"]["families"] = {word: root for word, root in data["families"].items() if word not in seen}
    return parts


def search_data(book: Book, lang: Lang) -> dict:
    """`docs`: address, code, title, boost, phrases, sentences; then how words are brought together."""
    documents = [_document(book, page) for _, page in _pages(book, lang)]
    typing = book.synonyms[lang]
    return {
        "docs": documents,
        "words": typing.words,
        "drop": typing.drop,
        "families": _families(documents, typing.words, typing.families) if lang == "id" else {},
    }


def _pages(book: Book, lang: Lang) -> list[tuple[Card | None, Page]]:
    """Cards in the order of the book, then the other pages; the home page only leads to these."""
    cards = [(card, card.pages[lang]) for card in book.cards.values()]
    pages = (page for (language, _), page in book.pages.items() if language == lang)
    return [*cards, *((None, page) for page in pages if not book.card_of(page) and page.name != "index")]


def _document(book: Book, page: Page) -> dict:
    card = book.card_of(page)
    front = page.front.data
    # Hundreds of claims, or sessions that repeat the cards: the cards are what is to be found.
    bare = page.name in book.topic_pages.values() or page.name.startswith(TRAINING)
    blocks = [] if bare else [block for section in page.sections for block in section.blocks]
    texts = (plain(block.text) for block in blocks if block.kind != "comment")
    title = plain(front["title"])
    if card and (change := book.changes.withdrawal(card.code)):
        t = {key: both[page.lang] for key, both in book.strings.items()}
        title += f" ({t['change_withdrawn']})"
        texts = (f"{t['withdrawn']}.", change.why[page.lang], t["withdrawn_stop"])
    lines = [line for text in texts for line in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“])", text)]
    return {
        "url": page.address,
        "code": card.code if card else "",
        "title": title,
        "boost": _boost(page, card),
        "said": [*front["words"], *front["heard"]] if card else [front.get("description", "")],
        "lines": [line for line in lines if any(sign.isalpha() for sign in line) and "__" not in line],
    }


def _boost(page: Page, card: Card | None) -> float:
    if card or page.name in BOOSTED:
        return 1.5
    return QUIET if page.name.startswith(TRAINING) and not page.name.endswith("/index") else 1


def _families(documents: list[dict], known: dict[str, str], by_hand: dict[str, str]) -> dict[str, str]:
    """Each Indonesian word of the book with its root, where that is another word: `ditolak` → `tolak`."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    stem = StemmerFactory().create_stemmer().stem
    words = _words(documents) - known.keys()
    words |= {word for target in known.values() for word in target.split()}
    roots = {word: root for word in sorted(words) if (root := stem(word)) != word}
    return roots | by_hand


def _words(documents: list[dict]) -> set[str]:
    texts = (text for one in documents for text in (one["title"], *one["said"], *one["lines"]))
    return {word for text in texts for word in WORD.findall(text.lower())}
