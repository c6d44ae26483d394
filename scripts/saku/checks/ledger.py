"""The ledger is whole: references resolve, nothing has ended, claims and their figures agree."""

from collections import Counter
from collections.abc import Iterator

from saku.figures import figures, held
from saku.model import Book
from saku.problem import Problem

MOST_RULES_ON_A_PAGE = 60


def references(book: Book) -> Iterator[Problem]:
    """Every regulation that is named is in the list."""
    known = book.regulations.entries
    fix = "Use a key of docs/data/regulations.yml, or add the regulation there."
    for code, rule in book.rules.entries.items():
        if rule.regulation not in known:
            yield book.rules.problem(
                code, "unknown-regulation", f"{rule.regulation} is not known.", fix, "regulation"
            )
    for key, entry in known.items():
        for field, named in (("amended_by", entry.amended_by), ("revoked_by", (entry.revoked_by,))):
            for other in filter(None, named):
                if other not in known:
                    yield book.regulations.problem(
                        key, "unknown-regulation", f"{other} is not known.", fix, field
                    )
        if (entry.status == "revoked") != bool(entry.revoked_by):
            what = f"status is {entry.status}, revoked_by is {entry.revoked_by}."
            yield book.regulations.problem(key, "revoked", what, "Let status and revoked_by agree.", "status")


def in_force(book: Book) -> Iterator[Problem]:
    """No rule ended before the commit, none rests on what was revoked."""
    for code, rule in book.rules.entries.items():
        if rule.until and rule.until < book.commit_date:
            what = f"The rule ended on {rule.until}."
            yield book.rules.problem(
                code, "rule-ended", what, "Take it and what cites it out, or correct `until`.", "until"
            )
        if rule.status == "revoked":
            what = "The rule is revoked."
            yield book.rules.problem(
                code, "revoked", what, "Take it out, or base it on what is in force.", "status"
            )
        regulation = book.regulations.entries.get(rule.regulation)
        if regulation and regulation.status == "revoked":
            what = f"{regulation.short} was revoked."
            yield book.rules.problem(
                code, "revoked", what, "Base the rule on what is in force.", "regulation"
            )


def topics(book: Book) -> Iterator[Problem]:
    """A page of rules stays short enough for a phone."""
    counted = Counter(rule.topic for rule in book.rules.entries.values())
    for topic, number in counted.items():
        if number > MOST_RULES_ON_A_PAGE:
            last = [code for code, rule in book.rules.entries.items() if rule.topic == topic][-1]
            what = f"The topic {topic} has {number} rules, at most {MOST_RULES_ON_A_PAGE} fit its page."
            fix = "Move some to another topic, or make a new one (schema.py, a page in docs/*/aturan)."
            yield book.rules.problem(last, "topic-full", what, fix, "topic")


def claims(book: Book) -> Iterator[Problem]:
    """Each figure of a claim stands in its `numbers`, and both languages have the same figures."""
    for code, rule in book.rules.entries.items():
        numbers = list(figures("; ".join(rule.numbers), "id"))
        for text, lang in ((rule.claim.id, "id"), (rule.claim.en, "en")):
            for figure in figures(text, lang):
                if figure.kind not in ("number", "regulation", "time") and not held(figure, numbers):
                    what = f"{figure.text} ({lang}) is not among its numbers."
                    yield book.rules.problem(
                        code, "claim-figure", what, "Correct the claim, or add the figure.", "claim"
                    )
        pair = [sorted((f.kind, f.value) for f in figures(rule.claim[lang], lang)) for lang in ("id", "en")]
        if pair[0] != pair[1]:
            what = "The claim has other figures in English."
            yield book.rules.problem(code, "figures-differ", what, "Make the figures agree.", "claim")


def codes(book: Book) -> Iterator[Problem]:
    """A telephone number and a regulation's short name stand once."""
    seen: dict[str, str] = {}
    for key, entry in book.regulations.entries.items():
        if entry.short in seen:
            what = f"{entry.short} is the short name of {seen[entry.short]} too."
            yield book.regulations.problem(key, "duplicate", what, "Keep one of the two entries.", "short")
        seen[entry.short] = key
    for key, contact in book.contacts.entries.items():
        for field in ("phone", "whatsapp"):
            number = getattr(contact, field)
            if number and (other := seen.setdefault(f"{field} {number}", key)) != key:
                what = f"{number} stands at {other} too."
                yield book.contacts.problem(key, "duplicate", what, "Keep one of the two entries.", field)
