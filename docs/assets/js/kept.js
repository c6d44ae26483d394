// The copy of the book on the device: a set of files a language, renewed as a whole or not at all.
// The worker (scripts/saku/templates/worker.js) serves it; both use the same caches.

export class Changed extends Error {} // the host has another edition by now

export function library(root, lang) {
  const home = `jamkeswatch ${root.pathname} `;
  const at = (path) => new URL(path, root).href;
  const list = at(`luring/${lang}.json`); // the list of a set is kept in it, for the next change
  const about = () => caches.open(`${home}about`);

  async function read(key) {
    return (await (await about()).match(at(key)))?.json();
  }

  async function write(key, value) {
    await (await about()).put(at(key), new Response(JSON.stringify(value)));
  }

  /** What is kept: `{set, version, edition, date, before}`; nothing when the device threw it away. */
  async function kept() {
    const one = await read(`kept/${lang}`);
    return one && (await caches.has(one.set)) ? one : undefined;
  }

  /** The host's word on editions and withdrawn cards; without a signal the last one that was heard. */
  async function news() {
    try {
      const answer = await fetch(at("edisi.json"), { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      await write("news", told).catch(() => {}); // the disk is full: heard all the same
      return told;
    } catch {
      return read("news");
    }
  }

  /** Brings the newest set. `progress(share)`; the old set stays until all has arrived. */
  async function keep(signal, progress) {
    const next = await (await host(list, signal)).json();
    const old = await kept();
    const set = `${home}${lang} ${next.version}`;
    await tidy(set);
    if (set !== old?.set) {
      const was = old && (await (await caches.match(list, { cacheName: old.set })).json());
      await fill(set, next, { old, was, signal, progress });
      const before = old ? [...old.before, old.set] : [];
      await write(`kept/${lang}`, { set, version: next.version, edition: next.edition, date: next.date, before });
    }
    return kept();
  }

  async function fill(set, next, { old, was, signal, progress }) {
    const cache = await caches.open(set);
    const files = Object.entries(next.files);
    const total = files.reduce((sum, [, [, size]]) => sum + size, 0);
    let done = 0;
    async function carry() {
      for (let file; (file = files.pop()); ) {
        const [path, [hash, size]] = file;
        signal.throwIfAborted();
        if (!(await cache.match(at(path)))) {
          const answer = (was && (await forward(path, hash, { old, was, next }))) ?? (await arrived(path, hash, signal));
          await cache.put(at(path), answer);
        }
        if (!signal.aborted) progress((done += size) / total);
      }
    }
    await Promise.all([carry(), carry(), carry(), carry()]);
    await cache.put(list, new Response(JSON.stringify(next)));
  }

  /** A file that did not change, or only in the edition that it names, is not paid for again. */
  async function forward(path, hash, { old, was, next }) {
    const answer = was.files[path] && (await caches.match(at(path), { cacheName: old.set }));
    if (!answer || was.files[path][0] === hash) return answer;
    const text = next.stamps.reduce((all, stamp, place) => all.replaceAll(was.stamps[place], stamp), await answer.clone().text());
    const body = new TextEncoder().encode(text);
    return (await mark(body)) === hash ? packed(body, answer) : undefined;
  }

  async function arrived(path, hash, signal) {
    const answer = await host(at(path), signal);
    const body = await answer.arrayBuffer();
    if ((await mark(body)) !== hash) throw new Changed(path);
    return packed(body, answer);
  }

  async function host(address, signal) {
    const answer = await fetch(address, { cache: "reload", signal }); // past the worker and its old copies
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer;
  }

  /** Drops what was begun and not finished, but for the set `begun`. */
  async function tidy(begun) {
    const one = await kept();
    const wanted = [begun, one?.set, ...(one?.before ?? [])];
    const names = (await caches.keys()).filter((name) => name.startsWith(`${home}${lang} `));
    await Promise.all(names.filter((name) => !wanted.includes(name)).map((name) => caches.delete(name)));
  }

  /** Drops all that this book keeps on the device: both languages, and what was visited. */
  async function wipe() {
    const names = (await caches.keys()).filter((name) => name.startsWith(home));
    await Promise.all(names.map((name) => caches.delete(name)));
  }

  return { kept, news, keep, tidy, wipe };
}

function packed(body, answer) {
  return new Response(body, { headers: { "Content-Type": answer.headers.get("Content-Type") } });
}

async function mark(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).slice(0, 6);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
