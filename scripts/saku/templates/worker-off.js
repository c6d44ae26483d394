// The kill switch (`offline: false` in docs/data/edition.yml): takes the place of the worker, wipes and leaves.
const HOME = `jamkeswatch ${new URL(registration.scope).pathname} `;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const open = await clients.matchAll({ type: "window" }); // those it served; others would be reloaded for ever
  for (const name of await caches.keys()) if (name.startsWith(HOME)) await caches.delete(name);
  await registration.unregister();
  for (const client of open) client.navigate(client.url);
}
