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

export class PublishDesk {
  #python; #count = 0; #sides = {};

  constructor(python) {
    this.#python = python;
    const here = () => !find("desk-publish").hidden;
    takeFiles({ area: document, zone: find("drop-report"), inputs: [find("reports")], here }, (files) => this.#publish(files));
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

  // One of the two that are compared; with both there they are.
  async #take(side, [{ name, file }, second]) {
    this.#sides[side] = { name, ...await read(file) };
    if (second && side === "a") this.#sides.b = { name: second.name, ...await read(second.file) };
    for (const one of ["a", "b"]) find(`name-${one}`).replaceChildren(...this.#sides[one] ? [text(this.#sides[one].name)] : []);
    const { a, b } = this.#sides;
    if (a && b) await this.#compare(a, b);
  }

  async #compare(a, b) {
    const bad = [a, b].find((one) => one.refused);
    find("compared").replaceChildren(make("p", { class: "quiet" }, "正在比对……"));
    const { made, refused } = bad ?? await this.#python.ask("publish.compare", a.bytes, a.name, b.bytes, b.name);
    if (refused) return find("compared").replaceChildren(make("p", {}, text(bad ? `${bad.name}：${refused}` : refused)));
    const shown = new DOMParser().parseFromString(made.page, "text/html").querySelector("main");  // made by the library, which escapes every text
    shown.querySelector("h1").remove();
    const inside = make("div", { class: "comparison" }, ...shown.children);
    ownNames(inside, "compared-title");
    find("compared").replaceChildren(make("h3", { id: "compared-title", tabindex: "-1" }, "比对结果"), inside,
      make("p", { class: "actions" }, button("下载比对结果", () => download(new TextEncoder().encode(made.page), "比对结果.html"))));
  }
}
