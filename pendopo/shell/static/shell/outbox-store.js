/* What this device keeps until it is sent: drafts, items of the outbox, their attachments.

   Every content is sealed (AES-GCM) with a key that the server gives to the signed-in person and
   that leaves the device at sign-out: whoever uses the device next finds noise, and a number. What
   is not sealed: a random id, the owner's random reference, the state and times of trying. */

/** Owner of what is sent without an account: survey answers. */
export const DEVICE = "device";

const memory = new Map(); // owner → key, so that a form in an open tab outlives the session
const wire = "BroadcastChannel" in globalThis ? new BroadcastChannel("pendopo") : null;
const listeners = new Set();
let opening;

export class Locked extends Error {}

/** Tells whether the browser has what the outbox needs; without it forms are sent as pages. */
export const isAble = Boolean(globalThis.indexedDB && globalThis.crypto?.subtle);

/* The database */

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("pendopo", 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("items", { keyPath: "id" });
      db.createObjectStore("files", { keyPath: ["item", "field"] }).createIndex("item", "item");
      db.createObjectStore("keys");
      db.createObjectStore("facts");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/* `work` gets the stores and may return a request, whose result is the answer. */
async function transact(names, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const change = db.transaction(names, mode);
    const request = work(...names.map((name) => change.objectStore(name)));
    change.oncomplete = () => resolve(request?.result);
    change.onabort = () => reject(change.error);
  });
}

const read = (name, work) => transact([name], "readonly", work);
const write = (name, work) => transact([name], "readwrite", work);

/* Who is here */

/** Returns the reference of the person this device knows as signed in, "" for nobody. */
export async function person() {
  return (await read("facts", (facts) => facts.get("person"))) || "";
}

/** Someone signed in: keeps the person's key and forgets every other person's. */
export async function enter(owner, secret) {
  const raw = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  memory.set(owner, key);
  await transact(["facts", "keys"], "readwrite", (facts, keys) => {
    forgetPersons(keys);
    keys.put(key, owner);
    facts.put(owner, "person");
  });
  tell();
}

/** Nobody is signed in any more: what people left here stays, but nobody can read it. */
export async function leave() {
  if (!(await person())) return;
  await transact(["facts", "keys"], "readwrite", (facts, keys) => {
    forgetPersons(keys);
    facts.put("", "person");
  });
  tell();
}

export async function holdsKey(owner) {
  return Boolean(await keyOf(owner).catch(() => null));
}

/** Returns the secret name of this device, made once. */
export async function device() {
  const known = await read("facts", (facts) => facts.get("device"));
  if (known) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const name = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  await write("facts", (facts) => facts.put(name, "device"));
  return name;
}

function forgetPersons(keys) {
  keys.getAllKeys().onsuccess = (event) => {
    event.target.result.filter((owner) => owner !== DEVICE).forEach((owner) => keys.delete(owner));
  };
}

/* Seals */

async function keyOf(owner) {
  const key = memory.get(owner) || (await read("keys", (keys) => keys.get(owner)));
  if (!key && owner !== DEVICE) throw new Locked(owner);
  memory.set(owner, key || (await makeDeviceKey()));
  return memory.get(owner);
}

async function makeDeviceKey() {
  const kind = { name: "AES-GCM", length: 256 };
  const key = await crypto.subtle.generateKey(kind, false, ["encrypt", "decrypt"]);
  await write("keys", (keys) => keys.put(key, DEVICE));
  return key;
}

async function seal(owner, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(owner);
  return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

async function unseal(owner, { iv, bytes }) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(owner), bytes);
}

async function sealWords(owner, words) {
  return seal(owner, new TextEncoder().encode(JSON.stringify(words)));
}

async function unsealWords(owner, sealed) {
  return JSON.parse(new TextDecoder().decode(await unseal(owner, sealed)));
}

/* Items: {id, owner, state, at, tries, next} in clear, everything else sealed */

/** Keeps an item if `isAllowed(what is kept now)`; tells whether it did. */
export async function save(item, isAllowed = Boolean) {
  const { id, owner, state, at, tries = 0, next = 0, ...words } = item;
  const record = { id, owner, state, at, tries, next, words: await sealWords(owner, words) };
  let isKept = false;
  await write("items", (items) => {
    items.get(id).onsuccess = (event) => {
      isKept = isAllowed(event.target.result);
      if (isKept) items.put(record);
    };
  });
  tell();
  return isKept;
}

