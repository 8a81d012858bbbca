// Brings the page with the copies of certificates that somebody chose to keep on this device, when the network does not. It is
// registered with the first copy and for the wallet's addresses alone, answers nothing while the network does, and stores nothing:
// the wallet itself put the page, the same for everyone, and its public scripts and styles into the cache.
const cacheName = "tongban-wallet-page";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => pageOffline(pathname)));
  else if (pathname.startsWith("/_next/static/")) event.respondWith(kept(pathname).then((answer) => answer ?? fetch(request)));
});

const kept = (path) => caches.match(path, { cacheName, ignoreVary: true });

async function pageOffline(pathname) {
  const page = `${pathname.startsWith("/en/") ? "/en" : ""}/me/certificates/offline`;
  const answer = await kept(page);
  if (!answer) return Response.error();
  return pathname === page ? answer : Response.redirect(page);
}
