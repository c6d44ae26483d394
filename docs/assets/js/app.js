// The only script that a page asks for; it brings what the page has use for.

const root = new URL("../../", import.meta.url);

const search = document.getElementById("cari");
if (search && HTMLDialogElement.prototype.showModal) {
  search.hidden = false;
  search.addEventListener("click", async () => (await import("./finder.js")).open(root));
}

const card = document.querySelector("article[data-card]:not([data-withdrawn])");
if (card) import("./card.js").then(({ start }) => start(card, root));
