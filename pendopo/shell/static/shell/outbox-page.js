/* The page /antrean/: what this device keeps for this person, and which forms open without signal. */

import * as store from "./outbox-store.js";
import { el, say, when } from "./outbox-words.js";
import { flush, ready } from "./outbox.js";

const place = document.querySelector("[data-outbox]");
const OPENS_FORM = new Set(["draft", "refused", "changed", "waiting"]);

async function show() {
  const [items, others, person] = [await store.list(), await store.countOfOthers(), await store.person()];
  const parts = items.map(card);
  if (others) parts.push(el("p", { class: "caption" }, say("others", { count: others })));
  if (!person && others) parts.unshift(copy("antrean-masuk"));
  if (!parts.length) parts.push(copy("antrean-kosong"));
  place.replaceChildren(...parts);
}

const copy = (id) => document.getElementById(id).content.cloneNode(true);

function card(item) {
  const badge = copy("antrean-lambang").querySelector(`[data-state="${item.state}"]`);
  return el(
    "section",
    { class: "outbox-item", id: `kiriman-${item.id}` },
    el("h2", {}, item.title),
    el("p", {}, badge),
    ...words(item),
    el("p", { class: "actions" }, ...deeds(item)),
  );
}

function words(item) {
  const lines = {
    sent: () => receipt(item.receipt),
    refused: () => [item.why.sentence, ...Object.values(item.why.errors || {}).flat()],
    changed: () => [item.why.sentence, ...(item.why.changes || [])],
    sign_in: () => [say("sign_in_text")],
    waiting: () => (item.tries ? [say("queued_text"), say("try_again", when(item.next))] : [say("queued_text")]),
    draft: () => [say("saved", when(item.at))],
  };
  return (lines[item.state]?.() || []).map((line) => el("p", {}, line));
}

function receipt({ number, code, text, received_at: moment }) {
  const lines = [text, number && el("b", {}, number), code && `${say("code")}: ${code}`];
  lines.push(moment && say("received", when(moment)));
  return lines.filter(Boolean);
}

function deeds(item) {
  const link = (word, href) => el("a", { class: "button is-quiet", href }, say(word));
  const form = `${item.page}?isian=${item.id}`;
  const found = [];
  if (item.state === "sent" && item.receipt.number) found.push(link("open_receipt", item.receipt.address));
  if (item.state === "sign_in") found.push(link("sign_in", "/masuk/?next=/antrean/"));
  if (item.state === "waiting") found.push(button("send_now", () => flush(true)));
  if (OPENS_FORM.has(item.state) && !(item.state === "waiting" && item.body)) found.push(link("open_form", form));
  if (item.state !== "sending") found.push(dropButton(item));
  return found;
}

const button = (word, click) => el("button", { type: "button", class: "button is-quiet", click }, say(word));

/* Twice, because what was typed cannot be brought back. */
function dropButton(item) {
  const sure = el("button", { type: "button", class: "button is-negative" }, say("really_drop"));
  const first = el("button", { type: "button", class: "as-link" }, say("drop"));
  sure.addEventListener("click", () => store.remove(item.id));
  first.addEventListener("click", () => {
    first.replaceWith(sure);
    sure.focus();
  });
  return item.state === "sent" ? button("drop", () => store.remove(item.id)) : first;
}

/* Forms that the service worker keeps, by the titles of their pages. */
async function showKeptForms() {
  const section = document.querySelector("[data-kept-forms]");
  const found = new Map();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const address = new URL(request.url).pathname;
      if (!/^\/(layanan|loket)\/.+\/formulir\/$/.test(address)) continue;
      const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
      found.set(address, page.querySelector("h1").textContent.trim());
    }
  }
  const row = ([href, title]) => el("li", {}, el("a", { href }, el("span", { class: "front-label" }, title)));
  section.querySelector("ul").replaceChildren(...[...found].map(row));
  section.hidden = !found.size;
}

if (place && store.isAble) {
  store.onChange(show);
  ready.then(show);
}
if ("caches" in globalThis) showKeptForms().catch(() => {});
