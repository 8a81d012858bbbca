// Answers only when the network does not, and stores nothing. Pages put what it brings into two caches themselves, fetched as a
// stranger gets it: the page that says that there is no network, and, for whoever chose to keep copies of certificates on this
// device, the page that shows them; with the public scripts and styles that these name. No page of anyone signed in is ever kept.
const shell = "tongban-offline";
const wallet = "tongban-wallet-page";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()])));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fromNetwork(event).catch(() => pageOffline(pathname, search)));
  else if (pathname.startsWith("/_next/static/")) event.respondWith(fetch(request).catch(async (lost) => (await part(pathname)) ?? Promise.reject(lost)));
});

const fromNetwork = async ({ preloadResponse, request }) => (await preloadResponse) ?? fetch(request);
const kept = (path, cacheName) => caches.match(path, { cacheName, ignoreVary: true });
const part = async (path) => (await kept(path, shell)) ?? kept(path, wallet);

async function pageOffline(pathname, search) {
  const language = /^\/en(\/|$)/.test(pathname) ? "/en" : "";
  const copies = `${language}/me/certificates/offline`;
  const ownCopies = pathname.startsWith(`${language}/me/certificates`) && (await kept(copies, wallet));
  if (ownCopies) return pathname === copies ? ownCopies : Response.redirect(copies);
  const page = `${language}/offline`;
  const answer = await kept(page, shell);
  if (!answer) return Response.error();
  return pathname === page ? answer : Response.redirect(`${page}?page=${encodeURIComponent(pathname + search)}`);
}
