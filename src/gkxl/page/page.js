// What happens when the page is opened.
import { find } from "./dom.js";
import { Python } from "./python.js";
import { UnitDesk } from "./unit.js";

if (!tooOld) {
  const python = new Python();
  python.ready.then(
    () => { find("loading").hidden = true; document.body.dataset.ready = ""; },
    () => { find("loading-said").textContent = `没有能够启动。${NEEDED}`; find("loading-bar").hidden = true; });
  new UnitDesk(python);
  find("close").addEventListener("click", () => find("explanation").close());
}
