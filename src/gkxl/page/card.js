// A report as it was judged: the verdict, what to do next, what was found, and what can be made of it.
import { button, download, make, text } from "./dom.js";
import { cellOf, showForm } from "./form.js";

const ONLY = "这里只核对年度报告的表格。压缩包请先解压，再把里面的表格放进来。";

// Show in a card what a report comes to, and give that back. `next` words what to do by the tone of the verdict, `actions`
// says what can be made of it: words, ending of the name, and what to ask Python; `remark` stands behind them.
export function fillCard(card, name, answer, { next, actions, remark, remove }) {
  const made = answer.made ?? unread(answer.refused);
  const readable = made.sections.length > 0;
  const heading = card.getAttribute("aria-labelledby");
  card.removeAttribute("aria-busy");
  card.replaceChildren(...[
    head(heading, name, made, remove),
    readable ? make("p", { class: "next" }, next[made.verdict.tone]) : null,
    ...made.found.map((kind) => showKind(kind, card, readable)),
    made.verdict.tone === "unreadable" ? make("p", { class: "quiet" }, ONLY) : null,
    readable ? showActions(name, actions(made), remark(made)) : null,
    readable ? showForm(heading, made.sections, made.found, made.verdict.tone !== "passed") : null,
  ].filter(Boolean));
  return made;
}

// A file that Python has not seen, or did not come back from, shown like one that cannot be read.
function unread(message) {
  const group = { place: "", message, explanation: "", cells: [] };
  return { verdict: { word: "无法读取", tone: "unreadable" }, title: "", found: [{ groups: [group] }], sections: [], whole: false };
}

function head(heading, name, made, remove) {
  return make("header", {},
    make("p", { class: `verdict ${made.verdict.tone}` }, made.verdict.word),
    make("div", { class: "whose" }, make("h3", { id: heading, tabindex: "-1" }, text(name)), make("p", { class: "quiet" }, text(made.title))),
    button("移去", remove, { class: "small", "aria-label": `移去 ${name}` }));
}

function showKind({ word, tone, count, groups }, card, readable) {
  const list = make("ul", { class: "found" }, ...groups.map((group) => showGroup(group, card)));
  if (!readable) return list;
  const heading = [make("span", { class: `word ${tone}` }, word), ` ${count} 处`];
  return tone === "note"
    ? make("details", { class: "notes" }, make("summary", {}, ...heading), list)
    : make("div", {}, make("h4", {}, ...heading), list);
}

function showGroup({ place, message, explanation, cells }, card) {
  const path = cells[0]?.path;
  return make("li", {},
    path ? button(text(place), () => jump(card, path), { class: "link" }) : place ? make("b", {}, text(place)) : null,
    make("p", {}, text(message)),
    explanation ? make("p", { class: "quiet" }, "单位说明：", text(explanation)) : null);
}

// To the cell in the form below, which is opened if need be.
function jump(card, path) {
  card.querySelector("details.form").open = true;
  const cell = cellOf(card, path);
  cell.scrollIntoView({ block: "center", inline: "center" });
  cell.querySelector("button").focus({ preventScroll: true });
}

function showActions(name, actions, remark) {
  const said = make("p", { role: "status" });
  const stem = name.replace(/\.[^.]*$/, "");
  const action = ([words, ending, ask]) => button(words, async ({ currentTarget: pressed }) => {
    pressed.disabled = true;
    said.textContent = "正在制作……";
    const answer = await ask();
    pressed.disabled = false;
    pressed.focus();  // which it lost while it was disabled
    said.textContent = answer.refused ?? `已下载 ${stem}${ending}`;
    if (answer.made) download(answer.made, stem + ending);
  });
  return make("div", { class: "actions" }, ...actions.map(action), remark ? make("p", { class: "quiet" }, remark) : null, said);
}
