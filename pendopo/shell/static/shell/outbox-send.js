/* Sending what waits: one tab, one item at a time, attachments in pieces, each item once.

   The protocol is that of pendopo/kernel/intake/answers.py; a table there says what each answer
   means. The id of an item is its Idempotency-Key, and its body is fixed before it is sent for the
   first time: whatever was received and whose answer was lost gets its receipt on the next try. */

import * as store from "./outbox-store.js";
import { say } from "./outbox-words.js";

const PIECE = 256 * 1024;
const PATIENCE = 60_000; // for one piece or one form; a slower line is a broken one
const PATIENCE_WITH_LITTLE = 15_000;
const SLOWEST = 15 * 60_000;
const DAY = 24 * 3600_000;

/** The line broke, or the server is not ready: try again, not before `at`. */
class Later extends Error {
  constructor(at = 0) {
    super("later");
    this.at = at;
  }
}

/** An attachment was refused; `sentence` says why. */
class FileRefused extends Error {
  constructor(field, sentence) {
    super(sentence);
    this.field = field;
  }
}

let round = null;
let timer = 0;

/** Sends what is due; `isEager` (the signal came back, a page opened) does not wait for its turn. */
export function flush(isEager = false) {
  if (!store.isAble) return Promise.resolve();
  const next = (round || Promise.resolve()).then(() => store.exclusively(() => sendAll(isEager)));
  round = next.catch(() => {}).finally(() => round === next && (round = null));
  return round;
}

async function sendAll(isEager) {
  const items = await due(isEager);
  for (const [place, item] of items.entries()) {
    const who = await status().catch(() => null);
    if (!who) {
      await Promise.all(items.slice(place).map((left) => postpone(left, 0)));
      break;
    }
    await handOver(item, who);
  }
  await setAlarm();
}

/* Somebody else's session must not carry it; with nobody's, the person is asked to sign in. */
async function handOver(item, who) {
  if (item.owner === store.DEVICE || item.owner === who.person) return sendOne(item, who);
  return who.person || store.save({ ...item, state: "sign_in" }, isSendable);
}

async function due(isEager) {
  const items = (await store.list()).filter(isSendable).reverse();
  const now = Date.now();
  // A server that said when to come back is obeyed even when the signal has just returned.
  return items.filter((item) => (item.isTold || !isEager ? item.next <= now : true));
}

const isSendable = (item) => Boolean(item) && item.state in store.SENDABLE;

async function setAlarm() {
  const waiting = (await store.list()).filter((item) => item.state === "waiting");
  clearTimeout(timer);
  if (!waiting.length) return;
  const soonest = Math.min(...waiting.map((item) => item.next));
  timer = setTimeout(() => flush(), Math.max(1000, soonest - Date.now()));
}

async function postpone(item, at) {
  const tries = (item.tries || 0) + 1;
  // Half of it is chance: a village whose signal returns must not knock in the same second.
  const wait = Math.min(SLOWEST, 2000 * 2 ** Math.min(tries, 12)) * (0.5 + Math.random() / 2);
  const next = at || Date.now() + wait;
  await store.save({ ...item, state: "waiting", tries, next, isTold: at > 0 }, isSendable);
}

/* One item */

async function sendOne(item, who) {
  if (isTooOld(item, who)) return giveBack(item);
  const sending = { ...item, state: "sending" };
  if (!(await store.save(sending, isSendable))) return;
  try {
    if (!sending.body) {
      // Fixed from here on: the same key must come with the same body.
      sending.body = JSON.stringify(await bodyOf(sending, who));
      sending.fixed = who.now;
      await store.save(sending);
    }
    await settle(sending, await post(sending, who));
  } catch (trouble) {
    if (trouble instanceof FileRefused) await refuseFile(sending, trouble);
    else await postpone(sending, trouble.at || 0);
  }
}

/* The server keeps a receipt for so long and no longer: later, what it had received and whose
   answer got lost would arrive as something new. Both times are the server's. */
function isTooOld({ body, fixed }, { now, repeat_days: days }) {
  return Boolean(body && fixed) && Date.parse(now) - Date.parse(fixed) > days * DAY;
}

async function giveBack(item) {
  const changed = { ...item, state: "refused", why: { sentence: say("too_old") } };
  delete changed.body;
  return store.save(changed, isSendable);
}

