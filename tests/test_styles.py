"""The theme's style sheet: what no page uses goes, what a page or the browser may use stays."""

from pathlib import Path

from saku.finish.styles import drop_unused

THEME = """@charset "UTF-8";
:root{--used:red;--inner:url("data:,x");--outer:var(--inner);--never:url("data:,y")}
.a,.gone{color:var(--used)}
.gone:hover{color:red}
.a:not(.gone)::after{mask:var(--outer)}
details[open]>summary{margin:0}
[dir=rtl] .a{left:0}
[dir=ltr] .a{right:0}
@media print{.gone{margin:0}}
@media print{#b{margin:0}.gone{margin:0}}
@keyframes k{to{left:0}}
"""
LEFT = """@charset "UTF-8";
:root{--used:red;--inner:url("data:,x");--outer:var(--inner)}
.a{color:var(--used)}
.a:not(.gone)::after{mask:var(--outer)}
details[open]>summary{margin:0}
[dir=ltr] .a{right:0}
@media print{#b{margin:0}
}
"""
PAGE = """<html><body dir="ltr">
<details><summary>s</summary><p class="a x" id="b">t</p></details></body></html>"""


def test_only_rules_that_a_page_may_use_are_left(tmp_path: Path) -> None:
    style = tmp_path / "assets/stylesheets/main.css"
    style.parent.mkdir(parents=True)
    style.write_text(THEME)
    (tmp_path / "index.html").write_text(PAGE)
    drop_unused(tmp_path)
    assert style.read_text() == LEFT
