// Elements of the page; whatever comes from a file is only ever set as text.

export function find(id) { return document.getElementById(id); }

export function make(tag, about = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.filter((one) => one != null && one !== ""));
  return made;
}

// A text from a file, whose direction of writing stays its own.
export function text(words) { return make("bdi", {}, words); }

export function button(words, press, about = {}) {
  return make("button", { type: "button", onclick: press, ...about }, words);
}

const TYPES = {
  html: "text/html",
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
};

export function download(bytes, name) {
  const type = TYPES[name.split(".").pop()];
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
