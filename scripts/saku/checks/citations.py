"""Citations are spelt right and lead to a rule; regulations and abbreviations in the text are known."""

import re
from collections.abc import Iterator

from saku.model import Book, Table
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
    for key in ("deadline", "goal"):
        if words := page.front.data.get(key):
            yield Block("deadline", str(words), page.front.line((key,)))
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
    """Every text of the pages, paths, questions and role plays, with its file and language."""
    for page in book.pages.values():
        for block in texts(page):
            yield page.file, page.lang, block
    for lang in LANGS:
        for block in path_texts(book, lang):
            yield book.paths.yaml.name, lang, block
        yield from training_texts(book, lang)


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


def training_texts(book: Book, lang: Lang) -> Iterator[tuple[str, Lang, Block]]:
    """Questions, role plays, timetables. What may be wrong (options, the officer) has the kind `wrong`."""
    for key, question in book.questions.entries.items():
        codes = "".join(f" [{code}]" for code in question.rules)
        lines = [(name, "paragraph", getattr(question, name)[lang] + codes) for name in ("stem", "why")]
        for number, option in enumerate(question.options):
            right = number == question.answer
            lines.append((("options", number), "item" if right else "wrong", option[lang] + codes * right))
        yield from _blocks(book.questions, key, lang, lines)
    for key, play in book.roleplays.entries.items():
        lines = [(name, "paragraph", getattr(play, name)[lang]) for name in ("title", "goal")]
        for number, role in enumerate(play.roles):
            lines += [
                (("roles", number, name), "paragraph", getattr(role, name)[lang])
                for name in ("name", "brief")
            ]
        for name in ("officer_says", "good_volunteer", "rubric", "debrief"):
            kind = "wrong" if name == "officer_says" else "item"
            lines += [((name, number), kind, each[lang]) for number, each in enumerate(getattr(play, name))]
        yield from _blocks(book.roleplays, key, lang, lines)
    for key, form in book.forms.entries.items():
        lines = [("title", "heading", form.title[lang]), ("for", "paragraph", form.for_[lang])]
        yield from _blocks(book.forms, key, lang, lines)


def _blocks(table: Table, key: str, lang: Lang, lines: list[tuple]) -> Iterator[tuple[str, Lang, Block]]:
    for field, kind, text in lines:
        here = field if isinstance(field, tuple) else (field,)
        yield table.yaml.name, lang, Block(kind, text, table.yaml.line((key, *here)))
