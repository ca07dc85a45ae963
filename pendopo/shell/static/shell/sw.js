/* The service worker: pages that open without signal. Served at /sw.js behind one line that sets
   self.HOUSE = {version, pages: {address: [addresses it stands for]}, popular: {…}}.

   Kept are public pages only, fetched without cookies, so that nothing of a person is ever in the
   cache. A page and its files belong to one version of the house; a new version fetches them anew
   before the old one goes. */
"use strict";

const { version, pages, popular } = self.HOUSE;
const CACHE = `pendopo-${version}`;
const OFFLINE = "/luring/";
const HOPELESS = 10_000; // a bar of signal that brings nothing for so long is none
const DAY = 24 * 3600_000;
const FILES = /(?:src|href|data-font)="(\/(?:static(?!\/shell\/icons)|warna)\/[^"]+)"/g;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepAll({ ...pages, ...popular }));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldVersions().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  const { data } = event;
  if (data?.keep?.startsWith("/")) event.waitUntil(keepIfOld(data.keep, data.as).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (/^\/(static|warna)\//.test(address.pathname)) event.respondWith(file(request));
});

async function page(request, address) {
  const kept = await inCache(address.pathname);
  const asking = fetch(request);
  try {
    return await (kept ? Promise.race([asking, giveUp()]) : asking);
  } catch {
    return kept || (await inCache(OFFLINE)) || Response.error();
  }
}

/* Names with a hash never change; others (a fresh checkout) are asked for as long as one can. */
async function file(request) {
  const kept = await inCache(request);
  const isFixed = /\.[0-9a-f]{12}\.|\/warna\//.test(request.url);
  if (kept && isFixed) return kept;
  return fetch(request).catch(() => kept || Response.error());
}

const inCache = async (what) => (await caches.open(CACHE)).match(what, { ignoreSearch: true });

function giveUp() {
  return new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer")), HOPELESS));
}

/* Keeping */

async function keepAll(wanted) {
  const older = await keptBefore();
  for (const [address, standsFor] of Object.entries({ ...older, ...wanted })) {
    await keep(address, standsFor);
  }
}

async function keepIfOld(address, standsFor) {
  const places = await Promise.all([address, ...standsFor].map(inCache));
  const isFresh = (kept) => kept && Date.now() - kept.headers.get("X-Kept") < DAY;
  return places.every(isFresh) || keep(address, standsFor);
}

async function keep(address, standsFor = []) {
  const answer = await fetch(address, { credentials: "omit", redirect: "error" });
  if (!answer.ok) return;
  const cache = await caches.open(CACHE);
  const html = await answer.clone().text();
  await Promise.all([...html.matchAll(FILES)].map(([, found]) => keepFile(cache, found)));
  const stored = { "X-Shell": address, "X-Kept": Date.now() };
  const headers = new Headers([...answer.headers, ...Object.entries(stored)]);
  for (const place of [address, ...standsFor]) await cache.put(place, new Response(html, { headers }));
}

async function keepFile(cache, address) {
  if (await cache.match(address)) return;
  const answer = await fetch(address, { credentials: "omit" });
  if (answer.ok) await cache.put(address, answer);
}

/* Forms that were visited stay visitable after an update of the house. */
async function keptBefore() {
  const found = {};
  for (const name of (await caches.keys()).filter((one) => one !== CACHE)) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const shell = (await cache.match(request)).headers.get("X-Shell");
      if (shell) (found[shell] ??= []).push(new URL(request.url).pathname);
    }
  }
  return found;
}

async function forgetOldVersions() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("pendopo-") && name !== CACHE);
  return Promise.all(old.map((name) => caches.delete(name)));
}
