// What the bundles hold besides modules: scripts of workers as texts, deflated files, styles; and their last pass.
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minifySync } from "rolldown/utils";

/**
 * A bundle's text, some 2% smaller than esbuild leaves it: it folds across modules. Letters beyond Latin-1 are escaped, since one
 * of them makes Python keep the whole text, in each kernel, in two bytes a letter.
 */
export function folded(text, module) {
  const { code, errors } = minifySync(module ? "bundle.mjs" : "bundle.js", text, {
    module,
    compress: { target: "es2022", passes: 3 },
    mangle: { toplevel: true },
  });
  if (errors.length) throw new Error(errors.map((error) => error.message).join("\n"));
  return code.replace(/[\u0100-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The files in the scripts of workers: the metafile of the bundle around them names none of these. */
export const workerInputs = new Set();

/** A worker has the gate table of the page, which puts it before the script as `GATE_TABLE`. */
const gateTable = {
  name: "gate-table",
  setup(worker) {
    worker.onLoad({ filter: /\/gates\.generated\.ts$/ }, () => ({
      contents: "export const { ROWS, GROUPS, ALIASES } = GATE_TABLE;",
    }));
  },
};

/** `import text from "worker:./worker"`: a script of its own, bundled into a text. */
export const workers = {
  name: "workers",
  setup(studio) {
    studio.onResolve({ filter: /^worker:/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, `${path.slice("worker:".length)}.ts`),
      namespace: "worker",
    }));
    studio.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path }) => {
      const { outputFiles, metafile } = await build({
        entryPoints: [path],
        bundle: true,
        format: "iife",
        target: "es2022",
        minify: true,
        write: false,
        metafile: true,
        plugins: [gateTable],
      });
      for (const file of Object.keys(metafile.inputs)) workerInputs.add(file);
      const watchFiles = Object.keys(metafile.inputs).map((file) => resolve(file));
      return { contents: folded(outputFiles[0].text, false), loader: "text", resolveDir: dirname(path), watchFiles };
    });
  },
};

/** `import bytes from "packed:…"`: a file deflated, since the text of plain bytes packs badly. */
export const packed = {
  name: "packed",
  setup(studio) {
    studio.onResolve({ filter: /^packed:/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.slice("packed:".length)),
      namespace: "packed",
    }));
    studio.onLoad({ filter: /.*/, namespace: "packed" }, async ({ path }) => ({
      contents: deflateRawSync(await readFile(path), { level: 9 }),
      loader: "binary",
      watchFiles: [path],
    }));
  },
};

/** `import styles from "./room.css"`: a text without what only people need. */
export const styles = {
  name: "styles",
  setup(studio) {
    studio.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: (await transform(await readFile(path, "utf8"), { loader: "css", minify: true })).code,
      loader: "text",
      watchFiles: [path],
    }));
  },
};
