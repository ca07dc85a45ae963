/* Attachments made fit for a thin line: photos shrink here, which also drops where they were taken. */

import { say, weight } from "./outbox-words.js";

const LONGEST = 1600; // pixels: an identity card photographed from above stays readable
const QUALITY = 0.8;
const LIMIT = 5_000_000;

/** It cannot be attached; the message says why. */
class Unfit extends Error {
  name = "Unfit";
}

/** Returns {blob, name, type, size} of what will be sent. Raises Unfit. */
export async function prepare(file) {
  const blob = file.type === "application/pdf" ? file : await shrink(file);
  const [limit, size] = [weight(LIMIT), weight(blob.size)];
  if (blob.size > LIMIT) throw new Unfit(say("too_big", { limit, size }));
  const name = blob === file ? file.name : file.name.replace(/\.\w+$/, "") + ".jpg";
  return { blob, name, type: blob.type, size: blob.size };
}

/* Drawn anew even when small: a canvas holds pixels only, no place, no camera, no owner's name. */
async function shrink(file) {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Unfit(say("not_a_photo"));
  });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what was transparent would turn black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) throw new Unfit(say("not_a_photo"));
  return blob;
}
