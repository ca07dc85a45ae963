/* On every page: who is here, what waits, and sending it. The form and the list have their own. */

import * as store from "./outbox-store.js";

/* Sending is fetched when there is something to send, so that a form is not kept waiting for it. */
const sender = () => import("./outbox-send.js");

const KEEP_AFTER = 4000; // what is kept for later must not slow down the page that is needed now

/** Resolves once it is known whose drafts this page may show. */
export const ready = store.isAble ? settleWhoIsHere().catch(() => {}) : Promise.resolve();

/* A page kept for use without signal ("?") knows nobody and asks the device; pages from the server
   say who is signed in, or that nobody is. */
async function settleWhoIsHere() {
  const told = document.body.dataset.person;
  if (told === undefined || told === "?") return;
  if (told === "") return store.leave();
  if ((await store.person()) === told && (await store.holdsKey(told))) return;
  const said = await (await sender()).status();
  if (said.person === told) await store.enter(told, said.key);
}

/* The badge counts what has not arrived yet. */
async function showCount() {
  const badge = document.getElementById("outbox-badge");
  const unsent = (await store.list()).filter((item) => item.state in store.UNSENT).length;
  if (badge) {
    badge.hidden = !unsent;
    badge.querySelector(".outbox-count").textContent = unsent;
  }
  document.querySelectorAll("[data-unsent-warning]").forEach((warning) => {
    warning.hidden = !unsent;
  });
}

/* Without signal a page comes from the service worker: /luring/, the list, empty forms. */
async function keepPages() {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register("/sw.js");
  const form = document.querySelector("[data-shell]");
  if (!form) return;
  const wanted = { keep: form.dataset.shell, as: [location.pathname, ...form.dataset.as.split(" ")] };
  const worker = registration.active || (await navigator.serviceWorker.ready).active;
  worker.postMessage(wanted);
}

/** Sends what waits; `isEager` does not wait for its turn. */
export async function flush(isEager = false) {
  await ready;
  const items = await store.list();
  if (items.some(({ state }) => state in store.SENDABLE)) await (await sender()).flush(isEager);
}

document.addEventListener("submit", (event) => {
  // The next page would lock it anyway; this is for a browser that is closed at once.
  if (event.target.matches("[data-sign-out]")) store.leave();
});
window.addEventListener("load", () => setTimeout(() => keepPages().catch(() => {}), KEEP_AFTER));

if (store.isAble) {
  const send = (isEager) => flush(isEager).catch(() => {});
  store.onChange(() => showCount().catch(() => {}));
  ready.then(showCount).catch(() => {});
  send(true);
  window.addEventListener("online", () => send(true));
  document.addEventListener("visibilitychange", () => document.hidden || send(false));
}
