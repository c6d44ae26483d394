// What is kept on this device: ticked steps, answers to questions and the case sheet (until wiped), the hour given to the
// clock of a card and the private fields of the sheet (until the tab closes).
// Nothing of it is sent or enters an address. Where the browser refuses storage, it is only not remembered.

// Hosts such as GitHub Pages share one origin: the path of the site's root tells this book's entries from others'.
const PREFIX = `saku:${new URL("../../", import.meta.url).pathname}:`;
/** Sent to the article when everything was wiped. */
export const WIPED = "saku-wiped";

export function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(PREFIX + key));
  } catch {
    return null;
  }
}

export function write(storage, key, value) {
  try {
    if (value) window[storage].setItem(PREFIX + key, JSON.stringify(value));
    else window[storage].removeItem(PREFIX + key);
  } catch {
    // refused or full
  }
}

function wipe() {
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const storage = window[name];
      for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
    } catch {
      // refused: nothing was kept either
    }
  }
}

/** A box beside each step, and the button that wipes. Ticks made for other steps than these are dropped. */
export function ticks(article) {
  const tool = article.querySelector(".ticks");
  const { steps, label } = tool.dataset;
  const key = `ticks:${article.dataset.card}`;
  const kept = read("localStorage", key);
  const done = new Set(kept?.steps === steps && Array.isArray(kept.done) ? kept.done : []);
  const boxes = [...article.querySelectorAll(".part-langkah > ol > li")].map((step, index) => {
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", className: "tick", autocomplete: "off", checked: done.has(index) });
    box.setAttribute("aria-label", label.replace("{n}", index + 1));
    box.addEventListener("change", () => {
      if (box.checked) done.add(index);
      else done.delete(index);
      write("localStorage", key, done.size ? { steps, done: [...done] } : null);
    });
    step.prepend(box);
    return box;
  });
  article.addEventListener(WIPED, () => {
    done.clear();
    for (const box of boxes) box.checked = false;
  });
  wipeButton(article, tool);
  tool.hidden = false;
}

/** The button in `tool` asks once, then wipes all that this book keeps. */
export function wipeButton(article, tool) {
  const button = tool.querySelector("button");
  const status = tool.querySelector("[role=status]");
  let sure = false;
  button.addEventListener("click", () => {
    if (sure) {
      wipe();
      article.dispatchEvent(new Event(WIPED));
    }
    sure = !sure;
    status.textContent = sure ? status.dataset.sure : status.dataset.done;
  });
  button.addEventListener("blur", () => {
    sure = false;
    setTimeout(() => (status.textContent = ""), 500); // at once, it would move the button that is being tapped
  });
}

/** Writes a moment as the page's language does: Selasa, 24 November 2026 pukul 08.30. */
export function moments() {
  const style = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang === "id" ? "id-ID" : "en-GB", style);
}

/** What is left until `end`, or how much it is over, in the words `left` and `past`. */
export function remaining(end, { left, past }) {
  const minutes = Math.floor(Math.abs(end - Date.now()) / 60_000);
  const words = end > Date.now() ? left : past;
  return words.replace("{hours}", Math.floor(minutes / 60)).replace("{minutes}", minutes % 60);
}

/** Counts hours from the moment that the reader enters; times are those of the device. */
export function clock(article, opener) {
  const box = article.querySelector(".clock");
  if (!box) return;
  const [input, output, rest] = ["input", "output", "output + span"].map((part) => box.querySelector(part));
  const key = `clock:${article.dataset.card}`;
  const format = moments();

  function show() {
    const start = new Date(input.value); // without a zone: read as the device's own time
    const known = !Number.isNaN(start.getTime());
    const end = new Date(start.getTime() + box.dataset.hours * 3_600_000);
    const limit = known ? `${box.dataset.limit}: ${format.format(end)}.` : "";
    if (output.textContent !== limit) output.textContent = limit; // announced only when it changes
    rest.textContent = known ? remaining(end, box.dataset) : "";
  }

  function open(shown) {
    box.hidden = !shown;
    opener.setAttribute("aria-expanded", String(shown));
  }

  function set(value) {
    input.value = value;
    write("sessionStorage", key, value);
    show();
  }

  opener.addEventListener("click", () => {
    open(box.hidden);
    if (box.hidden) return;
    box.scrollIntoView({ block: "center" });
    input.focus({ preventScroll: true });
  });
  input.addEventListener("input", () => set(input.value));
  box.querySelector("button").addEventListener("click", () => {
    set("");
    input.focus();
  });
  article.addEventListener(WIPED, () => set(""));
  set(read("sessionStorage", key) ?? "");
  open(input.value !== "");
  setInterval(show, 60_000);
}
