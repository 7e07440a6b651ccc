// The studio in parts (docs/decisions/0018): the first bundle, and beside it one script for each name of a file that is
// imported on request, as `onRequest(() => import("./later"))`. What is in the first bundle is in no other script: those
// are handed the values that they need of it, so that there is one copy of each module.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { build } from "esbuild";

import { folded, packed, styles, workers } from "./esbuild.plugins.mjs";

const shared = {
  outdir: "build/parts",
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "inline",
  logLevel: "warning",
  metafile: true,
  write: false,
  loader: { ".wasm": "binary", ".svg": "text" },
};

/** Builds the studio from its entry; gives the first bundle, the other scripts by name, and the files that are in them. */
export async function buildParts(entry, { plain = false } = {}) {
  const finish = (text, module) => (plain ? text : folded(text, module));
  let names = [];
  let first = await buildFirst(entry, { names, plain });
  // What only other scripts use of a module may bring further modules into the first bundle.
  for (;;) {
    const inFirst = inputsOf(first.result);
    const parts = await Promise.all([...first.parts].sort().map((part) => buildPart(part, inFirst, plain)));
    const wanted = [...new Set(parts.flatMap((part) => part.imports.map(({ key }) => key)))].sort();
    if (wanted.join() === names.join() && first.build) {
      apart(parts);
      const scripts = parts.map((part) => [part.name, finish(handed(part, names, first.build), false)]);
      const results = [first.result, ...parts.map(({ result }) => result)];
      return {
        first: finish(first.text, true),
        scripts: Object.fromEntries(scripts),
        inputs: results.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
      };
    }
    names = wanted;
    const version = createHash("sha256").update(parts.map(({ text }) => text).join(first.text));
    first = await buildFirst(entry, { names, plain, version: version.digest("hex").slice(0, 12) });
  }
}

/** A bundle in one part, with the files that are in it. */
export async function buildPlain(entry) {
  const result = await build({ ...shared, entryPoints: [entry], minify: true, plugins: [workers, packed, styles] });
  return { text: folded(result.outputFiles[0].text, true), inputs: Object.keys(result.metafile.inputs) };
}

/** Refuses a module that several scripts hold: each would have a state of its own. */
function apart(parts) {
  const holders = new Map();
  for (const { name, result } of parts) {
    for (const file of inputsOf(result)) {
      if (file === "<stdin>") continue;
      const other = holders.get(file);
      if (other) throw new Error(`${file} is in the scripts '${other}' and '${name}': use it in the first bundle too.`);
      holders.set(file, name);
    }
  }
}

/** The files that something is left of. */
function inputsOf({ metafile }) {
  const [output] = Object.values(metafile.outputs);
  return new Set(Object.keys(output.inputs).filter((path) => output.inputs[path].bytesInOutput > 0));
}

/** The first bundle; `names` are what it hands over, as "file name". */
async function buildFirst(entry, { names, plain, version = "" }) {
  const parts = new Map();
  const onRequest = {
    name: "on-request",
    setup(studio) {
      studio.onLoad({ filter: /\/src\/.*\.tsx?$/, namespace: "file" }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (!text.includes("onRequest(() =>")) return undefined;
        const contents = text.replace(/\(\) => import\("(.+?)"\)/g, (_, to) => {
          const file = relative(".", resolve(dirname(path), `${to}.ts`));
          const name = basename(to);
          parts.set(name, [...(parts.get(name) ?? []), file]);
          return `(take) => take(${JSON.stringify(name)}, ${JSON.stringify(file)})`;
        });
        return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
      });
      studio.onResolve({ filter: /^shared:/ }, ({ path }) => ({ path, namespace: "shared" }));
      studio.onLoad({ filter: /.*/, namespace: "shared" }, () => ({
        contents: [
          ...names.map((each, k) => {
            const [file, name] = each.split(" ");
            return `import { ${name} as v${k} } from ${JSON.stringify(resolve(file))};`;
          }),
          `export const VERSION = ${JSON.stringify(version)};`,
          `export const shared = () => [${names.map((_, k) => `v${k}`).join()}];`,
        ].join("\n"),
        resolveDir: resolve("."),
      }));
    },
  };
  const result = await build({
    ...shared,
    entryPoints: [entry],
    minify: !plain,
    plugins: [onRequest, workers, packed, styles],
  });
  return { result, text: result.outputFiles[0].text, parts, build: version };
}

/** A script, of modules that are in the first bundle only their names. */
async function buildPart([name, files], inFirst, plain) {
  const outside = {
    name: "outside",
    setup(part) {
      part.onResolve({ filter: /.*/ }, async ({ path, pluginData, ...rest }) => {
        if (pluginData === "resolved" || rest.kind === "entry-point") return undefined;
        const found = await part.resolve(path, { ...rest, pluginData: "resolved" });
        const file = relative(".", found.path);
        return inFirst.has(file) ? { path: `first:${file}`, external: true } : found;
      });
    },
  };
  const modules = [...new Set(files)].sort();
  const result = await build({
    ...shared,
    stdin: {
      contents: [
        ...modules.map((file, k) => `import * as m${k} from "./${file}";`),
        `SCRIPT.modules = { ${modules.map((file, k) => `${JSON.stringify(file)}: m${k}`).join(", ")} };`,
      ].join("\n"),
      resolveDir: resolve("."),
    },
    minifySyntax: !plain,
    plugins: [outside, workers, packed, styles],
  });
  const imports = [];
  const text = result.outputFiles[0].text.replace(
    /^import (?:(.+?|\{[^}]*\}) from )?"first:(.*?)";$/gm,
    (_, what, file) => {
      if (what && !/^([\w$]+|\{[^}]*\})$/.test(what))
        throw new Error(`${name}: import either names of ${file}, or its default.`);
      const pairs = what?.startsWith("{") ? what.slice(1, -1).split(",") : what ? [`default as ${what}`] : [];
      for (const pair of pairs) {
        const [from, to = from] = pair.trim().split(" as ");
        imports.push({ key: `${file} ${from}`, to });
      }
      return "";
    },
  );
  return { name, text, imports, result };
}

/** The script as it is run: it takes what it needs from its own element, and puts its modules there. */
function handed({ text, imports }, names, version) {
  const at = new Map();
  const again = [];
  for (const { key, to } of imports) {
    const place = names.indexOf(key);
    if (at.has(place)) again.push(`const ${to} = ${at.get(place)};`);
    else at.set(place, to);
  }
  const taken = names
    .map((_, k) => at.get(k) ?? "")
    .join()
    .replace(/,+$/, "");
  return `(() => {
const SCRIPT = document.currentScript;
if (SCRIPT.version !== "${version}") return;
const [${taken}] = SCRIPT.shared;
${again.join("\n")}
${text}
})();`;
}
