// A copy of a card hears from a newer edition that it is wrong. Its words stand in the page (finish/recall.py);
// from the host's edisi.json come only number, date and reason, and those enter as text.

/** `news`: edisi.json as parsed. `page`: edition and date of this copy. Covers a withdrawn card, marks a corrected one. */
export function cover(article, news, page) {
  const change = told(news, article.dataset.card);
  const words = article.querySelector("template.recall");
  if (!change || !words || !newer(change, page) || article.querySelector(".recalled")) return;
  const withdrawn = change.kind === "withdrawn";
  if (withdrawn && "withdrawn" in article.dataset) return; // the copy says so itself
  const notice = words.content.querySelector(withdrawn ? ".part-ditarik" : ".part-diperbaiki").cloneNode(true);
  const lang = document.documentElement.lang;
  notice.classList.add("recalled");
  notice.querySelector(".since").textContent = `${change.edition}, ${day(change.date, lang)}`;
  notice.querySelector(".why").textContent = change.why[lang];
  if (withdrawn) hide(article);
  article.querySelector("h1").after(notice);
}

/** What is said of a card, if it is whole; anything else is as if nothing were said. */
function told(news, code) {
  const cards = Array.isArray(news?.cards) ? news.cards : [];
  const change = cards.find((one) => one?.code === code);
  const texts = [change?.edition, change?.why?.id, change?.why?.en];
  const known = ["withdrawn", "corrected"].includes(change?.kind) && texts.every((text) => typeof text === "string");
  return known && /^\d{4}-\d\d-\d\d$/.test(change.date) && !isNaN(new Date(change.date)) ? change : undefined;
}

/** Of a later edition, or of the same one put up again. */
function newer(change, page) {
  const later = change.edition.localeCompare(page.edition, "en", { numeric: true }) > 0; // 0.10 after 0.9
  return later || change.date > page.date;
}

/** All but the title goes into a hidden box, so that no script can show a part of it again. */
function hide(article) {
  const box = document.createElement("div");
  box.hidden = true;
  box.append(...[...article.children].filter((child) => child.tagName !== "H1"));
  article.append(box);
}

function day(date, lang) {
  return new Intl.DateTimeFormat(lang === "id" ? "id-ID" : "en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
}
