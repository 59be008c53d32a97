// Runs in every browser, however old: what cannot show the page is said which browser can.
var NEEDED = "请使用较新的浏览器打开本页：Chrome 或 Edge 97、Firefox 113、Safari 16.4 以上，或同样新的其他浏览器。";
var tooOld = typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined" || !WebAssembly.Exception;
if (tooOld) {
  document.getElementById("loading-said").textContent = NEEDED;
  document.documentElement.className = "old";
}
