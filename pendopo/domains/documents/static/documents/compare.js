// Compares a file's SHA-256 with the issued letter's, on the holder's own device: no upload.
"use strict";

const box = document.querySelector("[data-compare]");

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(sentence, tone) {
  const line = box.querySelector("[role=status]");
  line.textContent = sentence;
  line.dataset.tone = tone;
}

async function compare(file) {
  if (!file) {
    return;
  }
  try {
    const isSame = (await sha256(file)) === box.dataset.compare;
    say(isSame ? box.dataset.same : box.dataset.other, isSame ? "positive" : "negative");
  } catch {
    say(box.dataset.failed, "negative");
  }
}

// crypto.subtle exists only over HTTPS and on this very machine; elsewhere the box stays hidden.
if (box && window.crypto && crypto.subtle) {
  box.hidden = false;
  box.querySelector("input").addEventListener("change", (event) => compare(event.target.files[0]));
}
