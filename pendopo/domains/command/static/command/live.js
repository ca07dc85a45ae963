/* Keeps a board fresh: asks for it again and again, and replaces only the panels that changed.
   One request at a time, with a time limit; less often while the line is down, and not at all
   while nobody looks. The last figures stay where they are. */
"use strict";

(() => {
  const place = document.querySelector("[data-live]");
  const state = document.querySelector("[data-connection]");
  if (!place || !state) return;

  const EVERY = Number(place.dataset.every) * 1000;
  const LONGEST = 120_000;
  const PATIENCE = 10_000;
  const address = place.dataset.live;
  const words = state.querySelector("span");
  const shown = new Map(); // key of a panel → its text as the server wrote it
  let mark = place.querySelector("[data-board]").dataset.mark;
  let pause = EVERY;
  let lostAt = null;
  let timer = 0;
  let isAsking = false;

  const panels = (root) => [...root.querySelectorAll("[data-panel]")];
  // The government's clock, wherever the screen hangs.
  const hours = new Intl.DateTimeFormat("id-ID", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: state.dataset.zone,
  });
  const clock = (moment) => `${hours.format(moment)} ${state.dataset.zoneLabel}`;
  const say = (text, name) => {
    if (words.textContent !== text) words.textContent = text;
    state.dataset.state = name;
  };

  panels(place).forEach((panel) => shown.set(panel.dataset.panel, panel.innerHTML));

  function plan(after) {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, after);
  }

  async function ask() {
    if (isAsking) return;
    isAsking = true;
    try {
      const answer = await fetch(address, {
        headers: { "If-None-Match": `"${mark}"`, "X-Requested-By": "pendopo" },
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      await take(answer);
    } catch {
      lose();
    } finally {
      isAsking = false;
      plan(pause);
    }
  }

  async function take(answer) {
    if (answer.status === 401) {
      pause = LONGEST;
      say(state.dataset.signedOut, "lost");
      return;
    }
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    if (answer.ok) show(await answer.text());
    lostAt = null;
    pause = EVERY;
    say(state.dataset.updated.replace("{}", clock(new Date())), "well");
  }

  function lose() {
    lostAt ??= new Date();
    pause = Math.min(pause * 2, LONGEST);
    say(state.dataset.lost.replace("{}", clock(lostAt)), "lost");
  }

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-board]");
    if (!fresh) throw new Error("not a board");
    const old = place.querySelector("[data-board]");
    const keys = (root) => panels(root).map((panel) => panel.dataset.panel).join();
    // Another version of the content has other panels: then everything is new.
    if (keys(old) === keys(fresh)) panels(fresh).forEach(replace);
    else place.replaceChildren(fresh);
    panels(fresh).forEach((panel) => shown.set(panel.dataset.panel, panel.innerHTML));
    mark = fresh.dataset.mark;
    place.querySelector("[data-board]").dataset.danger = fresh.dataset.danger;
    place.dispatchEvent(new CustomEvent("board:fresh", { bubbles: true }));
  }

  function replace(panel) {
    const key = panel.dataset.panel;
    if (shown.get(key) === panel.innerHTML) return;
    const here = document.getElementById(key);
    const open = [...here.querySelectorAll("details")].map((one) => one.open);
    const focus = here.contains(document.activeElement) ? [...focusable(here)].indexOf(document.activeElement) : -1;
    here.innerHTML = panel.innerHTML;
    here.querySelectorAll("details").forEach((one, at) => (one.open = Boolean(open[at])));
    if (focus >= 0) focusable(here)[focus]?.focus({ preventScroll: true });
  }

  const focusable = (root) => root.querySelectorAll("a[href], button, summary");

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else plan(0);
  });
  window.addEventListener("online", () => plan(0));
  window.addEventListener("offline", lose);
  plan(EVERY);
})();
