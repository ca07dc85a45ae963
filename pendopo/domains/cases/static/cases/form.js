/* A service's form, one group of questions per page, with a look at everything before sending.

   Without this script the same form is one long page. What is asked, what is missing and where
   things are sent stands in the markup (cases/_questions.html); the server judges every answer. */

import { clearProblem, showProblems, valuesOf } from "../shell/outbox-fields.js";
import { KeptForm } from "../shell/outbox-form.js";
import { el, say } from "../shell/outbox-words.js";
import { asked } from "./conditions.js";

/* Questions: what is asked now, and what was understood */

class Question {
  constructor(box) {
    const { question, type, when: condition, missing, digits } = box.dataset;
    Object.assign(this, { box, type, missing, digits: Number(digits) || 0, code: question });
    this.when = condition ? JSON.parse(condition) : null;
    this.inputs = [...box.querySelectorAll("input, select, textarea")];
    this.page = box.closest("[data-form-page]");
  }

  get label() {
    const words = this.box.querySelector("legend") || this.box.querySelector("label");
    return (words.querySelector(":scope > span:not(.optional)") || words.firstChild).textContent.trim();
  }

  /** Returns the answer as the server understands it, undefined for none. */
  understood(values) {
    const raw = values[this.code];
    if (this.type === "choices") return raw?.length ? raw : undefined;
    const text = (raw || "").trim();
    if (!text) return undefined;
    if (this.type === "yes_no" || this.type === "declaration") return text === "ya";
    if (this.type === "number" || this.type === "money") return Number(text.replace(/[\s.]|^Rp/gi, ""));
    return text;
  }

  /** Returns the answer as a person reads it. */
  shown(values, files) {
    if (this.type === "file") return files.get(this.code)?.name || this.inputs[0].files[0]?.name || "";
    const picked = this.inputs.filter((input) => input.checked);
    if (picked.length) return picked.map((input) => input.parentElement.textContent.trim()).join(", ");
    const [input] = this.inputs;
    if (/radio|checkbox/.test(input.type)) return "";
    const isNone = /district|village/.test(this.type) && !input.value;
    if (input.matches("select")) return isNone ? "" : input.selectedOptions[0].textContent.trim();
    const isDate = this.type === "date" && input.value;
    return isDate ? input.valueAsDate.toLocaleDateString("id-ID", { dateStyle: "long", timeZone: "UTC" }) : input.value;
  }

  /** Returns what is wrong in a sentence, "" for nothing that can be seen from here. */
  problem(values, files) {
    const isAttached = files.has(this.code) || this.inputs[0].files?.length;
    if (this.type === "file") return isAttached ? "" : this.missing || "";
    if (this.understood(values) === undefined) return this.missing || "";
    const count = values[this.code].replace?.(/\D/g, "").length;
    const all = this.digits;
    return all && count !== all ? say("must_digits", { label: this.label, count, all }) : "";
  }
}

/** Shows what is asked, now and after each answer; returns the questions. */
export function bringToLife(form) {
  const questions = [...form.querySelectorAll("[data-question]")].map((box) => new Question(box));
  questions.filter(({ digits }) => digits).forEach(countDigits);
  questions.filter(({ type }) => type === "village").forEach((one) => narrow(one, questions));
  form.addEventListener("change", () => hideUnasked(form, questions));
  hideUnasked(form, questions);
  return questions;
}

function hideUnasked(form, questions) {
  const values = valuesOf(form);
  const answers = Object.fromEntries(questions.map((one) => [one.code, one.understood(values)]));
  const shown = asked(questions, answers);
  questions.forEach(({ box, code }) => (box.hidden = !shown.has(code)));
}

