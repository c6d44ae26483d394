// The case sheet: fields kept on this device, the clock, the text for the coordinator. Nothing leaves the device but by
// the reader's own tap, and nothing enters an address that a server or the history would see.
// The text is read by scripts/saku/casefields.py, which says how a line looks; every word stands in the page already.
import { offer } from "./card.js";
import { WIPED, moments, read, remaining, wipeButton, write } from "./device.js";

const KEPT = "sheet";
const PRIVATE = "sheet-private"; // only until the tab closes
/** A JKN card, a telephone, a NIK: day of birth (women + 40) and month stand in its middle; spaces do not hide them. */
const NUMBERS = [
  /(^|\D)(?:\d[ .-]?){6}(?:[04][1-9]|[1256]\d|[37][01])[ .-]?(?:0[ .-]?[1-9]|1[ .-]?[0-2])(?:[ .-]?\d){6}(?!\d)/g,
  /(^|\D)0(?:[ .-]?\d){12}(?!\d)/g,
  /(^|\D)(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,11}(?!\d)/g,
];

export function start(sheet) {
  const article = sheet.closest("article");
  const controls = [...sheet.querySelectorAll("[data-key]")];
  const secrets = [...sheet.querySelectorAll("[data-private]")];
  const [closed, closing] = ["[type=date]", "select"].map((kind) =>
    sheet.querySelector(`${kind}[data-key^="${sheet.dataset.closing} "]`),
  );
  const clock = clockOf(sheet.querySelector(".sheet-clock"));
  const message = messageOf(sheet);

  function show() {
    clock();
    message(controls, secrets);
  }

  function keep(name, storage, inputs, keyOf) {
    const filled = inputs.filter(({ value }) => value).map((input) => [keyOf(input), input.value]);
    write(storage, name, filled.length ? Object.fromEntries(filled) : null);
  }

  const keepAll = () => {
    keep(KEPT, "localStorage", controls, ({ dataset }) => dataset.key);
    keep(PRIVATE, "sessionStorage", secrets, ({ dataset }) => dataset.private);
  };

  /** The fields as the device keeps them; what is private must be ticked anew. */
  function load() {
    const kept = read("localStorage", KEPT) ?? {};
    const told = read("sessionStorage", PRIVATE) ?? {};
    for (const control of controls) control.value = kept[control.dataset.key] ?? "";
    for (const secret of secrets) secret.value = told[secret.dataset.private] ?? "";
    for (const tick of sheet.querySelectorAll("[data-with]")) tick.checked = false;
    show();
  }

  sheet.addEventListener("input", ({ target }) => {
    if (target === closing && closing.value && !closed.value) closed.value = today();
    if (target.type !== "checkbox") keepAll();
    show();
  });
  sheet.addEventListener("change", ({ target }) => {
    if (!("digits" in target.dataset)) return;
    target.value = digits(target.value);
    keepAll();
  });
  article.addEventListener(WIPED, load);
  addEventListener("pageshow", ({ persisted }) => persisted && load()); // out of the history, as it was left
  addEventListener("storage", ({ key, newValue }) => {
    if (!key?.endsWith(`:${KEPT}`)) return;
    if (!newValue) write("sessionStorage", PRIVATE, null); // wiped in another tab, which cannot reach these
    load();
  });
  wipeButton(article, sheet.querySelector(".sheet-wipe"));
  offer(sheet.querySelector(".sheet-send"));
  load();
  setInterval(clock, 60_000);
  sheet.hidden = false;
}

/** The device's own day; toISOString would tell that of Greenwich. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Our aim and the rule's limit, from day and hour of admission in the same field; shows both anew at each call. */
function clockOf(box) {
  const [day, hour] = ["date", "time"].map((type) => box.closest("fieldset").querySelector(`[type=${type}]`));
  const [aim, limit] = box.querySelectorAll("output");
  const rest = box.querySelector("span");
  const format = moments();
  const say = (output, end) => {
    const text = end ? `${format.format(end)}.` : "";
    if (output.textContent !== text) output.textContent = text; // announced only when it changes
  };
  return () => {
    const admitted = new Date(`${day.value}T${hour.value}`); // without a zone: the device's own time
    const known = day.value && hour.value && !Number.isNaN(admitted.getTime());
    const end = known && new Date(admitted.getTime() + box.dataset.aim * 3_600_000);
    say(aim, end);
    rest.textContent = known ? remaining(end, box.dataset) : "";
    say(limit, known && workingEnd(admitted, box.dataset.limit));
  };
}

/** When `hours` hours of working days, Monday to Friday, are over. */
function workingEnd(from, hours) {
  let left = hours * 3_600_000;
  let now = from;
  for (;;) {
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    const works = now.getDay() % 6 !== 0;
    if (works && left <= midnight - now) return new Date(now.getTime() + left);
    if (works) left -= midnight - now;
    now = midnight;
  }
}

/** Writes the text for the coordinator below the fields; none before a closed case has its outcome in words. */
function messageOf(sheet) {
  const box = sheet.querySelector(".sheet-send");
  const note = box.querySelector(".sheet-note");
  const status = box.querySelector("[role=status]");
  const pre = box.querySelector("pre");
  const closing = sheet.querySelector(`select[data-key^="${sheet.dataset.closing} "]`);
  const outcome = sheet.querySelector(`[data-key^="${sheet.dataset.outcome} "]`);

  return (controls, secrets) => {
    const { lines, masked } = linesOf(controls);
    const empty = !lines.length;
    const unfinished = closing.value !== "" && !outcome.value.trim();
    const ready = !empty && !unfinished;
    const told = secrets.filter(({ dataset, value }) => value.trim() && ticked(sheet, dataset.private));
    const own = told.map(({ dataset, value }) => `${dataset.private}: ${oneLine(value)}`);
    const text = ready ? [sheet.dataset.first, ...lines, ...own].join("\n") : "";
    outcome.setAttribute("aria-invalid", String(unfinished));
    const words = (empty && note.dataset.empty) || (unfinished && note.dataset.unfinished) || (masked && note.dataset.masked);
    if (note.textContent !== (words || "")) note.textContent = words || "";
    if (pre.textContent !== text) status.textContent = "";
    pre.textContent = text;
    pre.hidden = box.querySelector(".send-ways").hidden = !ready;
    // The app's own address: that of wa.me would hand the text to a server and leave it in the history.
    box.querySelector("a").href = `whatsapp://send?text=${encodeURIComponent(text)}`;
  };
}

const ticked = (sheet, key) => sheet.querySelector(`[data-with="${key}"]`).checked;
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/** Of `Rp1.250.000,00` the whole rupiah. */
const digits = (text) => text.replace(/[.,]\d{1,2}\D*$/, "").replace(/\D/g, "");

function linesOf(controls) {
  let masked = false;
  const lines = controls.flatMap(({ dataset, value, type }) => {
    const own = "digits" in dataset ? digits(value) : oneLine(value);
    const shown = type === "text" ? NUMBERS.reduce((text, number) => text.replace(number, "$1[…]"), own) : own;
    masked = masked || shown !== own;
    return shown ? `${dataset.key}: ${shown}` : [];
  });
  return { lines, masked };
}
