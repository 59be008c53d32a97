// What happens when the page is opened.
import { find } from "./dom.js";
import { Python } from "./python.js";
import { UnitDesk } from "./unit.js";
import { OfficeDesk } from "./office.js";
import { PublishDesk } from "./publish.js";

const DESKS = ["unit", "office", "publish"];
const STEPS = ["启动程序……", "读取年度报告的格式和核对规则……"];

// Show the desk that the address names; what lies on the others stays there.
function showDesk() {
  const wanted = location.hash.slice(1).replace("desk-", "");
  if (!DESKS.includes(wanted) && document.body.dataset.desk) return;  // it names a part of the desk
  const shown = DESKS.includes(wanted) ? wanted : DESKS[0];
  document.body.dataset.desk = shown;
  for (const name of DESKS) {
    find(`desk-${name}`).hidden = name !== shown;
    if (name === shown) find(`to-${name}`).setAttribute("aria-current", "page");
    else find(`to-${name}`).removeAttribute("aria-current");
  }
}

if (!tooOld) {
  const python = new Python((step) => { [find("loading-step").textContent, find("loading-bar").value] = [STEPS[step - 1], step]; });
  python.ready.then(
    () => { find("loading").hidden = true; document.body.dataset.ready = ""; },
    () => { find("loading-said").textContent = `没有能够启动。${NEEDED}`; find("loading-bar").hidden = find("loading-step").hidden = true; });
  for (const Desk of [UnitDesk, OfficeDesk, PublishDesk]) new Desk(python);
  find("explanation-close").addEventListener("click", () => find("explanation").close());
  addEventListener("hashchange", showDesk);
  showDesk();
}
