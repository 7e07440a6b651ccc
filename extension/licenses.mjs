// What is bundled comes with its license, in the studio's texts and in the list that JupyterLab shows. The builder of
// the lab extension takes the studio for our own code: run by itself, after it, this adds what the studio holds.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const bundled = "build/licenses.json";
const lab = "../qdesign/labextension/static/third-party-licenses.json";

/** Writes the licenses of the packages that these files are of, and of the library inside the engine. */
export function writeLicenses(files) {
  const found = files.flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
  const packages = [...new Set([...found, "assemblyscript"])].sort().map(licensed);
  const texts = packages.map(
    ({ name, versionInfo, licenseId, extractedText }) => `${name} ${versionInfo} (${licenseId})\n\n${extractedText}\n`,
  );
  writeFileSync("../qdesign/static/LICENSES.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
  mkdirSync("build", { recursive: true });
  writeFileSync(bundled, JSON.stringify(packages));
}

function licensed(name) {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  // A NOTICE belongs to the license of those who have one (Apache-2.0).
  const files = ["LICENSE", "NOTICE"].map((file) => `node_modules/${name}/${file}`);
  const texts = files
    .filter((file, at) => at === 0 || existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim());
  const extractedText = texts.join("\n\n");
  return { name, versionInfo: version, licenseId: license, extractedText };
}

function completeLab() {
  const { packages } = JSON.parse(readFileSync(lab, "utf8"));
  const byName = new Map([...packages, ...JSON.parse(readFileSync(bundled, "utf8"))].map((one) => [one.name, one]));
  const sorted = [...byName.keys()].sort().map((name) => byName.get(name));
  writeFileSync(lab, JSON.stringify({ packages: sorted }, null, 2));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) completeLab();
