"""One classic script from our ES modules, for pages opened from a folder or sent as one file.

A browser loads no module from `file://`, and there is no bundler on PyPI that installs without Node.
Our modules keep to a few forms, which are turned by hand; any other form is refused.
"""

import re
from pathlib import Path

from rjsmin import jsmin

from saku.problem import BookError, Problem, read_text

FOLDER = "docs/assets/js"
IMPORT = re.compile(r'^import \{ (\w+(?:, \w+)*) \} from "\./([\w-]+\.js)";$', re.MULTILINE)
LAZY = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const|class) (\w+))", re.MULTILINE)
UNKNOWN = re.compile(r"(?<![\w$.])(?:import|export)(?![\w$])[^;]{0,40}")
TOP_AWAIT = re.compile(r"^(?:(?:const|let) [^;]*= )?await [^;]{0,40}", re.MULTILINE)
FRAME = """(() => {{
"use strict";
const base = document.currentScript.src || document.baseURI;
const made = {{}};
const need = (name) => made[name] ?? (modules[name]((made[name] = {{}})), made[name]);
const modules = {{
{modules}
}};
need("{entry}");
}})();
"""
MODULE = """"{name}"(exports) {{
{text}
{exports}}},"""


def bundle(root: Path, entry: str) -> str:
    """The module `entry` of `docs/assets/js` and all that it imports, as one script.

    A module runs when it is first imported, as in the browser. `import.meta.url` becomes the address it
    would have beside the script. Raises `BookError` (script) for a form that is not known here.
    """
    modules: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in modules:
            text = read_text(root, root / FOLDER / name)
            waiting += [other for _, other in IMPORT.findall(text)] + LAZY.findall(text)
            modules[name] = _module(name, text)
    return FRAME.format(modules="\n".join(modules[name] for name in sorted(modules)), entry=entry)


def _module(name: str, text: str) -> str:
    text = IMPORT.sub(r'const { \1 } = need("\2");', text)
    text = LAZY.sub(r'Promise.resolve().then(() => need("\1"))', text)
    text = text.replace("import.meta.url", f'new URL("{name}", base).href')
    exports = "".join(f"exports.{made} = {made};\n" for made in EXPORT.findall(text))
    text = EXPORT.sub("", text)
    if unknown := UNKNOWN.search(jsmin(text)) or TOP_AWAIT.search(text):
        what = f"The bundle does not know this form: {unknown[0]}"
        fix = 'Write import { a } from "./b.js"; export before function, const, class; await in functions.'
        raise BookError(Problem(f"{FOLDER}/{name}", 0, "script", what, fix))
    return MODULE.format(name=name, text=text.rstrip(), exports=exports)
