// The only script that a page asks for; it brings what the page has use for.

const root = new URL("../../", import.meta.url);

const search = document.getElementById("cari");
if (search && HTMLDialogElement.prototype.showModal) {
  search.hidden = false;
  search.addEventListener("click", async () => (await import("./finder.js")).open(root));
}

const card = document.querySelector("article[data-card]:not([data-withdrawn])");
if (card) import("./card.js").then(({ start }) => start(card, root));

const sheet = document.querySelector(".case-sheet");
if (sheet) import("./sheet.js").then(({ start }) => start(sheet));

const check = document.getElementById("uji"); // works without its script too, so a failure is no harm
check?.addEventListener("toggle", () => import("./selfcheck.js").then(({ start }) => start(check), () => {}), { once: true });

// The worker keeps what was visited; it comes after the page, and not where the page is a file. Storage refused: no copy, no harm.
const html = document.documentElement;
if ("offline" in html.dataset && navigator.serviceWorker && location.protocol.startsWith("http")) {
  const { controller } = navigator.serviceWorker;
  addEventListener("load", () => {
    const worker = navigator.serviceWorker.register(new URL("sw.js", root), { updateViaCache: "none" });
    worker.catch(() => {});
    if (!controller && !document.getElementById("simpan-offline")) return;
    import("./offline.js").then(({ start }) => start(root, worker)).catch(() => {});
  });
}
