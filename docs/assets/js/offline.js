// Tells which edition is kept on the device, keeps it when asked, and offers the newer one.
import { Changed, library } from "./kept.js";

export async function start(root, worker) {
  const lang = document.documentElement.lang;
  const books = library(root, lang);
  const kept = await books.kept();
  show(kept);
  tool(books, kept, worker);
  const news = await books.news(); // also for pages that were only visited: without a signal they are copies, too
  if (!news) return;
  if (kept) offer(news, kept, lang);
  const { edition, date } = document.documentElement.dataset;
  const card = document.querySelector("article[data-card]");
  if (card) (await import("./recall.js")).cover(card, news, { edition, date });
}

/** The quiet line in the footer of every page. */
function show(kept) {
  const line = document.querySelector(".kept");
  line.hidden = !kept;
  document.documentElement.dataset.offline = kept ? "siap" : "";
  if (!kept) return;
  line.querySelector("span").textContent = fill(line.dataset.kept, kept);
  line.querySelector("a").hidden = true;
}

function offer(news, kept, lang) {
  if (!news.sets?.[lang] || news.sets[lang] === kept.version) return;
  const line = document.querySelector(".kept");
  line.querySelector("span").textContent += ` ${fill(line.dataset.newer, news)}`;
  line.querySelector("a").hidden = false;
  const button = document.getElementById("simpan-offline");
  if (button) Object.assign(button, { hidden: false, textContent: fill(button.dataset.newer, news) });
}

/** On the home page: the button, its progress, the way out. */
function tool(books, kept, worker) {
  const button = document.getElementById("simpan-offline");
  if (!button) return;
  const cancel = document.getElementById("batal-offline");
  const wipe = document.getElementById("hapus-offline");
  const status = document.getElementById("status-offline");
  let stop;

  async function keep() {
    stop = new AbortController();
    busy(true);
    try {
      await navigator.storage?.persist?.();
      await worker.catch(() => {
        throw new Refused();
      });
      await navigator.serviceWorker.ready;
      show(await books.keep(stop.signal, progress));
      status.textContent = status.dataset.done;
      button.hidden = true;
      wipe.hidden = false;
    } catch (error) {
      stop.abort(); // the other downloads, too
      const reason = why(error);
      if (reason !== "broken") await books.tidy(); // what has arrived of a broken one is not paid for twice
      status.textContent = status.dataset[reason];
    }
    busy(false);
  }

  function progress(share) {
    status.textContent = status.dataset.progress.replace("{percent}", Math.floor(share * 100));
  }

  function busy(now) {
    cancel.hidden = !now;
    button.disabled = now;
    if (now) cancel.focus();
  }

  button.hidden = Boolean(kept);
  wipe.hidden = !kept;
  wipe.addEventListener("click", async () => {
    await books.wipe();
    show();
    button.hidden = false;
    wipe.hidden = true;
    status.textContent = status.dataset.wiped;
  });
  button.addEventListener("click", () => only(keep, status));
  cancel.addEventListener("click", () => stop.abort());
}

/** One tab at a time. */
function only(work, status) {
  return navigator.locks.request("jamkeswatch-simpan", { ifAvailable: true }, (lock) => {
    if (lock) return work();
    status.textContent = status.dataset.elsewhere;
  });
}

class Refused extends Error {} // this browser runs no worker here

function why(error) {
  if (error.name === "AbortError") return "cancelled";
  if (error.name === "QuotaExceededError") return "full";
  if (error instanceof Refused) return "refused";
  return error instanceof Changed ? "changed" : "broken";
}

function fill(words, { edition, date }) {
  const day = new Intl.DateTimeFormat(document.documentElement.lang === "id" ? "id-ID" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  return words.replace("{edition}", edition).replace("{date}", day.format(new Date(date)));
}
