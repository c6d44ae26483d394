"""What the search in the browser reads: one file a language with the texts, the word families, the slang."""

import json
import re
from pathlib import Path

from rjsmin import jsmin

from saku.model import Book
from saku.schema import LANGS, Lang
from saku.source import Page, plain

FOLDER = "assets/search"
WORD = re.compile(r"[a-z]+")
BOOSTED = ("mengadu", "gawat", "jamnaker/jht-jp-jkp", "alat-bantu")
"""Pages that answer a question as a card does."""


def write_search(book: Book, folder: Path) -> None:
    """`assets/search/{id,en}.json` and lunr, minified from the mkdocs package."""
    import mkdocs.contrib.search

    out = folder / FOLDER
    out.mkdir(parents=True)
    lunr = Path(mkdocs.contrib.search.__file__).parent / "templates/search/lunr.js"
    (out / "lunr.js").write_text(jsmin(lunr.read_text(encoding="utf-8")), encoding="utf-8")
    for lang in LANGS:
        data = json.dumps(search_data(book, lang), ensure_ascii=False, separators=(",", ":"))
        (out / f"{lang}.json").write_text(data, encoding="utf-8")


def search_data(book: Book, lang: Lang) -> dict:
    """`docs`: address, code, title, boost, phrases, sentences; then how words are brought together."""
    documents = [_document(book, page) for page in _pages(book, lang)]
    typing = book.synonyms[lang]
    return {
        "docs": documents,
        "words": typing.words,
        "drop": typing.drop,
        "families": _families(documents, typing.words, typing.families) if lang == "id" else {},
    }


def _pages(book: Book, lang: Lang) -> list[Page]:
    """Cards in the order of the book, then the other pages; the home page only leads to these."""
    cards = [card.pages[lang] for card in book.cards.values()]
    others = [page for (language, _), page in book.pages.items() if language == lang and page not in cards]
    return [*cards, *(page for page in others if page.name != "index")]


def _document(book: Book, page: Page) -> dict:
    card = book.card_of(page)
    front = page.front.data
    rules = page.name in book.topic_pages.values()  # hundreds of claims; the cards that cite them are found
    blocks = [] if rules else [block for section in page.sections for block in section.blocks]
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
        "boost": 1.5 if card or page.name in BOOSTED else 1,
        "said": [*front["words"], *front["heard"]] if card else [front.get("description", "")],
        "lines": [line for line in lines if any(sign.isalpha() for sign in line) and "__" not in line],
    }


def _families(documents: list[dict], known: dict[str, str], by_hand: dict[str, str]) -> dict[str, str]:
    """Each Indonesian word of the book with its root, where that is another word: `ditolak` → `tolak`."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    stem = StemmerFactory().create_stemmer().stem
    words = {
        word
        for document in documents
        for text in (document["title"], *document["said"], *document["lines"])
        for word in WORD.findall(text.lower())
        if word not in known
    }
    words |= {word for target in known.values() for word in target.split()}
    roots = {word: root for word in sorted(words) if (root := stem(word)) != word}
    return roots | by_hand
