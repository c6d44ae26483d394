// What a card can do when scripts run: rules in place, the sentence for the counter, sending, the review date.
// Every word stands in the page already; see templates/tools.html.
import { clock, ticks } from "./device.js";

export function start(article) {
  const bar = article.querySelector(".tool-bar");
  pastReview(article);
  rules(article);
  counter(article, button(bar, "counter"));
  send(article, button(bar, "send"));
  clock(article, button(bar, "clock"));
  ticks(article);
  bar.hidden = false;
}

const button = (within, name) => within.querySelector(`[data-do=${name}]`);

/** The output of a build never contains today: only the reader's device knows that the date is past. */
function pastReview(article) {
  const end = new Date(`${article.dataset.reviewBy}T23:59:59`);
  article.querySelector(".past-review").hidden = new Date() <= end;
}

/** A tap on a rule's code shows its text below the sentence; a second tap follows the link. */
function rules(article) {
  const note = article.querySelector(".rule-note");
  const [link, close] = note.querySelectorAll(".tool");
  let open = null;

  function show(code) {
    open?.setAttribute("aria-expanded", "false");
    open = code;
    note.hidden = !code;
    if (!code) return;
    code.setAttribute("aria-expanded", "true");
    const block = code.closest("table") ?? code.closest("li, p, dd");
    if (block.matches("li, dd")) block.append(note);
    else block.after(note);
    link.href = code.href;
    note.querySelector("[role=status]").textContent = `${code.textContent}: ${code.title}`;
  }

  for (const code of article.querySelectorAll("a.rule")) code.setAttribute("aria-expanded", "false");
  article.addEventListener("click", (event) => {
    const code = event.target.closest("a.rule");
    if (!code || code === open || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(code);
  });
  function dismiss() {
    const code = open;
    show(null);
    code.focus();
  }
  close.addEventListener("click", dismiss);
  article.addEventListener("keydown", (event) => {
    const inside = note.contains(event.target) || event.target === open;
    if (event.key === "Escape" && open && inside) dismiss();
  });
}

/** The sentence and its rule over the whole screen, also turned for the person opposite. */
function counter(article, opener) {
  const dialog = article.querySelector(".counter");
  const turn = button(dialog, "turn");

  function set(turned) {
    turn.setAttribute("aria-pressed", String(turned));
    dialog.classList.toggle("turned", turned);
    const text = dialog.firstElementChild;
    text.scrollTop = turned ? text.scrollHeight : 0; // a turned text begins at the foot
  }

  opener.hidden = !dialog.showModal;
  opener.addEventListener("click", () => {
    dialog.showModal();
    set(false);
  });
  turn.addEventListener("click", () => set(turn.getAttribute("aria-pressed") === "false"));
  button(dialog, "close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => opener.focus()); // Safari on phones does not by itself
}

/** The text made by the build, by share sheet, WhatsApp (a link that needs no script) or copy. */
function send(article, opener) {
  const box = article.querySelector("#kirim");
  offer(box);
  opener.addEventListener("click", () => {
    box.open = true;
    box.scrollIntoView({ block: "center" });
    box.querySelector(".tool:not([hidden])").focus({ preventScroll: true });
  });
}

/** Hands the text of a box to the share sheet or the clipboard; refused, it is marked to be copied by hand. */
export function offer(box) {
  const text = box.querySelector("pre");
  const status = box.querySelector("[role=status]");
  const [share, copy] = ["share", "copy"].map((name) => box.querySelector(`[data-do=${name}]`));

  function byHand() {
    getSelection().selectAllChildren(text);
    status.textContent = status.dataset.byHand;
  }

  share.hidden = !navigator.share;
  share.addEventListener("click", () => {
    navigator.share({ text: text.textContent }).catch((error) => error.name === "AbortError" || byHand());
  });
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      status.textContent = status.dataset.copied;
    } catch {
      byHand();
    }
  });
}
