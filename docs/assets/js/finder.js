// The search: typing gives results at once, by thumb, keyboard and screen reader. In a dialog, but not in the single file.

const dialog = document.getElementById("pencarian");
const field = document.getElementById("kata-cari");
const list = document.getElementById("hasil-cari");
const help = document.getElementById("tanpa-hasil");
const status = document.getElementById("jumlah-hasil");
let find;

export async function open(root) {
  dialog.showModal();
  field.focus();
  if (find) return;
  try {
    answer(await load(root), root, dialog);
  } catch {
    status.textContent = status.dataset.failed;
  }
}

/** From now on the field answers with what `engine` finds; in `place` keys lead from it to the results. */
export function answer(engine, root, place) {
  find = engine;
  field.addEventListener("input", () => show(root));
  place.addEventListener("keydown", move);
  show(root);
}

async function load(root) {
  const folder = new URL("assets/search/", root);
  const names = dialog.dataset.parts.split(" ");
  const files = ["lunr", ...names.map((name) => `${document.documentElement.lang}/${name}`)];
  const [{ engine }] = await Promise.all([
    import("./search.js"),
    ...files.map((file) => script(new URL(`${file}.js`, folder))),
  ]);
  const parts = names.map((name) => window.sakuSearch[name]);
  const families = Object.assign({}, ...parts.map((part) => part.families));
  return engine({ ...parts[0], families, docs: parts.flatMap((part) => part.docs ?? []) }, window.lunr);
}

function script(address) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
    document.head.append(element);
  });
}

function show(root) {
  const results = field.value.trim() ? find(field.value) : [];
  list.replaceChildren(...results.map((result) => item(result, root)));
  help.hidden = results.length > 0;
  status.textContent = !field.value.trim() ? "" : results.length ? `${results.length} ${status.dataset.many}` : status.dataset.none;
}

function item(result, root) {
  const link = document.createElement("a");
  link.href = new URL(result.url, root);
  if (result.code) link.append(part("span", "code", result.code), " ");
  link.append(part("b", "", result.title), part("span", "line", result.line));
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
}

function part(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

function move(event) {
  if (event.key === "Escape" && dialog) {
    // A search field would only empty itself.
    event.preventDefault();
    dialog.close();
    return;
  }
  if (event.key === "Enter" && document.activeElement === field) {
    // In the field Enter opens the best result, instead of closing the dialog.
    event.preventDefault();
    list.querySelector("a")?.click();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [field, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
