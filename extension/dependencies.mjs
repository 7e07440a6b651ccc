// What may import what (docs/design.md, section 5): rows of folders from the lowest up, and the rooms of view/.
const ROWS = [
  ["document"],
  ["words"],
  ["rewriting"],
  ["state", "live", "port.ts"],
  ["lessons"],
  ["scene"],
  ["tools"],
  ["analysis"],
  ["commands"],
  ["view"],
  ["hosts"],
];
/** In view/: what rooms share, from the lowest up; the frame puts the rooms together. */
const SHARED = ["workbench", "widgets", "drawing"];

const path = (names) => `^src/(${names.map((name) => name.replace(".", "\\.")).join("|")})(/|$)`;
const upward = (rows, at) =>
  rows.slice(0, -1).map((row, k) => ({
    name: `${row.join(", ")}: nothing from rows above`,
    severity: "error",
    from: { path: at([row].flat(2)) },
    to: { path: at(rows.slice(k + 1).flat()) },
  }));
const shared = (names) => `^src/view/(${names.join("|")})/`;

export default {
  forbidden: [
    { name: "no circles", severity: "error", from: {}, to: { circular: true } },
    ...upward(ROWS, path),
    ...upward(
      SHARED.map((name) => [name]),
      shared,
    ),
    {
      name: "what rooms share knows no room",
      severity: "error",
      from: { path: shared(SHARED) },
      to: { path: "^src/view/[^/]+/", pathNot: shared(SHARED) },
    },
    {
      name: "a room imports from no other room",
      severity: "error",
      from: { path: "^src/view/([^/]+)/", pathNot: shared([...SHARED, "frame"]) },
      to: { path: "^src/view/[^/]+/", pathNot: ["^src/view/$1/", shared(SHARED)] },
    },
    {
      name: "the frame knows of a room what its room.ts gives",
      severity: "error",
      from: { path: "^src/view/frame/" },
      to: { path: "^src/view/[^/]+/", pathNot: ["^src/view/[^/]+/room\\.ts$", shared([...SHARED, "frame"])] },
    },
    {
      name: "only the studio draws",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(view|hosts)/" },
      to: { path: "^node_modules/(preact|@jupyterlab|@lumino)/" },
    },
    {
      name: "JupyterLab is known to its host alone",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/hosts/lab/" },
      to: { path: "^node_modules/(@jupyterlab|@lumino)/" },
    },
    {
      name: "the plugin is a bundle of its own and shows the studio's",
      severity: "error",
      from: { path: "^src/hosts/lab/" },
      to: { path: "^src/view/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js", ".d.ts"] },
  },
};
