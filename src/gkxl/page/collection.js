// The page of a collection as the library writes it, drawn on the desk of an office.
import { button, find, make, text } from "./dom.js";

// Draw it piece by piece, so that clicks are answered between them; `choose` gets the return that is to be taken of several.
// False where it was given up, which `goesOn` tells.
export async function drawCollection({ page, choices }, choose, goesOn) {
  const shown = new DOMParser().parseFromString(page, "text/html");  // made by the library, which escapes every text
  const pieces = [make("h2", {}, shown.querySelector("h1").textContent), shown.querySelector(".figures"), shown.querySelector("header nav"),
    ...choices.length ? [showChoices(choices, choose)] : [], ...shown.querySelectorAll("main > section"), shown.getElementById("sources")];
  const place = find("collection");  // never empty meanwhile, or the window would jump
  for (const [at, piece] of pieces.entries()) {
    await breath();
    if (!goesOn()) return false;
    if (at < place.children.length) place.children[at].replaceWith(piece);
    else place.append(piece);
  }
  while (place.children.length > pieces.length) place.lastElementChild.remove();
  await breath();
  if (goesOn()) showCollection(JSON.parse(shown.getElementById("data").textContent));
  return goesOn();
}

// Whatever waits, such as a click, comes first.
function breath() { return new Promise((resolve) => { setTimeout(resolve); }); }

function showChoices(units, choose) {
  return make("section", { "aria-labelledby": "choices" }, make("h2", { id: "choices", tabindex: "-1" }, "报来几份的单位"),
    make("p", { class: "quiet" }, "一个单位报来几份不同的报表。问清楚用哪一份，就点哪一份。"),
    ...units.map(({ unit, open, files }) => make("div", {},
      make("h3", {}, text(unit), " ", make("span", { class: `word ${open ? "correct" : "passed"}` }, open ? "要选定" : "已选定")),
      make("ul", { class: "found" }, ...files.map((file) => showChoice(file, choose))))));
}

function showChoice({ path, taken, changed }, choose) {
  return make("li", {}, text(path), " ",
    changed ? make("span", { class: "quiet" }, `改于 ${changed} `) : null,
    taken ? make("b", {}, "正在用") : button("用这一份", () => choose(path), { class: "small", "aria-label": `用这一份：${path}` }));
}
