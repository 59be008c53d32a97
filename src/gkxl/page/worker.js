// The worker: starts Python, then answers one message after the other with what `gkxl.page.unit` gives.
// Before it stand Pyodide's own two scripts, which know nothing of modules here.

self.onmessage = async ({ data: { parts: [wasm, stdlib, library, lock] } }) => {
  const kept = { "memory:/python_stdlib.zip": stdlib, "memory:/pyodide.asm.wasm": wasm };
  self.fetch = async (address) => new Response(kept[String(address)], { headers: { "Content-Type": "application/wasm" } });
  await answering(async () => {
    const python = await loadPyodide({
      indexURL: "memory:/",
      createPyodideModule: _createPyodideModule,
      lockFileContents: JSON.parse(new TextDecoder().decode(lock)),
      stdLibURL: "memory:/python_stdlib.zip",
      packageBaseUrl: "memory:/",
    });
    python.unpackArchive(library, "zip", { extractDir: "/lib/gkxl" });
    python.runPython("import sys; sys.path.insert(0, '/lib/gkxl')");
    const { call } = python.pyimport("gkxl.page.unit");
    self.onmessage = ({ data: { given } }) => answering(() => plain(call(...given)));
    plain(call("judge", plain(call("example")).made));  // so that the first return waits for no import
    return "ready";
  });
};

async function answering(work) {
  try {
    postMessage({ answer: await work() });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
}

function plain(made) {
  const result = made.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  made.destroy();
  return result;
}
