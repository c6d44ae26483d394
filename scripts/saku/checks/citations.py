"""Citations are spelt right and lead to a rule; regulations and abbreviations in the text are known."""

import re
from collections.abc import Iterator

from saku.model import Book
from saku.problem import Problem
from saku.schema import LANGS, Lang
from saku.source import CITATION, Block, Page, plain

MISTYPED = (
    (re.compile(r"\[A\d+\]\("), "becomes a link"),
    (re.compile(r"\[A\d+\]:"), "becomes a link definition"),
    (re.compile(r"\d\[A\d+\]"), "stands straight after a digit"),
    (
        re.compile(r"\[\s*(?:a\d+|A\s+\d+|A\d+\s*[,;&–-].*?|[Aa]\d+\s+|\s+A\d+)\s*\]"),
        "is not one code in a bracket",
    ),
    (re.compile(r"\[A\d+(?!\d*\])|(?<![\[\w/#-])A\d{1,3}\](?!\()"), "lacks a bracket"),
    (re.compile(r"\[[^\]\[]*\[A\d+\][^\]\[]*\]\("), "stands in a link"),
)
SHORT_NAME = re.compile(
    r"\b(?:UU|PP|PMK|Perpu|Perpres|Permen\w*|Kepmen\w*|Perpol|Peraturan BPJS(?: Kesehatan)?|SE(?: \w+)?)"
    r"\s+\d+(?:/[A-Z][\w.]*)*/\d{4}"
)
LONG_NAME = re.compile(r"(?:Undang-Undang|Peraturan|Keputusan)\b[^.;,()]*? Nomor \d+ Tahun \d{4}")
"""As letters write it: Undang-Undang Nomor 17 Tahun 2023."""
NOT_ABBREVIATIONS = {"A4", "A5", "A6"}


def texts(page: Page) -> Iterator[Block]:
    """All that is read on a page: deadline, headings, blocks; each with its line."""
    if deadline := page.front.data.get("deadline"):
        yield Block("deadline", str(deadline), page.front.line(("deadline",)))
    for section in page.sections:
        if section.heading:
            yield Block("heading", section.heading, section.line)
        yield from (block for block in section.blocks if block.kind != "comment")


def codes(book: Book) -> Iterator[Problem]:
    """Every cited code is in the ledger."""
    for file, _, block in all_texts(book):
        for code in CITATION.findall(block.text):
            if code not in book.rules.entries:
                fix = "Write a code of docs/data/rules.yml, or add the rule there."
                yield Problem(file, block.line, "unknown-rule", f"[{code}] is not in the ledger.", fix)


def spelling(book: Book) -> Iterator[Problem]:
    """A citation that Markdown or finish would not take for one."""
    fix = "Write it as [A21], after a space, one code a bracket."
    for file, _, block in all_texts(book):
        for pattern, meaning in MISTYPED:
            if match := pattern.search(block.text):
                yield Problem(file, block.line, "mistyped-citation", f"{match[0]} {meaning}.", fix)
        if block.kind == "heading" and CITATION.search(block.text):
            yield Problem(
                file,
                block.line,
                "mistyped-citation",
                "A heading has a citation.",
                "Cite below the heading.",
            )


def regulations(book: Book) -> Iterator[Problem]:
    """A regulation named in the text is in the list and was not revoked."""
    known = {entry.short: entry for entry in book.regulations.entries.values()}
    known |= {entry.title.id.split(" tentang ")[0]: entry for entry in book.regulations.entries.values()}
    for file, _, block in all_texts(book):
        text = plain(block.text)
        for match in (*SHORT_NAME.finditer(text), *LONG_NAME.finditer(text)):
            entry = known.get(match[0])
            if entry is None:
                fix = "Name it as docs/data/regulations.yml does."
                yield Problem(file, block.line, "unknown-regulation", f"{match[0]} is not known.", fix)
            elif entry.status == "revoked":
                fix = "Name what is in force."
                yield Problem(file, block.line, "revoked", f"{match[0]} was revoked.", fix)


def abbreviations(book: Book) -> Iterator[Problem]:
    """Capital letters that no glossary entry explains."""
    known = set(book.glossary.entries) | NOT_ABBREVIATIONS
    shorts = {word for entry in book.regulations.entries.values() for word in entry.short.split()}
    for file, _, block in all_texts(book):
        for word in re.findall(r"(?<![\w/-])[A-Z]{2,}\d*(?![\w-])", plain(block.text)):
            if word not in known and word not in shorts:
                fix = "Add it to docs/data/glossary.yml, or write it out."
                yield Problem(file, block.line, "abbreviation", f"{word} is not explained.", fix)


def all_texts(book: Book) -> Iterator[tuple[str, Lang, Block]]:
    """Every text of the pages and paths, with its file and language."""
    for page in book.pages.values():
        for block in texts(page):
            yield page.file, page.lang, block
    for lang in LANGS:
        for block in path_texts(book, lang):
            yield book.paths.yaml.name, lang, block


def path_texts(book: Book, lang: Lang) -> Iterator[Block]:
    """What the paths ask and answer; the reason with its citations."""
    for name, path in book.paths.entries.items():
        yield Block("heading", path.title[lang], book.paths.yaml.line((name, "title")))
        for index, question in enumerate(path.questions):
            here = (name, "questions", index)
            codes = "".join(f" [{code}]" for code in question.rules)
            lines = [("text", question.text, ""), ("why", question.why, codes), ("help", question.help, "")]
            for field, words, cited in lines:
                if words:
                    yield Block("paragraph", words[lang] + cited, book.paths.yaml.line((*here, field)))
            for number, answer in enumerate(question.answers):
                yield Block("item", answer.text[lang], book.paths.yaml.line((*here, "answers", number)))
