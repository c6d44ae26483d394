"""Marks an English page as compared with the Indonesian text that stands there now."""

import logging
import re
from pathlib import Path

from saku.problem import BookError, Problem, read_text
from saku.source import read_page

log = logging.getLogger(__name__)


def renew(root: Path, path: Path) -> None:
    """Write the Indonesian page's hash into `source:` of the English page at `path`.

    Raises `BookError` (no-partner, schema).
    """
    english = root / "docs/en"
    partner = root / "docs/id" / path.relative_to(english) if path.is_relative_to(english) else None
    if partner is None or not partner.is_file() or not path.is_file():
        raise BookError(
            Problem(
                str(path), 0, "no-partner", "This is no English page with a partner.", "Name docs/en/….md."
            )
        )
    text = read_text(root, path)
    new, count = re.subn(
        r"(?m)^source:.*$", f'source: "{read_page(root, partner).fingerprint()}"', text, count=1
    )
    if not count:
        raise BookError(
            Problem(str(path), 1, "schema", "The front matter has no source:.", 'Add the line source: "".')
        )
    path.write_text(new, encoding="utf-8")
    log.info("%s: compared with %s", path.relative_to(root), partner.relative_to(root))
