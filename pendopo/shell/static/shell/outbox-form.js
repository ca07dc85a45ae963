/* A form that is never lost: each change is kept on the device, and sending goes by the outbox.

   Forms marked `data-outbox-form` say where they are sent (`data-send`), what they are
   (`data-service`, `data-title`, `data-version`) and where they can be opened (`data-page`).
   `data-anyone` marks forms that need no account. Without this script they are posted as pages. */

import { clearProblem, fill, showProblem, showProblems, valuesOf } from "./outbox-fields.js";
import * as store from "./outbox-store.js";
import { el, say, weight, when } from "./outbox-words.js";
import { flush, ready } from "./outbox.js";

/* A page kept for use without signal: there is no server behind its form. */
const isKept = () => document.body.dataset.person === "?";

const SOON = 400; // milliseconds after the last key; the promise is one second
const EDITABLE = new Set(["draft", "refused", "changed"]);

/** What a form shows by itself; a wizard replaces it. */
const PLAIN = {
  changed() {},
  check: () => true,
  left: () => [],
  problems: (errors, sentence) => showProblems(document.querySelector("[data-outbox-form]"), errors, sentence),
};

export class KeptForm {
  constructor(form, page = PLAIN) {
    this.form = form;
    this.page = page;
    this.item = null;
    this.id = crypto.randomUUID();
    this.files = new Map();
    this.busy = Promise.resolve();
    this.timer = 0;
  }

