"use strict";

// Make the page of a collection answer; `data` is what stands in the page as JSON.
function showCollection(data) {
  const SHOWN = 50;
  const [CORRECT, CONFIRM, NOTE, SETTLED, ACCEPTED, COLLECTED] = data.words;
  const LETTER = [[CORRECT, ([, , word, beside]) => !beside && word === CORRECT],
    [CONFIRM, ([, , word, beside]) => !beside && word === CONFIRM],
    [COLLECTED, ([, , word, beside]) => beside && word !== NOTE]];
  const find = (name) => document.getElementById(name);
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children);
    return made;
  }

  const units = data.units.map((packed) => {
    const [code, name, level, extra, file, standing, below, parent, kind, faults, more, copy, original] = packed;
    const about = [code, level, ...(below ? [data.parents[parent]] : [])].filter(Boolean);
    return { name, extra, file, standing, parent, kind, faults, more, about, copy, original,
      text: fold([name, ...about, file].join("\n")) };
  });

  // The list of units

  const words = find("words");
  const chosen = { kind: find("kind"), parent: find("parent"), code: find("code") };
  let found = [];
  let shown = 0;

  function offer(select, labels) {
    const counts = new Map();
    units.forEach((unit) => keys(select, unit).forEach((key) => counts.set(key, (counts.get(key) || 0) + 1)));
    labels.forEach((label, index) => {
      if (counts.has(index)) {
        select.append(make("option", { value: index }, `${label}（${counts.get(index)}）`));
      }
    });
  }

  function keys(select, unit) {
    return select === chosen.code ? new Set(unit.faults.map(([code]) => code)) : [unit[select.id]];
  }

  function matches(unit, wanted) {
    return wanted.every((word) => unit.text.includes(word)) && Object.values(chosen).every((select) =>
      select.value === "" || [...keys(select, unit)].includes(Number(select.value)));
  }

  function filter() {
    const wanted = fold(words.value).split(/\s+/).filter(Boolean);
    found = units.filter((unit) => matches(unit, wanted));
    shown = 0;
    find("list").replaceChildren();
    showMore();
    find("count").textContent = found.length === units.length
      ? `共 ${units.length} 个单位` : `找到 ${found.length} 个单位（共 ${units.length} 个）`;
  }

  function showMore() {
    find("list").append(...found.slice(shown, shown + SHOWN).map(item));
    shown = Math.min(shown + SHOWN, found.length);
    find("more").hidden = shown === found.length;
    find("more").textContent = `再显示一些（还有 ${found.length - shown} 个）`;
  }

  function item(unit) {
    const [label, kind] = data.kinds[unit.kind];
    const made = make("li", {},
      make("div", { class: "head" },
        make("bdi", { class: "name" }, unit.name),
        make("span", { class: "state" }, make("span", { class: "dot", "data-kind": kind }), label),
        make("bdi", { class: "about" }, unit.about.join(" · "))));
    const files = [["打开退回的表格", unit.copy], ["打开报来的文件", unit.original]].filter(([, way]) => way);
    if (files.length) {
      made.append(make("p", { class: "files" }, ...files.map(([text, way]) => make("a", { href: way }, text))));
    }
    const facts = Object.entries(unit.extra).map(([heading, text]) => `${heading}：${text}`);
    const known = [...facts, ...(unit.file ? [`文件：${unit.file}`] : [])];
    if (unit.faults.length || known.length) {
      const [own, beside] = [0, 1].map((only) => unit.faults.filter(([code]) => data.codes[code][3] === only));
      made.append(make("details", { class: unit.faults.length ? "said" : "" }, make("summary", {}, summary(unit)),
        make("bdi", { class: "about" }, known.join("；")), ...said(own),
        ...(beside.length ? [make("p", { class: "about" }, COLLECTED), ...said(beside)] : []),
        unit.more ? make("p", { class: "about" }, more(unit)) : ""));
    }
    if (data.asking[unit.kind]) {
      made.append(letterOf(unit));
    }
    return made;
  }

  function said(faults) {
    return faults.length ? [make("ol", {}, ...faults.map(fault))] : [];
  }

  function more(unit) {
    return `另有 ${unit.more} 条，见退回的表格。`;
  }

  // What a unit is written: what to correct, what to confirm, and until when

  function letter(unit) {
    const open = unit.faults.filter(([, , explanation, , accepted]) => !(explanation || accepted));
    const parts = LETTER.map(([title, belongs]) => [title, open.filter(([code]) => belongs(data.codes[code]))]);
    return [`${unit.name}：`, `贵单位${data.asking[unit.kind]}。`,
      ...parts.flatMap(([title, faults]) => listed(title, faults)),
      ...(unit.more ? [more(unit)] : []), ...(data.office ? [data.office] : [])].join("\n");
  }

  function listed(title, faults) {
    return faults.length ? [`${title}：`, ...faults.map(([, message], index) => `${index + 1}. ${message}`)] : [];
  }

  function letterOf(unit) {
    const button = make("button", { type: "button" }, "复制给单位的通知");
    const made = make("p", { class: "letter" }, button, make("span", { role: "status" }));
    button.addEventListener("click", () => {
      const label = `给${unit.name}的通知`;
      const text = made.nextElementSibling || make("pre", { tabindex: 0, role: "region", "aria-label": label }, letter(unit));
      made.after(text);
      select(text);
      copied(button, document.execCommand("copy"));
    });
    return made;
  }

  function summary(unit) {
    const count = unit.faults.length + unit.more;
    return [count ? `${count} 条审核意见` : "", unit.standing].filter(Boolean).join("，") || "详情";
  }

  function fault([code, message, explanation, acceptance, accepted]) {
    const word = explanation ? SETTLED : accepted ? ACCEPTED : data.codes[code][2];
    const notes = [explanation && `单位说明：${explanation}`, acceptance].filter(Boolean);
    return make("li", {}, make("b", {}, word), make("bdi", {}, message),
      ...notes.flatMap((note) => [make("br", {}), make("bdi", {}, note)]));
  }

  function show(select, value) {
    find("filter").reset();
    select.value = value;
    filter();
    find("units").scrollIntoView();
    find("units").focus({ preventScroll: true });
  }

  offer(chosen.kind, data.kinds.map(([label]) => label));
  offer(chosen.parent, data.parents);
  offer(chosen.code, data.codes.map(([, meaning]) => meaning));
  filter();
  let waiting = 0;
  words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  Object.values(chosen).forEach((select) => select.addEventListener("change", filter));
  find("filter").addEventListener("submit", (event) => event.preventDefault());
  find("filter").addEventListener("reset", () => setTimeout(filter));
  find("more").addEventListener("click", () => {
    const first = shown;
    showMore();
    const next = find("list").children[first];
    next.tabIndex = -1;
    next.focus();
  });

  // On paper nobody can open what is closed
  onbeforeprint = () => document.querySelectorAll("#list .said:not([open])").forEach((one) => {
    one.open = true;
    addEventListener("afterprint", () => { one.open = false; }, { once: true });
  });

  // Whatever leads to the list

  document.querySelectorAll("[data-status], [data-letters]").forEach((button) => {
    const wanted = button.dataset.status || button.dataset.letters;
    button.addEventListener("click", () => show(chosen.kind, data.kinds.findIndex(([label]) => label === wanted)));
  });
  document.querySelectorAll("[data-parent]").forEach((button) => button.addEventListener("click", () =>
    show(chosen.parent, data.parents.indexOf(button.dataset.parent))));
  document.querySelectorAll("[data-code]").forEach((button) => button.addEventListener("click", () =>
    show(chosen.code, data.codes.findIndex(([code]) => code === button.dataset.code))));

  // Copying

  function copied(button, done) {
    button.nextElementSibling.textContent = done ? "已复制" : "已选中，请按 Ctrl+C 复制";
  }

  function select(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  document.querySelectorAll("[data-copy]").forEach((button) => button.addEventListener("click", () => {
    const text = find(button.dataset.copy);
    select(text);
    copied(button, document.execCommand("copy"));
  }));

  // Where a figure comes from

  function row(unit, part, most) {
    const bar = make("span", {});
    bar.style.width = `${(100 * Math.abs(Number(part))) / most}%`;
    return make("tr", {}, make("th", { scope: "row" }, make("bdi", {}, units[unit].name)),
      make("td", { class: "bar" }, bar), make("td", {}, String(part)));
  }

  function trace(cell, number) {
    const [largest, others, rest] = data.sources[cell.dataset.gk];
    const most = Math.max(...largest.map(([, part]) => Math.abs(Number(part))));
    find("sources-title").textContent = cell.headers.split(" ").map((name) => find(name).textContent).join(" / ");
    find("sources-total").textContent = `合计 ${number}，来自 ${largest.length + others} 个单位：`;
    find("sources-rows").replaceChildren(...largest.map(([unit, part]) => row(unit, part, most)));
    find("sources-rest").textContent = others ? `其余 ${others} 个单位合计 ${rest}，见汇总表格的“明细”。` : "";
    find("sources").showModal();
  }

  document.querySelectorAll("td[data-gk]").forEach((cell) => {
    if (data.sources[cell.dataset.gk]) {
      const number = cell.textContent;
      const button = make("button", { type: "button", title: "看来自哪些单位" }, number);
      button.addEventListener("click", () => trace(cell, number));
      cell.replaceChildren(button);
    }
  });
  find("close").addEventListener("click", () => find("sources").close());
  find("sources").addEventListener("click", (event) => {
    if (event.target === find("sources")) { find("sources").close(); }
  });
}

const ownData = document.getElementById("data");
if (ownData) { showCollection(JSON.parse(ownData.textContent)); }
