// Files that people drop or choose: their bytes, or a sentence where these cannot be had.
import { find } from "./dom.js";

const GONE = "没有能够读取。是文件夹的，请打开它，选中里面的表格；是文件的，请看是否已经移动、改名，再放一次。";

// Take what is dropped on an area, which shows so in its zone, or chosen with a button.
export function takeFiles({ area, zone, input }, take) {
  const handle = (name, work) => area.addEventListener(name, (event) => {
    event.preventDefault();  // or the browser would open the file in the place of the page
    event.stopPropagation();  // the area of last year's returns lies within that of all others
    work(event);
  });
  handle("dragover", () => zone.classList.add("over"));
  handle("dragleave", () => zone.classList.remove("over"));
  handle("drop", ({ dataTransfer: { files } }) => {
    zone.classList.remove("over");
    if (files.length) take([...files]);
  });
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";  // or the same file could not be chosen again
  });
}

// {bytes} or {refused}; of a file that is too large anyway no more than shows it.
export async function read(file) {
  try {
    const most = Number(find("files").dataset.most);
    return { bytes: new Uint8Array(await file.slice(0, most).arrayBuffer()) };
  } catch {
    return { refused: GONE };
  }
}
