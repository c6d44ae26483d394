"""A contact sheet: all pages of a PDF on one picture, so that a reviewer sees at once what stands out."""

from pathlib import Path

import pypdfium2
from PIL import Image

COLUMNS, WIDTH, GAP = 10, 300, 12
"""Pages a row, their width and the grey between them in pixels: the words of an A6 page can be read."""


def contact_sheet(pdf: Path, picture: Path) -> None:
    """Write all pages of `pdf` side by side to `picture`; its name says the format (.png)."""
    with pypdfium2.PdfDocument(pdf) as pages:
        tiles = [page.render(scale=WIDTH / page.get_width()).to_pil() for page in pages]
    cell = WIDTH + GAP, max(tile.height for tile in tiles) + GAP
    columns = min(COLUMNS, len(tiles))
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * cell[0] + GAP, rows * cell[1] + GAP), "grey")
    for index, tile in enumerate(tiles):
        sheet.paste(tile, (GAP + index % columns * cell[0], GAP + index // columns * cell[1]))
    sheet.save(picture)
