// Serves the book without a signal. By itself it keeps only what was visited; the whole book is put here
// by docs/assets/js/kept.js when the reader asks, in caches of the same names.
const SCOPE = registration.scope;
const HOME = `jamkeswatch ${new URL(SCOPE).pathname} `; // other projects and other copies live on the same origin
const ABOUT = `${HOME}about`;
const VISITED = `${HOME}visited`;
const OFFLINE = {{ page|tojson }}.replaceAll("{base}", SCOPE);
const LIVE = /^(unduh\/|luring\/|edisi\.json|sw\.js)/; // printed files, and what tells of newer editions

self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  if (request.cache === "reload") return; // kept.js asks the host
  if (!LIVE.test(request.url.slice(SCOPE.length))) event.respondWith(answer(event, addressOf(request.url)));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => missing(request)));
});

/** The address under which a page is kept: without query and `index.html`, folders with their slash. */
function addressOf(given) {
  const { origin, pathname } = new URL(given);
  const path = pathname.replace(/\/index\.html$/, "/");
  return origin + (/\/[^/.]+$/.test(path) ? `${path}/` : path);
}

async function answer(event, address) {
  const set = await setOf(event, address).catch(() => undefined); // storage refused: as if nothing were kept
  const kept = set && (await caches.match(address, { cacheName: set }));
  if (!kept) return visit(event, address, set);
  const asked = new URL(event.request.url);
  return asked.pathname.endsWith("/") || event.request.mode !== "navigate" ? kept : Response.redirect(address + asked.search);
}

/** A page comes from the kept set of its language, and all that it asks for from the same one: no mixture. */
async function setOf(event, address) {
  const about = await caches.open(ABOUT);
  if (event.request.mode !== "navigate") return read(about, `client/${event.clientId}`);
  for (const lang of ["id", "en"]) {
    const kept = await read(about, `kept/${lang}`);
    if (!kept || !(await caches.match(address, { cacheName: kept.set }))) continue;
    await write(about, `client/${event.resultingClientId}`, kept.set);
    event.waitUntil(sweep(about, event.resultingClientId));
    return kept.set;
  }
}

async function read(about, key) {
  return (await about.match(SCOPE + key))?.json();
}

async function write(about, key, value) {
  await about.put(SCOPE + key, new Response(JSON.stringify(value)));
}

/** Forgets closed tabs, and replaced sets that no open tab uses. */
async function sweep(about, newest) {
  const open = new Set((await clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id)).add(newest);
  const used = new Set();
  for (const { url } of await about.keys()) {
    const [kind, id] = url.slice(SCOPE.length).split("/");
    if (kind !== "client") continue;
    if (open.has(id)) used.add(await read(about, `client/${id}`));
    else await about.delete(url);
  }
  for (const lang of ["id", "en"]) {
    const kept = await read(about, `kept/${lang}`);
    if (!kept?.before.length) continue;
    await Promise.all(kept.before.filter((set) => !used.has(set)).map((set) => caches.delete(set)));
    await write(about, `kept/${lang}`, { ...kept, before: kept.before.filter((set) => used.has(set)) });
  }
}

/** From the host, remembered for a time without signal; then what was visited, what is kept, the offline page. */
async function visit(event, address, set) {
  try {
    const answer = await fetch(event.request);
    const whole = answer.ok && answer.type === "basic" && !answer.redirected;
    if (whole && !set) event.waitUntil(remember(address, answer.clone()));
    return answer;
  } catch {
    const known = await caches.match(address, { cacheName: VISITED }).catch(() => undefined);
    return known ?? (await anyKept(address).catch(() => undefined)) ?? missing(event.request);
  }
}

async function remember(address, answer) {
  try {
    await (await caches.open(VISITED)).put(address, answer);
  } catch {
    // The disk is full: the page was read all the same.
  }
}

async function anyKept(address) {
  const about = await caches.open(ABOUT);
  for (const lang of ["id", "en"]) {
    const kept = await read(about, `kept/${lang}`);
    const found = kept && (await caches.match(address, { cacheName: kept.set }));
    if (found) return found;
  }
}

function missing(request) {
  if (request.mode !== "navigate") return Response.error();
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:" };
  return new Response(OFFLINE, { status: 503, headers });
}
