"""The case sheet on the phone: its fields are those of the paper sheet, its words stand in the page.

`docs/assets/js/sheet.js` shows it; without a script the page names the paper sheet.
"""

from itertools import groupby

from lxml.html import HtmlElement

from saku.casefields import FIRST_LINE, PRIVATE, UNNUMBERED, Control, fields
from saku.finish.leaf import Leaf
from saku.finish.tools import hours

TEMPLATE = "casesheet.html"
AIM, LIMIT = "A188", "A10"
"""Our own 72 hours, and the rule's 3 × 24 hours of working days: two limits, told apart."""
CLOSING, OUTCOME = 17, 18
"""Whoever chooses a closing code is asked for the outcome in words."""


def case_sheet(leaf: Leaf, _: str) -> list[HtmlElement]:
    """The fields, the clock, the text to send and the button that wipes."""
    rules = leaf.book.rules.entries
    families = groupby(leaf.book.cards.values(), key=lambda card: card.code[0])
    return leaf.fragments(
        "sheet",
        TEMPLATE,
        fields=fields(leaf.book, leaf.lang),
        families=[(family, list(cards)) for family, cards in families],
        first_line=FIRST_LINE,
        unnumbered=[Control(key, "", kind) for key, kind in UNNUMBERED.items()],
        private=PRIVATE,
        aim=(AIM, hours(rules[AIM])),
        limit=(LIMIT, hours(rules[LIMIT])),
        closing=CLOSING,
        outcome=OUTCOME,
    )