  /** Listens at once, so that nothing typed while the device is asked who is here gets lost. */
  start() {
    this.isOurs = this.askWhoseItIs().catch(() => false);
    this.busy = this.isOurs;
    this.form.addEventListener("input", () => this.keepSoon());
    this.form.addEventListener("change", (event) => this.onChange(event));
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.timer && this.keepNow());
    store.onChange(() => this.isHandedOver && this.follow());
    this.isOurs.then((isOurs) => (isOurs ? this.resume() : this.explainNobody()));
  }

  /* Where the device cannot tell, the form stays one that is posted as a page. */
  async askWhoseItIs() {
    await ready;
    if (!store.isAble) return false;
    this.owner = (await store.person()) || ("anyone" in this.form.dataset ? store.DEVICE : "");
    return this.owner === store.DEVICE || (Boolean(this.owner) && store.holdsKey(this.owner));
  }

  /* Keeping */

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepNow(), SOON);
  }

  async keepNow() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!(await this.isOurs) || this.isHandedOver) return;
    try {
      await this.put("draft");
      this.tell(say("saved", when(Date.now())));
    } catch {
      this.tell(say("not_saved"));
    }
  }

  /** Keeps everything on the page under a state; tells whether it was ours to change. */
  async put(state) {
    const { send, service, title, version, page } = this.form.dataset;
    // A key that carried another body is spent; see KeyReused in kernel/intake.
    const isSpent = this.item?.why?.reason === "KeyReused";
    this.item = {
      id: this.id,
      key: isSpent ? crypto.randomUUID() : this.item?.key || this.id,
      owner: this.owner,
      state,
      at: Date.now(),
      send,
      service,
      title,
      page: page || location.pathname,
      version: Number(version) || null,
      // A kept page asks less than the server's (for whom, for one): what it does not ask, it keeps.
      values: { ...this.item?.values, ...valuesOf(this.form) },
      left: this.page.left(),
    };
    const isKept = await store.save(this.item, (before) => !before || EDITABLE.has(before.state));
    const here = new URL(location.href);
    here.searchParams.set("isian", this.id);
    history.replaceState(history.state, "", here);
    return isKept;
  }

  tell(sentence) {
    const place = this.form.querySelector("[data-saved]");
    if (!place) return;
    place.hidden = false;
    // Only what is new is read aloud: the same minute says nothing.
    if (place.textContent !== sentence) place.textContent = sentence;
  }

  /* Attachments */

  onChange({ target }) {
    if (target.type !== "file") return this.keepSoon();
    const [file] = target.files;
    if (file) this.attaching = this.busy = this.busy.then(() => this.attach(target, file));
    return undefined;
  }

  async attach(input, file) {
    if (!(await this.isOurs)) return;
    this.tell(say("shrinking"));
    clearProblem(input);
    try {
      const { prepare } = await import("./outbox-photo.js");
      const { blob, ...about } = await prepare(file);
      await store.putFile({ id: this.id, owner: this.owner }, input.name, blob, about);
      this.showFile(input, about, blob);
      await this.keepNow();
    } catch (trouble) {
      input.value = "";
      this.tell("");
      showProblem(input, trouble.name === "Unfit" ? trouble.message : say("not_saved"));
    }
    this.page.changed();
  }

  showFile(input, about, blob) {
    this.hideFile(input);
    this.files.set(input.name, about);
    const isPhoto = about.type.startsWith("image/");
    const picture = isPhoto ? [el("img", { src: URL.createObjectURL(blob), alt: "" })] : [];
    const replace = () => input.click();
    const drop = () => this.dropFile(input);
    const card = el(
      "div",
      { class: "attached" },
      ...picture,
      el("p", {}, el("b", {}, about.name), ` ${weight(about.size)}`),
      el("button", { type: "button", class: "as-link", click: replace }, say("other_file")),
      el("button", { type: "button", class: "as-link", click: drop }, say("drop")),
    );
    input.value = "";
    input.hidden = true;
    input.after(card);
  }

  hideFile(input) {
    input.hidden = false;
    input.parentElement.querySelector(".attached")?.remove();
    this.files.delete(input.name);
  }

  async dropFile(input) {
    await store.removeFile(this.id, input.name);
    this.hideFile(input);
    input.focus();
    this.page.changed();
  }

  /* Going on with what was begun */

  async resume() {
    const id = new URLSearchParams(location.search).get("isian");
    if (!id) return this.offerDrafts();
    const item = await store.load(id).catch(() => null);
    const fits = item?.owner === this.owner && item.service === this.form.dataset.service;
    return fits ? this.restore(item) : this.note(el("p", {}, say("elsewhere")));
  }

  async offerDrafts() {
    const fits = (item) => EDITABLE.has(item.state) && item.service === this.form.dataset.service;
    const drafts = (await store.list()).filter((item) => item.owner === this.owner && fits(item));
    if (!drafts.length) return;
    const note = this.note(el("p", {}, say("resume_text")));
    for (const item of drafts.slice(0, 3)) {
      const open = () => note.remove() || this.restore(item);
      const drop = ({ target }) => store.remove(item.id).then(() => target.closest("div").remove());
      note.append(
        el(
          "div",
          { class: "actions" },
          el("b", {}, say("resume", when(item.at))),
          el("button", { type: "button", class: "button", click: open }, say("go_on")),
          el("button", { type: "button", class: "as-link", click: drop }, say("drop")),
        ),
      );
    }
    const dismiss = () => note.remove();
    note.append(el("button", { type: "button", class: "as-link", click: dismiss }, say("start_new")));
  }

  async restore(item) {
    this.item = item;
    this.id = item.id;
    // Nothing was tried yet: it may be taken back and changed.
    const mayChange = EDITABLE.has(item.state) || (item.state === "waiting" && !item.body);
    if (!mayChange) return this.follow();
    if (item.state === "waiting") await store.save({ ...item, state: "draft" });
    fill(this.form, item.values);
    for (const { field, ...about } of await store.filesOf(item.id)) {
      const input = this.form.elements[field];
      if (!input) continue;
      const bytes = await store.bytesOf(item.id, field);
      this.showFile(input, about, new Blob([bytes], { type: about.type }));
    }
    this.tell(say("saved", when(item.at)));
    this.page.changed();
    if (item.state === "changed") this.note(el("ul", {}, ...lines(item.why.changes)), say("changed"));
    if (item.why?.errors) this.page.problems(item.why.errors, item.why.sentence);
    return undefined;
  }

  /* Sending */

  onSubmit(event) {
    event.preventDefault();
    if (this.isHandedOver || !this.page.check()) return;
    clearTimeout(this.timer);
    this.isHandedOver = true; // a second press finds nothing to do
    this.busy = this.busy.then(() => this.handOver());
  }

  async handOver() {
    if (!(await this.isOurs)) {
      this.isHandedOver = false;
      return isKept() || this.form.submit();
    }
    try {
      await this.put("waiting");
    } catch {
      this.isHandedOver = false;
      return this.tell(say("not_saved"));
    }
    // A full phone clears what pages kept; what was sent but has not left yet must stay.
    navigator.storage?.persist?.();
    await this.follow();
    return flush(true);
  }

  /** Shows what becomes of it; goes to the receipt, or back to the answers that need another look. */
  async follow() {
    const item = await store.load(this.id).catch(() => null);
    if (!item || item.state === "draft") return;
    this.isHandedOver = true;
    const here = await store.person();
    // Somebody else has signed in on this device, or nobody is any more: it waits for its owner.
    if (item.owner !== store.DEVICE && item.owner !== here) item.state = "sign_in";
    if (item.state === "sent") return location.assign(item.receipt.address || "/antrean/");
    if (item.state === "refused" && item.why.errors) return this.giveBack(item);
    this.panel ??= this.makePanel();
    this.panel.replaceChildren(...panelOf(item));
    return undefined;
  }

  giveBack(item) {
    this.item = item;
    this.isHandedOver = false;
    this.panel?.remove();
    this.panel = null;
    this.form.hidden = false;
    this.dropRefusedFiles(item.why.errors);
    this.page.problems(item.why.errors, item.why.sentence);
  }

  /* What the server would not take is gone from the device too: another file must be chosen. */
  async dropRefusedFiles(errors) {
    const left = (await store.filesOf(this.id)).map(({ field }) => field);
    [...this.files.keys()]
      .filter((name) => errors[name] && !left.includes(name))
      .forEach((name) => this.hideFile(this.form.elements[name]));
  }

  makePanel() {
    const panel = el("div", { class: "handed-over", role: "status", tabindex: "-1" });
    this.form.hidden = true;
    this.form.before(panel);
    panel.focus();
    return panel;
  }

  note(content, title = "") {
    const note = el("div", { class: "sheet form-note" });
    note.append(...(title ? [el("h2", {}, title)] : []), content);
    this.form.before(note);
    return note;
  }

  explainNobody() {
    if (!isKept()) return;
    const back = encodeURIComponent(this.form.dataset.page || location.pathname);
    const link = el("a", { class: "button", href: `/masuk/?next=${back}` }, say("sign_in"));
    this.note(el("p", {}, say("nobody"))).append(link);
  }
}

