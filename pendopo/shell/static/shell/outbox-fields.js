/* The fields of a form: their values out and in, and what is wrong with them beside them. */

import { el, say } from "./outbox-words.js";

/* Answers on the page */

function answering(form) {
  const skipped = /^(csrfmiddlewaretoken|kunci|versi)$/;
  return [...form.elements].filter(
    ({ name, type }) => name && !skipped.test(name) && !/file|submit|button/.test(type),
  );
}

/** Returns {name: text, or a list of texts where several may be chosen}. */
export function valuesOf(form) {
  const values = {};
  for (const field of answering(form)) {
    const { name, type, checked, value } = field;
    const isMany = type === "checkbox" && form.elements[name] instanceof RadioNodeList;
    if (isMany) values[name] = [...(values[name] || []), ...(checked ? [value] : [])];
    else if (type === "radio" || type === "checkbox") values[name] = checked ? value : values[name] || "";
    else values[name] = value;
  }
  return values;
}

/** Puts kept values back into the form. */
export function fill(form, values) {
  for (const field of answering(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (/radio|checkbox/.test(field.type)) field.checked = [value].flat().includes(field.value);
    else field.value = value;
    // Whatever hangs on it (villages of a district) must know before the next one is filled.
    field.dispatchEvent(new Event("filled"));
  }
}

/* Problems, in the markup of shell/components/field.html and error_summary.html */

export function showProblem(input, sentence) {
  const field = input.closest(".field");
  const id = `${input.name}-masalah`;
  clearProblem(input);
  field.classList.add("is-wrong");
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${id}`.trim());
  const line = el("p", { class: "wrong", id }, sentence);
  const before = field.querySelector(".hint") || field.querySelector("legend, label:not(.choice)");
  if (before) before.after(line);
  else field.prepend(line);
}

export function clearProblem(input) {
  const field = input.closest(".field");
  field.classList.remove("is-wrong");
  field.querySelectorAll(".wrong").forEach((line) => line.remove());
  field.querySelectorAll("[aria-invalid]").forEach((one) => {
    one.removeAttribute("aria-invalid");
    const rest = (one.getAttribute("aria-describedby") || "").replace(/\S+-masalah/, "").trim();
    if (rest) one.setAttribute("aria-describedby", rest);
    else one.removeAttribute("aria-describedby");
  });
}

/** Shows a summary on top of `place` and a sentence beside each field; `errors` is {name: [text]}. */
export function showProblems(form, errors, sentence = "", place = form) {
  form.querySelector(".error-summary")?.remove();
  const items = Object.entries(errors).map(([name, texts]) => {
    const input = [form.elements[name]].flatMap((one) => (one instanceof RadioNodeList ? [...one] : one))[0];
    if (!input) return el("li", {}, texts.join(" "));
    showProblem(input, texts.join(" "));
    return el("li", {}, el("a", { href: `#${input.id}` }, texts.join(" ")));
  });
  const title = el("h2", {}, say("wrong"));
  const words = items.length ? el("ul", {}, ...items) : el("p", {}, sentence);
  const summary = el("div", { class: "error-summary", role: "alert", tabindex: "-1" }, title, words);
  place.prepend(summary);
  summary.focus();
  summary.scrollIntoView({ block: "start" });
}
