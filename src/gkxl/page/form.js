// The official form with what was filed: faulty cells are coloured, and explain themselves at a click.
import { button, find, make, text } from "./dom.js";

// The form of the return whose heading has this id.
export function showForm(heading, sections, found, open) {
  const inside = make("div", { class: "gkxl" });
  inside.innerHTML = sections.join("");  // made by the library, which escapes every text of the file
  ownNames(inside, heading);
  for (const [path, cell] of faults(found)) mark(inside, path, cell);
  const words = found.length ? "填好的表：有问题的格子标了颜色，点一下看说明" : "填好的表";
  return make("details", { class: "form", open }, make("summary", {}, words), inside);
}

// The cells with faults by their paths, each with its place and what was found there, the gravest first.
function faults(found) {
  const cells = new Map();
  for (const { word, tone, groups } of found)
    for (const { cells: own, message, explanation } of groups)
      for (const { path, place } of own) {
        const cell = cells.get(path) ?? { place, found: [] };
        cell.found.push({ word, tone, message, explanation });
        cells.set(path, cell);
      }
  return cells;
}

function mark(inside, path, { place, found }) {
  const cell = cellOf(inside, path);
  if (!cell) return;
  const { word, tone } = found[0];
  const shown = cell.textContent;
  cell.classList.add(tone);
  cell.replaceChildren(button(shown || "（空）", () => explain(place, found),
    { class: "cell", "aria-label": `${shown || "空"}，${word}，看说明` }));
}

export function cellOf(inside, path) { return inside.querySelector(`[data-gk="${CSS.escape(path)}"]`); }

function explain(place, found) {
  find("why-title").replaceChildren(text(place));
  find("why").replaceChildren(...found.map(({ word, tone, message, explanation }) => make("p", {},
    make("b", { class: `word ${tone}` }, word), " ", text(message),
    explanation ? make("span", { class: "said" }, "单位说明：", text(explanation)) : null)));
  find("explanation").showModal();
}

// Several forms can lie on the page, and no two elements of it may have the same id, nor two regions one name.
export function ownNames(inside, heading) {
  const own = (ids) => ids.split(" ").filter(Boolean).map((id) => `${heading}-${id}`).join(" ");
  for (const one of inside.querySelectorAll("[id]")) one.id = own(one.id);
  for (const cell of inside.querySelectorAll("[headers]")) cell.setAttribute("headers", own(cell.getAttribute("headers")));
  for (const region of inside.querySelectorAll("[aria-labelledby]"))
    region.setAttribute("aria-labelledby", `${heading} ${own(region.getAttribute("aria-labelledby"))}`);
}
