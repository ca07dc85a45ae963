/* Turns the slides of a wall: one after the other, by keys and buttons, held where something is wrong.
   Without this script, on a phone and on paper all slides stand one below the other. */
"use strict";

(() => {
  const place = document.querySelector("[data-rotation]");
  const controls = document.querySelector("[data-controls]");
  if (!place || !controls) return;

  const SECOND = 1000;
  const turns = Number(place.dataset.rotation);
  const prefersStillness = matchMedia("(prefers-reduced-motion: reduce)");
  const isWide = matchMedia("(min-width: 64rem)");
  const title = document.querySelector("[data-slide-title]");
  const progress = controls.querySelector("[data-progress]");
  const pauseButton = controls.querySelector("[data-act='pause']");
  const slides = () => [...place.querySelectorAll("[data-slide]")];
  let current = 0;
  let waited = 0;
  let wasHeld = false;
  let isPaused = prefersStillness.matches;

  function go(to) {
    const all = slides();
    current = (to + all.length) % all.length;
    waited = 0;
    all.forEach((slide, at) => slide.toggleAttribute("data-current", at === current));
    controls.querySelectorAll("[data-go]").forEach((link) => {
      if (link.dataset.go === all[current].id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    if (title) title.textContent = all[current].querySelector("h2").textContent;
  }

  const slideOf = (code) => slides().findIndex((slide) => slide.id === code);
  const slideOfAlerts = () =>
    slides().findIndex((slide) => slide.querySelector("[data-kind='alerts']"));
  const isHeld = () =>
    place.dataset.hold === "1" && place.querySelector("[data-board]").dataset.danger === "1";

  function rest(paused) {
    isPaused = paused;
    const span = pauseButton.querySelector("[data-words]");
    span.textContent = span.dataset.words.split("|")[paused ? 1 : 0];
    pauseButton.setAttribute("aria-pressed", String(paused));
  }

  function tick() {
    showClock();
    if (isPaused || !isWide.matches || document.hidden) return;
    // Something is wrong: the alerts stay until they are over or somebody turns on by hand.
    if (isHeld() && current === slideOfAlerts()) waited = 0;
    else waited += 1;
    progress.value = (100 * waited) / turns;
    if (waited >= turns) go(isHeld() ? slideOfAlerts() : current + 1);
  }

  function showClock() {
    const clock = document.querySelector("[data-clock]");
    if (!clock) return;
    const zone = { timeZone: clock.dataset.zone };
    const now = new Date();
    const time = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", ...zone });
    const day = new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long", ...zone });
    const text = `${day.format(now)}, ${time.format(now)}`;
    if (clock.textContent !== text) clock.textContent = text;
  }

  const acts = {
    back: () => go(current - 1),
    next: () => go(current + 1),
    pause: () => rest(!isPaused),
    full: () =>
      document.fullscreenElement
        ? document.exitFullscreen()
        : document.documentElement.requestFullscreen?.().catch(() => {}),
  };
  const keys = { ArrowLeft: "back", ArrowRight: "next", " ": "pause", f: "full", F: "full" };

  controls.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    const link = event.target.closest("[data-go]");
    if (button) acts[button.dataset.act]();
    if (!link || !isWide.matches) return;
    event.preventDefault();
    history.replaceState(null, "", `#${link.dataset.go}`);
    go(slideOf(link.dataset.go));
    rest(true);
  });
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const isPressing = event.key === " " && event.target.closest?.("a, button, summary");
    if (!act || isPressing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[act]();
  });
  place.addEventListener("board:fresh", () => {
    // The attribute is on the page, not in what the server sends: slides may be new.
    const before = waited;
    go(Math.min(current, slides().length - 1));
    waited = before;
    if (isHeld() && !wasHeld && !isPaused) go(slideOfAlerts());
    wasHeld = isHeld();
  });

  controls.hidden = false;
  document.documentElement.dataset.rotates = "1";
  const wanted = slideOf(place.dataset.only || location.hash.slice(1));
  go(wanted >= 0 ? wanted : isHeld() ? slideOfAlerts() : 0);
  rest(isPaused || wanted >= 0);
  wasHeld = isHeld();
  showClock();
  setInterval(tick, SECOND);
})();
