// Runs qdesign/wasm/page.py in Pyodide with a program, an observable and values; prints energy and state as JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, page, modules, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.FS.writeFile("/page.py", readFileSync(page));
python.FS.writeFile("/engine.wasm", readFileSync(join(modules, "engine.wasm")));
for (const name of ["program", "observable", "values"]) {
  python.FS.writeFile(`/${name}`, readFileSync(join(folder, name)));
}
console.log(
  python.runPython(`
import json, sys
from pathlib import Path
sys.path.insert(0, "/")
from page import PageModule

assert sys.platform == "emscripten"
module = PageModule(Path("/engine.wasm").read_bytes())
call = lambda name, *given: module.function(name)(*given)
program, observable, values = (Path("/" + name).read_bytes() for name in ("program", "observable", "values"))
start = call("begin", len(program))
module.write(start, program)
assert call("take", start, len(program), 0) == 0
start = call("input", len(observable))
module.write(start, observable)
assert call("observe", start, len(observable)) == 0
assert call("prepareProbabilities")
module.write(call("valuesAt"), values)
energy = call("tick")
json.dumps({"energy": energy, "state": module.read(call("stateAt"), 16 << 4).hex()})
`),
);
