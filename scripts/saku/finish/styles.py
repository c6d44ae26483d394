"""Drops from the theme's style sheet what no page uses: nine tenths of it, on every first visit.

Only names that a selector requires are looked at, never what stands in `:not()` or `:is()`, so at worst a
rule too many stays. What a script of ours makes must be styled in screen.css or stand in the HTML already.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import tinycss2
from lxml import html
from tinycss2.ast import Node

ASKED = re.compile(r"var\(\s*(--[\w-]+)")


def drop_unused(folder: Path) -> None:
    """Rewrite `assets/stylesheets/*.css` below `folder` for the pages and style sheets that stand there."""
    names = {"[open"}  # the browser's own mark on details and dialogs
    for path in folder.rglob("*.html"):
        names |= _names(path.read_text(encoding="utf-8"))
    ours = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("assets/css/*.css")))
    for path in folder.glob("assets/stylesheets/*.css"):
        rules = _parse(path.read_text(encoding="utf-8"))
        text = "".join(_used_rules(rules, names))
        path.write_text(_used_variables(text, ours), encoding="utf-8")


def _names(page: str) -> set[str]:
    """Tags, `.classes`, `#ids`, `[attributes` and `[attributes=values` of a page."""
    found: set[str] = set()
    for element in html.document_fromstring(page).iter("*"):
        found.add(element.tag)
        found.update(f".{name}" for name in element.get("class", "").split())
        for key, value in element.attrib.items():
            found |= {f"[{key}", f"[{key}={value}"}
            if key == "id":
                found.add(f"#{value}")
    return found


def _parse(text: str | list[Node]) -> list[Node]:
    return tinycss2.parse_rule_list(text, skip_comments=True, skip_whitespace=True)


def _used_rules(rules: list[Node], names: set[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [selector for selector in _split(rule.prelude) if _matches(selector, names)]
            if selectors:
                content = tinycss2.serialize(rule.content)
                yield f"{','.join(map(tinycss2.serialize, selectors))}{{{content}}}\n"
        elif rule.type == "at-rule" and rule.at_keyword in ("media", "supports"):
            if inner := "".join(_used_rules(_parse(rule.content), names)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}\n"
        elif rule.type == "at-rule" and rule.at_keyword != "keyframes":  # animations of what scripts show
            yield rule.serialize() + "\n"


def _split(prelude: list[Node]) -> list[list[Node]]:
    """The selectors of a list, at its commas."""
    selectors: list[list[Node]] = [[]]
    for token in prelude:
        if token == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _matches(selector: list[Node], names: set[str]) -> bool:
    """Whether every name that the selector asks for occurs on some page."""
    wanted, before = [], None
    for token in selector:
        if token.type == "ident" and before != ":":
            wanted.append(f".{token.value}" if before == "." else token.lower_value)
        elif token.type == "hash":
            wanted.append(f"#{token.value}")
        elif token.type == "[] block":
            parts = [part for part in token.content if part.type != "whitespace"]
            exact = len(parts) == 3 and parts[1] == "="
            wanted.append(f"[{parts[0].value}" + (f"={parts[2].value}" if exact else ""))
        before = token.value if token.type == "literal" else None
    return names.issuperset(wanted)


def _used_variables(text: str, ours: str) -> str:
    """Without the custom properties that nothing asks for: the theme keeps its icons in them."""
    while True:
        asked = set(ASKED.findall(text + ours))
        rules = []
        for rule in _parse(text):
            if rule.type == "qualified-rule":
                rules.append(_without(rule, asked))
            else:
                rules.append(rule.serialize() + "\n")
        shorter = "".join(rules)
        if shorter == text:
            return text
        text = shorter


def _without(rule: Node, asked: set[str]) -> str:
    declarations = [
        one
        for one in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if one.type != "declaration" or not one.name.startswith("--") or one.name in asked
    ]
    if not declarations:
        return ""
    content = ";".join(one.serialize().rstrip(";") for one in declarations)
    return f"{tinycss2.serialize(rule.prelude)}{{{content}}}\n"
