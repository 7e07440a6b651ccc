// The scripts that Python serves: the first bundle, one ES module for notebooks and Panel, and what that asks for later.
// Everything is inside them (engine, styles), because no request may leave the server.
import { writeFileSync } from "node:fs";

import { buildParts, buildPlain } from "./esbuild.parts.mjs";
import { workerInputs } from "./esbuild.plugins.mjs";
import { writeLicenses } from "./licenses.mjs";

const { first, scripts, inputs } = await buildParts("src/hosts/anywidget.ts");
// An instructor's page of a class, which shows no studio.
const classroom = await buildPlain("src/hosts/classroom.ts");
for (const [name, text] of Object.entries({ studio: first, ...scripts, classroom: classroom.text }))
  writeFileSync(`../qdesign/static/${name}.js`, text);
writeLicenses([...inputs, ...classroom.inputs, ...workerInputs]);
