// The search of the single file, over the sections of the file itself: the site's engine, without its dialog.
import { engine } from "./search.js";
import { answer } from "./finder.js";

// Lists made by the build, which the site does not search either.
const GENERATED = ".rule-list, .word-index, .path, .door";

const place = document.getElementById("pencarian-berkas");
place.hidden = false;
place.querySelector("input").addEventListener("focus", start, { once: true });

function start() {
  const docs = window.sakuSearch.docs.map((doc) => ({ lines: lines(document.querySelector(doc.url)), ...doc }));
  answer(engine({ ...window.sakuSearch, docs }, window.lunr), document.baseURI, place);
}

/** The sentences of a section, read from the page so that the file does not carry them twice. */
function lines(section) {
  const blocks = [...section.querySelectorAll(":is(p, li):not([class]), tr")];
  return blocks.filter((block) => !block.closest(GENERATED) && !block.parentElement.matches("li")).flatMap(sentences);
}

function sentences(block) {
  const copy = block.cloneNode(true);
  for (const part of copy.querySelectorAll("a.rule, ol, ul")) part.replaceWith(" ");
  for (const cell of copy.cells ?? []) cell.append(" ");
  const text = copy.textContent.replace(/\s+/g, " ").trim();
  const found = text.match(/.+?[.!?](?=\s[A-Z"“])|.+/g) ?? []; // older Safari cannot look behind
  return found.map((one) => one.trim()).filter((one) => /\p{L}/u.test(one) && !one.includes("__"));
}