/* What the panel says in each state */
function panelOf(item) {
  const outbox = el("a", { href: "/antrean/" }, say("open_outbox"));
  const title = (word) => el("h2", {}, say(word));
  const text = (sentence) => el("p", {}, sentence);
  const link = (word, href) => el("a", { class: "button", href }, say(word));
  const again = `/masuk/?next=${encodeURIComponent("/antrean/")}`;
  const form = `${item.page}?isian=${item.id}`;
  const parts = {
    sign_in: () => [title("sign_in_again"), text(say("sign_in_text")), link("sign_in", again)],
    changed: () => [title("changed"), text(item.why.sentence), link("open_form", form)],
    refused: () => [title("refused"), text(item.why.sentence), link("open_form", form)],
  };
  const isWaiting = item.state === "waiting" && (item.tries || !navigator.onLine);
  const moving = isWaiting
    ? () => [title("queued"), text(say("queued_text"))]
    : () => [title("sending"), text(say("sending_text"))];
  return [...(parts[item.state] || moving)(), el("p", {}, outbox)];
}

const lines = (sentences = []) => sentences.map((sentence) => el("li", {}, sentence));

document.querySelectorAll("form[data-outbox-form]:not([data-wizard])").forEach((form) => {
  new KeptForm(form).start();
});
