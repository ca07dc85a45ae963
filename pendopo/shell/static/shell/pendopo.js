/* What makes pages better where scripts run; every page works without. */
"use strict";

const YEAR = 365 * 24 * 3600;
const root = document.documentElement;

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}

/* Inter comes after everything that is needed to use the page, and not on a thin or metered line. */
function loadFont() {
  const line = navigator.connection;
  if (!("FontFace" in window) || (line && (line.saveData || /2g|3g/.test(line.effectiveType)))) return;
  const face = new FontFace("Inter", `url(${document.body.dataset.font}) format("woff2")`, {
    weight: "100 900",
    display: "swap",
  });
  face.load().then((ready) => document.fonts.add(ready), () => {});
}

/* A sign-in in another tab renews the token; an old form would be refused for nothing. */
function renewToken(event) {
  const field = event.target.querySelector?.("input[name=csrfmiddlewaretoken]");
  const token = cookie("csrftoken");
  if (field && token) field.value = token;
}

/* Theme and rail change at once, without losing what is being typed on the page. */
function applyPreference(event) {
  const button = event.submitter;
  if (!event.target.matches("[data-preference]") || !button) return;
  if (button.name === "tema") {
    button.value ? (root.dataset.theme = button.value) : delete root.dataset.theme;
  } else if (button.name === "lipat") {
    root.dataset.folded = root.dataset.folded === "1" ? "0" : "1";
    button.value = root.dataset.folded === "1" ? "0" : "1";
    button.setAttribute("aria-expanded", String(root.dataset.folded !== "1"));
    event.preventDefault();
    return keep("lipat", root.dataset.folded);
  } else {
    return undefined;
  }
  event.target.querySelectorAll("[aria-pressed]").forEach((other) => {
    other.setAttribute("aria-pressed", String(other === button));
  });
  event.preventDefault();
  return keep("tema", button.value);
}

/* Second press of the same button: the first one is still on its way. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  return setTimeout(() => delete form.dataset.sent, 8000);
}

/* What was typed survives a refusal and the way back; it stays in this tab only.
   Pages of signed-in people are not stored by the browser, so it would forget. */
function keptFields(form) {
  return [...form.elements].filter(
    (field) => field.name && !/hidden|password|file|submit|button/.test(field.type),
  );
}

function draftKey(form) {
  const forms = [...document.querySelectorAll("form[data-keep]")];
  return `isian:${document.body.dataset.person}:${location.pathname}:${forms.indexOf(form)}`;
}

function keepDraft(event) {
  const form = event.target.closest?.("form[data-keep]");
  if (!form) return;
  const values = keptFields(form).map((field) => [field.value, Boolean(field.checked)]);
  sessionStorage.setItem(draftKey(form), JSON.stringify(values));
}

function restoreDraft(form) {
  const fields = keptFields(form);
  const values = JSON.parse(sessionStorage.getItem(draftKey(form)) || "[]");
  if (values.length !== fields.length) return;
  fields.forEach((field, place) => {
    const [value, checked] = values[place];
    if ("checked" in field && /radio|checkbox/.test(field.type)) field.checked = checked;
    else field.value = value;
  });
}

function restoreDrafts() {
  const [arrival] = performance.getEntriesByType("navigation");
  const isReturn = arrival && /back_forward|reload/.test(arrival.type);
  const person = `isian:${document.body.dataset.person}:`;
  Object.keys(sessionStorage).forEach((key) => {
    if (key.startsWith("isian:") && !key.startsWith(person)) sessionStorage.removeItem(key);
  });
  document.querySelectorAll("form[data-keep]").forEach((form) => {
    if (isReturn) restoreDraft(form);
    else sessionStorage.removeItem(draftKey(form));
  });
}

/* htmx: our token and our name on every request; trouble is said beside what was typed. */
function signRequest(event) {
  event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
  event.detail.headers["X-Requested-By"] = "pendopo";
}

function say(templateId) {
  const words = document.getElementById(templateId);
  const place = document.getElementById("pesan");
  if (!words || !place) return;
  place.replaceChildren(words.content.cloneNode(true));
  place.scrollIntoView({ block: "center" });
}

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]");
}

function move(by) {
  const links = [...document.querySelectorAll("[data-list] a:not([tabindex='-1'])")];
  const firsts = links.filter((link) => link === link.closest("li, tr").querySelector("a"));
  const here = firsts.findIndex((link) => link.closest("li, tr").contains(document.activeElement));
  firsts[Math.max(0, Math.min(firsts.length - 1, here + by))]?.focus();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const acts = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    j: () => move(1),
    k: () => move(-1),
    "?": () => document.getElementById("pintasan")?.toggleAttribute("open"),
  };
  if (acts[event.key] && document.body.dataset.frame === "officer") {
    event.preventDefault();
    acts[event.key]();
  }
}

function goBack(event) {
  if (!event.target.closest?.("[data-back]") || history.length < 2) return;
  event.preventDefault();
  history.back();
}

/* A page kept for use without signal is the same for everybody: it learns the theme here. */
if (document.body.dataset.person === "?" && cookie("tema")) root.dataset.theme = cookie("tema");

document.addEventListener("submit", renewToken, true);
document.addEventListener("submit", applyPreference);
document.addEventListener("submit", sendOnce);
document.addEventListener("input", keepDraft);
document.addEventListener("htmx:configRequest", signRequest);
document.addEventListener("htmx:sendError", () => say("tanpa-sinyal"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) say("perlu-masuk");
});
document.addEventListener("keydown", onKey);
document.addEventListener("click", goBack);
restoreDrafts();
document.querySelector("[data-focus]")?.focus();
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
window.addEventListener("load", () => (window.requestIdleCallback || setTimeout)(loadFont));