function countDigits({ box, digits: all }) {
  const input = box.querySelector("input");
  const place = el("p", { class: "caption digits", id: `${input.id}-angka` });
  const count = () => {
    const count = input.value.replace(/\D/g, "").length;
    place.textContent = say("digits", { count, all });
    place.classList.toggle("is-full", count === all);
  };
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${place.id}`.trim());
  input.after(place);
  input.addEventListener("input", count);
  input.addEventListener("filled", count);
  count();
}

/* Only the villages of the district that was answered before; all of them where none was asked. */
function narrow(village, questions) {
  const before = questions.slice(0, questions.indexOf(village));
  const district = before.filter(({ type }) => type === "district").pop()?.inputs[0];
  const [select] = village.inputs;
  if (!district) return;
  const [first, groups] = [select.options[0], [...select.querySelectorAll("optgroup")]];
  const words = first.textContent;
  const offer = () => {
    const fits = (option) => district.value && option.value.startsWith(`${district.value}.`);
    const options = groups.flatMap((group) => [...group.children]).filter(fits);
    const chosen = options.find((option) => option.selected)?.value || "";
    first.textContent = district.value ? words : say("pick_district");
    select.replaceChildren(first, ...options.map((option) => option.cloneNode(true)));
    select.value = chosen;
  };
  district.addEventListener("change", offer);
  district.addEventListener("filled", offer);
  offer();
}

/* Pages */

class Wizard {
  constructor(form) {
    this.form = form;
    this.questions = bringToLife(form);
    this.pages = [...form.querySelectorAll("[data-form-page]")];
    this.kept = new KeptForm(form, this);
    this.build();
    const wrong = form.querySelector(".is-wrong")?.closest("[data-form-page]"); // said by the server
    this.open(wrong || this.pageOf(location.hash) || this.pages[0]);
    this.kept.start();
  }

  build() {
    this.review = el("section", { class: "form-page", "data-form-page": "periksa" });
    this.answers = el("dl", { class: "facts" });
    this.review.append(el("h2", { id: "bagian-periksa" }, say("review")), this.answers);
    this.pages.at(-1).after(this.review);
    this.pages.push(this.review);
    this.pages.forEach((page) => page.querySelector("h2").setAttribute("tabindex", "-1"));
    this.steps = el("p", { class: "steps" });
    this.form.prepend(this.steps);
    this.send = this.form.querySelector("button[type=submit]");
    this.back = el("button", { type: "button", class: "button is-quiet", click: () => history.back() }, say("back"));
    this.next = el("button", { type: "button", class: "button is-big", click: () => this.goOn() }, say("next"));
    this.send.before(this.next);
    this.send.parentElement.classList.add("actions");
    this.send.after(this.back);
    this.form.dataset.ready = "";
    this.form.addEventListener("change", () => this.changed());
    // While typing, not on leaving the field: the page must not move under a finger that is
    // already pressing the next button.
    this.form.addEventListener("input", (event) => clearProblem(event.target));
    this.form.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("click", (event) => this.onLink(event));
    window.addEventListener("popstate", () => this.open(this.pageOf(location.hash) || this.pages[0], true));
  }

  /* A page whose questions are all beside the point is passed over and not counted. */
  get path() {
    return this.pages.filter((page) => page === this.review || this.questionsOf(page).length);
  }

  questionsOf(page) {
    return this.questions.filter((one) => one.page === page && !one.box.hidden);
  }

  pageOf(hash) {
    return this.path.find((page) => `#${page.querySelector("h2").id}` === hash);
  }

  open(page, takesFocus = false) {
    this.page = page;
    this.pages.forEach((one) => (one.hidden = one !== page));
    if (page === this.review) this.showAnswers();
    this.next.hidden = page === this.review;
    this.send.hidden = page !== this.review;
    this.showSteps();
    if (!takesFocus) return;
    page.querySelector("h2").focus({ preventScroll: true });
    this.form.scrollIntoView({ block: "start" });
  }

  showSteps() {
    const [path, line] = [this.path, el("span", { class: "steps-line", "aria-hidden": "true" })];
    const current = path.indexOf(this.page) + 1;
    this.back.hidden = current === 1;
    line.append(...path.map((_, place) => el("i", { class: place < current ? "is-done" : false })));
    this.steps.replaceChildren(el("span", {}, say("step", { current, total: path.length })), line);
  }

  async goOn() {
    await this.kept.attaching; // a photo that is still shrinking is not missing
    if (!this.checkPages([this.page])) return;
    this.go(this.path[this.path.indexOf(this.page) + 1]);
  }

  /* The browser's own back button turns the pages back. */
  go(page) {
    history.pushState(null, "", `${location.pathname}${location.search}#${page.querySelector("h2").id}`);
    this.open(page, true);
  }

  showAnswers() {
    const values = valuesOf(this.form);
    const row = (one) => {
      const answer = one.shown(values, this.kept.files);
      const href = `#${one.inputs[0].id}`;
      const link = el("a", { href, "aria-label": `${say("change")}: ${one.label}` }, say("change"));
      return el(
        "div",
        {},
        el("dt", {}, one.label),
        el("dd", {}, answer || el("span", { class: "caption" }, say("nothing"))),
        el("dd", { class: "facts-change" }, link),
      );
    };
    const shown = this.questions.filter((one) => !one.box.hidden && one.type !== "declaration");
    this.answers.replaceChildren(...shown.map(row));
  }

  /* Links of the review page and of error summaries lead to a question on another page. */
  onLink(event) {
    const link = event.target.closest?.("a[href^='#']");
    const question = link && this.questions.find(({ inputs }) => inputs.some(({ id }) => `#${id}` === link.hash));
    if (!question) return;
    event.preventDefault();
    if (question.page !== this.page) this.go(question.page);
    const input = question.inputs.find((one) => !one.hidden) || question.box.querySelector("button");
    input.focus();
    question.box.scrollIntoView({ block: "center" });
  }

  /* Enter in a line goes on; it must not send what was not looked at. */
  onKey(event) {
    if (event.key !== "Enter" || !event.target.matches("input") || this.page === this.review) return;
    event.preventDefault();
    this.goOn();
  }

  /* What KeptForm asks of a page */

  changed() {
    hideUnasked(this.form, this.questions);
    const isHere = this.path.includes(this.page);
    this.open(isHere ? this.page : this.pages[0]);
  }

  left() {
    return this.questions.filter(({ box }) => box.hidden).map(({ code }) => code);
  }

  check() {
    return this.checkPages(this.path);
  }

  checkPages(pages) {
    const values = valuesOf(this.form);
    const wrong = pages
      .flatMap((page) => this.questionsOf(page))
      .map((one) => [one.code, one.problem(values, this.kept.files)])
      .filter(([, sentence]) => sentence);
    this.form.querySelector(".error-summary")?.remove();
    this.questions.forEach(({ inputs }) => clearProblem(inputs[0]));
    if (wrong.length) this.problems(Object.fromEntries(wrong.map(([code, text]) => [code, [text]])));
    return !wrong.length;
  }

  problems(errors, sentence) {
    const first = this.questions.find(({ code }) => code in errors);
    if (first && first.page !== this.page) this.go(first.page);
    showProblems(this.form, errors, sentence, this.page);
  }
}

document.querySelectorAll("form[data-wizard]").forEach((form) => new Wizard(form));
document.querySelectorAll("form[data-questions]").forEach(bringToLife);