export async function load(id) {
  const record = await read("items", (items) => items.get(id));
  return record && reveal(record);
}

/** Returns the items of this person and of the device, newest first; nobody else's. */
export async function list() {
  const known = [await person(), DEVICE];
  const records = await read("items", (items) => items.getAll());
  const mine = records.filter(({ owner }) => known.includes(owner));
  const items = await Promise.all(mine.map((record) => reveal(record).catch(() => null)));
  return items.filter(Boolean).sort((one, other) => other.at - one.at);
}

/** Counts what others left here unsent: all that may be known of it. */
export async function countOfOthers() {
  const known = [await person(), DEVICE];
  const records = await read("items", (items) => items.getAll());
  return records.filter(({ owner, state }) => !known.includes(owner) && state in UNSENT).length;
}

export async function remove(id) {
  await transact(["items", "files"], "readwrite", (items, files) => {
    items.delete(id);
    deleteFiles(files, id);
  });
  tell();
}

async function reveal({ words, ...record }) {
  return { ...record, ...(await unsealWords(record.owner, words)) };
}

/** States of what was handed over for sending and has not arrived. */
export const UNSENT = { waiting: 1, sending: 1, sign_in: 1, refused: 1, changed: 1 };

/** States in which sending is tried; "sending" too, because a closed tab leaves it behind. */
export const SENDABLE = { waiting: 1, sending: 1, sign_in: 1 };

/* Attachments */

/** Keeps the attachment of a question; `about` is {name, type, size}. */
export async function putFile(item, field, blob, about) {
  const { id, owner } = item;
  const bytes = await seal(owner, await blob.arrayBuffer());
  const words = await sealWords(owner, about);
  await write("files", (files) => files.put({ item: id, field, owner, words, bytes }));
}

/** Notes about an attachment what the sender learned (its upload), without touching its bytes. */
export async function noteFile(item, field, about) {
  const words = await sealWords(item.owner, about);
  await write("files", (files) => {
    files.get([item.id, field]).onsuccess = (event) => {
      if (event.target.result) files.put({ ...event.target.result, words });
    };
  });
}

/** Returns [{field, name, type, size, …}] of an item. */
export async function filesOf(id) {
  const records = await read("files", (files) => files.index("item").getAll(id));
  const about = ({ field, owner, words }) => unsealWords(owner, words).then((w) => ({ field, ...w }));
  return Promise.all(records.map(about));
}

export async function bytesOf(id, field) {
  const record = await read("files", (files) => files.get([id, field]));
  return unseal(record.owner, record.bytes);
}

export const removeFile = (id, field) => write("files", (files) => files.delete([id, field]));
export const removeFiles = (id) => write("files", (files) => deleteFiles(files, id));

function deleteFiles(files, id) {
  files.index("item").getAllKeys(id).onsuccess = (event) => {
    event.target.result.forEach((key) => files.delete(key));
  };
}

/* One tab at a time */

const LEASE = 60_000;

/** Runs `work` while no other tab of this device does. */
export async function exclusively(work) {
  if (navigator.locks) return navigator.locks.request("pendopo-outbox", work);
  const tab = crypto.randomUUID();
  if (!(await takeLease(tab))) return undefined;
  const renewing = setInterval(() => takeLease(tab), LEASE / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    await write("facts", (facts) => facts.delete("lease"));
  }
}

/* Browsers without Web Locks: a row that a closed tab loses after a minute. */
async function takeLease(tab) {
  let isMine = false;
  await write("facts", (facts) => {
    facts.get("lease").onsuccess = (event) => {
      const held = event.target.result;
      isMine = !held || held.tab === tab || held.until < Date.now();
      if (isMine) facts.put({ tab, until: Date.now() + LEASE }, "lease");
    };
  });
  return isMine;
}

/* News: other tabs of this device learn of every change */

export function onChange(listener) {
  listeners.add(listener);
}

function tell() {
  wire?.postMessage("changed");
  listeners.forEach((listener) => listener());
}

wire?.addEventListener("message", () => listeners.forEach((listener) => listener()));
