// The questions of a card or page to test oneself with: options become buttons, a tap says right or wrong and why.
// What was chosen stays on this device until it is wiped; nothing is sent. Every word stands in the page already.
import { WIPED, read, write } from "./device.js";

export function start(box) {
  const article = box.closest("article");
  const key = `check:${box.dataset.check}`;
  const kept = read("localStorage", key) ?? {};
  const questions = [...box.querySelectorAll("[data-question]")].map((item) => question(item, box.dataset, chosen));
  const note = box.querySelector(".check-note");
  const count = note.querySelector("span");

  function chosen() {
    const given = questions.filter(({ choice }) => choice() !== null);
    const entries = given.map(({ name, mark, choice }) => [name, { mark, choice: choice() }]);
    write("localStorage", key, entries.length ? Object.fromEntries(entries) : null);
    show();
  }

  function show() {
    const choices = questions.filter(({ choice }) => choice() !== null);
    const right = choices.filter(({ choice, answer }) => choice() === answer).length;
    const figures = { right, wrong: choices.length - right, all: questions.length };
    count.textContent = count.dataset.score.replace(/\{(\w+)\}/g, (_, name) => figures[name]);
    note.hidden = !choices.length;
  }

  function again() {
    for (const { clear } of questions) clear();
    chosen();
  }

  for (const { name, mark, restore } of questions) if (kept[name]?.mark === mark) restore(kept[name].choice);
  note.querySelector("button").addEventListener("click", () => {
    again();
    box.querySelector(".option").focus(); // its own place is gone
  });
  article.addEventListener(WIPED, again);
  show();
}

/** One question; `chosen` is called after a tap. */
function question(item, words, chosen) {
  const { question: name, mark } = item.dataset;
  const answer = Number(item.dataset.answer);
  const details = item.querySelector(".answer");
  const why = details.querySelector("p");
  const verdict = document.createElement("div");
  verdict.setAttribute("role", "status"); // there before it speaks
  details.replaceWith(verdict);
  let choice = null;

  const list = item.querySelector(".options");
  const buttons = [...list.children].map((option, number) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "option", textContent: option.textContent });
    button.addEventListener("click", () => {
      if (choice !== null) return;
      set(number);
      chosen();
    });
    option.replaceChildren(button);
    return button;
  });
  list.setAttribute("aria-labelledby", item.firstElementChild.id);

  function set(number) {
    choice = number;
    const told = document.createElement("p");
    told.className = number === answer ? "right" : "wrong";
    told.textContent = number === answer ? words.right : words.wrong;
    verdict.replaceChildren(told, why);
    paint();
  }

  function clear() {
    choice = null;
    verdict.replaceChildren();
    paint();
  }

  function paint() {
    for (const [number, button] of buttons.entries()) {
      button.setAttribute("aria-pressed", String(number === choice));
      button.setAttribute("aria-disabled", String(choice !== null)); // it keeps the focus, unlike a disabled one
      button.classList.toggle("right", choice !== null && number === answer);
      button.classList.toggle("wrong", number === choice && number !== answer);
    }
  }

  function restore(number) {
    if (buttons[number]) set(number);
  }

  paint();
  return { name, mark, answer, clear, restore, choice: () => choice };
}
