// The desk where reports are made public and compared.
import { button, download, find, make, text } from "./dom.js";
import { read, takeFiles } from "./files.js";
import { fillCard } from "./card.js";
import { ownNames } from "./form.js";

const FIRST = {
  correct: "有要改正的，改正后才能发布。可以先下载草稿看样子。",
  confirm: "请把要核实的核实清楚，再发布。",
  passed: "可以发布。",
};

const EXAMPLES = [["示例.xlsx", "filled"], ["示例（故意填错三处）.xlsx", "faulty"]];

export class PublishDesk {
  #python; #count = 0; #sides = {};

  constructor(python) {
    this.#python = python;
    const here = () => !find("desk-publish").hidden;
    takeFiles({ area: document, zone: find("drop-report"), inputs: [find("reports")], here }, (files) => this.#publish(files));
    find("report-example").addEventListener("click", () => this.#showExample());
    for (const side of ["a", "b"])
      takeFiles({ area: find(`drop-${side}`), zone: find(`drop-${side}`), inputs: [find(`side-${side}`)] }, (files) => this.#take(side, files));
  }

  async #publish(files) {
    for (const { name, file } of files) {
      const heading = `report-${++this.#count}`;
      const card = make("article", { class: "card", "aria-labelledby": heading, "aria-busy": "true" },
        make("h3", { id: heading }, text(name)), make("p", { class: "quiet" }, "正在读取……"));
      find("reports-made").prepend(card);
      const { bytes, refused } = await read(file);
      const answer = bytes ? await this.#python.ask("unit.judge", bytes) : { refused };
      const page = (draft) => () => this.#python.ask("publish.page", bytes, draft);
      fillCard(card, name, answer, {
        next: FIRST,
        actions: ({ whole }) => [whole ? ["下载网页稿", "-网页稿.html", page(false)] : ["下载草稿", "-草稿.html", page(true)]],
        remark: ({ whole }) => (whole ? "网页稿可以直接打开、打印，也可以交给网站发布；其中没有联系人和电话。" : "草稿每页印有“草稿”字样，不能用来发布。"),
        remove: () => { card.remove(); find("publishing").focus(); },
      });
    }
  }

  // One of the two that are compared, or both. Each is looked at by itself, so that one that cannot be used is named.
  async #take(side, files) {
    const sides = side === "a" ? ["a", "b"] : ["b", "a"];
    find("compared").replaceChildren();
    for (const [at, file] of files.slice(0, 2).entries()) await this.#look(sides[at], file);
    const { a, b } = this.#sides;
    if (a && b) await this.#compare(a, b);
  }

  async #look(side, { name, file }) {
    const one = { name, ...await read(file) };
    const { made, refused } = one.refused ? one : await this.#python.ask("publish.side", one.bytes);
    this.#sides[side] = refused ? null : one;
    find(`name-${side}`).replaceChildren(text(name));
    find(`whose-${side}`).replaceChildren(text(refused ?? made));
    find(`whose-${side}`).classList.toggle("refused", Boolean(refused));
  }

  async #compare(a, b) {
    find("compared").replaceChildren(make("p", { class: "quiet" }, "正在比对……"));
    const { made, refused } = await this.#python.ask("publish.compare", a.bytes, a.name, b.bytes, b.name);
    if (refused) return find("compared").replaceChildren(make("p", {}, text(refused)));
    const page = new TextDecoder().decode(made);
    const shown = new DOMParser().parseFromString(page, "text/html").querySelector("main");  // made by the library, which escapes every text
    shown.querySelector("h1").remove();
    for (const one of shown.querySelectorAll("h2")) one.replaceWith(make("h4", { id: one.id }, ...one.childNodes));
    const inside = make("div", { class: "comparison" }, ...shown.children);
    ownNames(inside, "compared-title");
    find("compared").replaceChildren(make("h3", { id: "compared-title", tabindex: "-1" }, "比对结果"), inside,
      make("p", { class: "actions" }, button("下载比对结果", () => download(made, "比对结果.html")),
        button("移去", () => this.#removeBoth(), { class: "small", "aria-label": "移去比对的两份表格" })));
  }

  #removeBoth() {
    this.#sides = {};
    for (const id of ["name-a", "whose-a", "name-b", "whose-b", "compared"]) find(id).replaceChildren();
    find("side-a").focus();
  }

  async #showExample() {
    const { made } = await this.#python.ask("publish.example");
    if (!made) return;
    const files = EXAMPLES.map(([name, one]) => ({ name, file: new Blob([made[one]]) }));
    await this.#publish(files.slice(0, 1));
    await this.#take("a", files);
  }
}
