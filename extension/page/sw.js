// Keeps the page for offline use. A new build is fetched beside the old one, and takes over when no page is open with that.
const VERSION = "{{version}}";
const FILES = ["./", ...{{files}}];
const scope = new URL(self.registration.scope).pathname;
const mine = `qdesign ${scope} `;

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(mine + VERSION).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(mine) && name !== mine + VERSION;
  const swept = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  // The page of the first visit is of the same build.
  event.waitUntil(swept.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || !pathname.startsWith(scope)) return;
  const name = pathname.slice(scope.length);
  const file = name === "" || (mode === "navigate" && name === "index.html") ? "./" : name;
  if (!FILES.includes(file)) return;
  event.respondWith(
    caches
      .open(mine + VERSION)
      .then((cache) => cache.match(new URL(file, self.registration.scope), { ignoreSearch: true }))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