async function bodyOf(item, who) {
  const files = await upload(item, who);
  const asked = Object.entries(item.values).filter(([name]) => !item.left.includes(name));
  const answers = Object.fromEntries(asked);
  return { version: item.version, answers, files, offline: Boolean(item.tries) };
}

async function post(item, who) {
  return ask(item.send, {
    method: "POST",
    body: item.body,
    headers: {
      ...who.headers,
      "Content-Type": "application/json",
      "Idempotency-Key": item.key || item.id,
      "X-Device": await store.device(),
      "X-Owner": item.owner,
    },
  });
}

async function settle(item, answer) {
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) {
    const { id, owner, title, page } = item;
    await store.save({ id, owner, title, page, state: "sent", at: Date.now(), receipt: said });
    return store.removeFiles(id);
  }
  if (answer.status === 429) throw new Later(Date.parse(said.retry_at) || 0);
  if (isPassing(answer, said)) throw new Later();
  const state = { 401: "sign_in", 410: "changed" }[answer.status] || "refused";
  const why = said.state ? said : { sentence: said.detail };
  const changed = { ...item, state, why };
  if (state !== "sign_in") delete changed.body; // it was not taken: it may be mended and sent anew
  return store.save(changed);
}

/* A restart, a proxy without words, a token that expired meanwhile, another person's session. */
function isPassing({ status }, { state, code, reason }) {
  if (status === 401) return false;
  return status >= 500 || !(state || code) || code === "FormExpired" || reason === "OtherPerson";
}

async function refuseFile(item, { field, message }) {
  await store.removeFile(item.id, field);
  const why = { sentence: message, errors: { [field]: [message] } };
  await store.save({ ...item, state: "refused", why });
}

/* Attachments, in pieces that continue where the line broke */

async function upload(item, who) {
  const found = {};
  for (const file of await store.filesOf(item.id)) {
    if (item.left.includes(file.field)) continue; // its question is not asked after all
    const bytes = await store.bytesOf(item.id, file.field);
    found[file.field] = await uploadOne(item, file, bytes, who);
  }
  return found;
}

async function uploadOne(item, file, bytes, who) {
  let place = file.upload && (await whereWeWere(file.upload, who));
  if (!place) {
    place = await announce(item, file, bytes, who);
    await store.noteFile(item, file.field, { ...file, upload: place.id });
  }
  while (place.state !== "done") place = await sendPiece(file, place, bytes, who);
  return place.id;
}

async function whereWeWere(id, who) {
  const answer = await ask(`/berkas/unggah/${id}/`, { headers: who.headers });
  if (answer.ok) return answer.json();
  if (answer.status === 404) return null;
  throw new Later();
}

async function announce(item, file, bytes, who) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const answer = await ask("/berkas/unggah/", {
    method: "POST",
    headers: { ...who.headers, "Content-Type": "application/json" },
    body: JSON.stringify({ name: file.name, size: bytes.byteLength, sha256 }),
  });
  return understand(answer, file);
}

async function sendPiece(file, { id, offset }, bytes, who) {
  const answer = await ask(`/berkas/unggah/${id}/?offset=${offset}`, {
    method: "PUT",
    headers: { ...who.headers, "Content-Type": "application/octet-stream" },
    body: bytes.slice(offset, offset + PIECE),
  });
  // Another try got further than we knew: go on from there.
  if (answer.status === 409) return (await whereWeWere(id, who)) || understand(answer, file);
  return understand(answer, file);
}

async function understand(answer, file) {
  if (answer.ok) return answer.json();
  if (answer.status === 429) throw new Later(Date.parse(answer.headers.get("Retry-After")) || 0);
  if (![413, 415, 422].includes(answer.status)) throw new Later();
  const problem = await answer.json().catch(() => ({}));
  throw new FileRefused(file.field, problem.detail || problem.title || "");
}

/* The line */

/** Asks who is signed in; brings a fresh token, because the page's may be days old. */
export async function status() {
  const answer = await ask("/antrean/status/", { cache: "no-store" }, PATIENCE_WITH_LITTLE);
  if (!answer.ok) throw new Later();
  const said = await answer.json();
  const headers = {
    Accept: "application/json",
    "X-CSRFToken": said.csrf,
    "X-Device-Key": await store.device(),
    "X-Requested-By": "pendopo",
  };
  return { ...said, headers };
}

async function ask(address, options, patience = PATIENCE) {
  try {
    const signal = AbortSignal.timeout?.(patience);
    return await fetch(address, { ...options, redirect: "error", signal });
  } catch {
    throw new Later();
  }
}
