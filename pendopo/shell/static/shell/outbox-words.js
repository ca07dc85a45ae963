/* The words of forms and outbox, in one place. English is fetched only where the page is English. */

const INDONESIAN = {
  saved: "Tersimpan di perangkat ini {time}",
  saving: "Menyimpan …",
  not_saved: "Belum tersimpan di perangkat ini. Ruang perangkat mungkin penuh.",
  resume: "Lanjutkan isian {day} {time}?",
  resume_text: "Ada isian Anda untuk layanan ini yang belum dikirim.",
  go_on: "Lanjutkan",
  start_new: "Mulai baru",
  nobody: "Masuk dahulu, supaya isian dapat disimpan dan dikirim atas nama Anda.",
  sign_in: "Masuk",
  elsewhere: "Isian itu milik orang lain atau sudah dihapus.",
  step: "Langkah {current} dari {total}",
  back: "Kembali",
  next: "Lanjut",
  review: "Periksa jawaban Anda",
  change: "Ubah",
  nothing: "Tidak diisi",
  wrong: "Ada isian yang perlu diperbaiki",
  digits: "{count} dari {all} angka",
  must_digits: "{label} harus {all} angka. Anda mengetik {count}.",
  pick_district: "Pilih kecamatan dahulu",
  shrinking: "Mengecilkan foto …",
  too_big: "Berkas paling besar {limit}. Berkas ini {size}.",
  not_a_photo: "Foto ini tidak dapat dibaca di perangkat ini. Pilih foto JPEG, PNG, atau berkas PDF.",
  other_file: "Ganti",
  drop: "Hapus",
  queued: "Tersimpan, menunggu sinyal",
  queued_text: "Kiriman ini berangkat sendiri begitu sinyal kembali. Halaman ini boleh ditutup.",
  sending: "Sedang dikirim …",
  sending_text: "Isian sudah aman di perangkat ini. Halaman ini boleh ditutup.",
  sent: "Terkirim",
  sign_in_again: "Masuk lagi untuk mengirim",
  sign_in_text: "Kiriman tetap tersimpan di perangkat ini dan berangkat setelah Anda masuk.",
  refused: "Perlu diperbaiki",
  too_old: "Kiriman ini sudah lama menunggu dan mungkin sudah kami terima. Periksa dulu daftar urusan Anda. Bila belum ada, buka formulirnya dan kirim lagi.",
  changed: "Formulirnya berubah",
  draft: "Belum dikirim",
  open_form: "Buka formulir",
  open_outbox: "Lihat antrean",
  open_receipt: "Lihat permohonan",
  send_now: "Kirim sekarang",
  really_drop: "Ya, hapus",
  code: "Kode lacak",
  try_again: "Dicoba lagi sekitar {time}.",
  received: "Diterima {day} {time}",
  others: "Ada {count} kiriman terkunci di perangkat ini. Hanya pemiliknya yang dapat membukanya, setelah masuk.",
};

const isEnglish = document.documentElement.lang.startsWith("en");
const WORDS = isEnglish ? (await import("./outbox-words-en.js")).ENGLISH : INDONESIAN;

/** Returns a sentence with its {gaps} filled. */
export function say(code, gaps = {}) {
  return (WORDS[code] || INDONESIAN[code]).replace(/\{(\w+)\}/g, (_, name) => gaps[name]);
}

const zone = isEnglish ? "en-GB" : "id-ID";

/** Returns {day: "Senin", time: "14.32"} of a moment, in the device's own time. */
export function when(moment) {
  const date = new Date(moment);
  const day = { weekday: "long" };
  if (Date.now() - date > 6 * 24 * 3600_000) Object.assign(day, { day: "numeric", month: "long" });
  const time = { hour: "2-digit", minute: "2-digit" };
  return { day: date.toLocaleDateString(zone, day), time: date.toLocaleTimeString(zone, time) };
}

/** Returns "1,2 MB" or "312 kB". */
export function weight(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${amount.toLocaleString(zone, { maximumFractionDigits: unit === "MB" ? 1 : 0 })} ${unit}`;
}

/** Makes an element: `el("a", {href: "/"}, "Beranda")`; text is always text. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  });
  made.append(...children);
  return made;
}
