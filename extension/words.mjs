// The words of the interface: `npm run words` writes src/words/en.json, every text of the source that can reach the
// screen, and lists what a language lacks; with `check` it only says what is stale (docs/decisions/0035).
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const SOURCE = "src";
const WORDS = "src/words";
/** What is read by machines, or written in other languages than English. */
const NOT_READ = [
  /^src\/words\//,
  /^src\/(port|document\/schema)\.generated\.ts$/,
  /^src\/document\/(qasm-write|qiskit-code|quantikz|json|shapes|qasm-names|exported-angle)\.ts$/,
  /^src\/scene\/(pdf|qr|math)\.ts$/,
  // Refusals of files and programs, which name places in them: these stay English.
  /^src\/document\/(read|check|qasm-read|formula|formula-tokens|pauli-text|pauli-tokens|rational|derived|options|many-controls)\.ts$/,
  /^src\/document\/(proof|unkept|shapes|noise|lemmas|film|json|write)\.ts$/,
  /^src\/rewriting\/(?!rules\.generated)/,
  /^src\/live\/(?!origin\.ts|readout\.ts|engine\.ts|outputs\.ts|sampling\.ts|noisy|wide|paths\.ts|single-qubits\.ts|choice\.ts)/,
  /^src\/view\/text\/words\.ts$/,
  /^src\/view\/jobs\/notebook\.ts$/,
  // Code, and a page that is kept, in English.
  /^src\/view\/analyze\/(reading|certificate)\.ts$/,
  /^src\/hosts\/(lab\/|anywidget|page\.ts|channel|journal|keeper|widget-port|bokeh)/,
  /\.d\.ts$/,
];
/** Of generated files, the fields that people read. */
const READ_FIELDS = new Set(["title", "help", "group", "label", "hint", "unit"]);
/** Attributes of elements and parts that are no words. */
const NO_WORDS = new Set(
  (
    "class className style key ref id for type role href target rel d points transform viewBox fill stroke cx cy r x y x1 " +
    "x2 y1 y2 width height name icon look tone mode kind value on half font dx dy pane size look rows src srcDoc sandbox " +
    "accept pattern inputMode autoComplete spellcheck part slot method is data lang download clip-path text-anchor " +
    "dominant-baseline font-family xmlns offset stop-color gradientUnits patternUnits marker-end"
  ).split(" "),
);
const SKIPPED_CALLS = new Set(
  (
    "querySelector querySelectorAll closest matches addEventListener removeEventListener getAttribute setAttribute " +
    "hasAttribute removeAttribute toggleAttribute createElement createElementNS setProperty getPropertyValue includes " +
    "startsWith endsWith split indexOf replace replaceAll has get require localeCompare edited drawn step slot onRequest " +
    "matchMedia getItem setItem removeItem dispatchEvent getContext postMessage effect"
  ).split(" "),
);

/** Has it letters of words, and not those of code? */
const WORDY = /\p{L}{2}/u;
const CODE =
  /^qd qd-|^position: |^-?\d+px|^translate\(|^xM\w+ |^--|\d+px |^[a-z0-9_.:#/@*+-]+$|[{};]\s*$|^[<#.[(]|=>|^\S*[_/\\]\S*$|^--|^[a-z]+(?:[A-Z]\w*)+$|var\(|calc\(|^data-|^M ?\d|\\/u;

/** A text with places that has a word beside one. */
const FORM = /\p{L}{3,} \{|\} \p{L}{2,}/u;
/** Single small words that functions give to be shown, which syntax does not tell from kinds. */
const ALSO = [
  "energy",
  "quarters",
  "loss",
  "{w} or more",
  "Download {}",
  "File",
  "rotations",
  "depth",
  "parameters",
  "gates",
  "constant",
  "saved",
  "{n} parameter ({n} independent)",
  "{n} parameters ({n} independent)",
  "{n} figure in {} s",
  "{n} figures in {} s",
];
/** Names of keys and of kinds of errors. */
const NAMES =
  /^(?:Alt|Ctrl|Mod|Shift)\+|^(?:Alt|Mod|Arrow\w+|Backspace|ContextMenu|Esc|Escape|qdesign|[A-Z]\w*Error)$|^(?:Invalid\w+|Not[A-Z]\w+|TooLarge|Unsupported|LessonFile|Disconnected)$/;

const texts = new Map();
const note = (key, where) => {
  const text = key.replace(/\s+/g, " ").trim();
  if (!WORDY.test(text.replace(/\{\w?\}/g, " ")) || NAMES.test(text) || !/\p{Ll}/u.test(text)) return;
  texts.set(text, [...(texts.get(text) ?? []), where]);
};

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? files(join(folder, each.name)) : /\.tsx?$/.test(each.name) ? [join(folder, each.name)] : [],
  );
}

const nameOf = (call) =>
  ts.isIdentifier(call.expression)
    ? call.expression.text
    : ts.isPropertyAccessExpression(call.expression)
      ? call.expression.name.text
      : "";

/** Is a text here shown as it stands, so that a single small word is one too? */
function isShown(node) {
  for (let at = node, up = node.parent; up; at = up, up = up.parent) {
    if (ts.isConditionalExpression(up)) {
      if (at === up.condition) return false;
    } else if (ts.isBinaryExpression(up)) {
      const kind = up.operatorToken.kind;
      if (
        kind === ts.SyntaxKind.AmpersandAmpersandToken
          ? at !== up.right
          : kind !== ts.SyntaxKind.QuestionQuestionToken &&
            kind !== ts.SyntaxKind.BarBarToken &&
            kind !== ts.SyntaxKind.PlusToken
      )
        return false;
    } else if (ts.isJsxExpression(up)) {
      return (
        ts.isJsxElement(up.parent) ||
        ts.isJsxFragment(up.parent) ||
        (ts.isJsxAttribute(up.parent) &&
          /^(title|label|note|alt|placeholder|aria-(label|description|valuetext|roledescription))$/.test(
            up.parent.name.getText(),
          ))
      );
    } else if (ts.isJsxAttribute(up)) {
      return /^(title|label|note|alt|placeholder|aria-(label|description|valuetext|roledescription))$/.test(
        up.name.getText(),
      );
    } else if (ts.isTemplateSpan(up)) {
      return true;
    } else if (ts.isReturnStatement(up) || ts.isArrowFunction(up)) {
      const made = ts.findAncestor(up, (each) => ts.isFunctionDeclaration(each) || ts.isVariableDeclaration(each));
      return /(words|text|said|title|label|note)$/i.test(made?.name?.getText() ?? "");
    } else if (ts.isVariableDeclaration(up)) {
      return /(words|word|said|title|label|note|unit)$/i.test(up.name.getText());
    } else if (ts.isPropertyAssignment(up)) {
      return /^(title|label|words|note|short|text|unit|help|empty|hint)$/.test(up.name.getText());
    } else if (!ts.isParenthesizedExpression(up) && !ts.isAsExpression(up)) {
      return false;
    }
  }
  return false;
}

function isSkipped(node) {
  const up = node.parent;
  if (ts.isImportDeclaration(up) || ts.isExportDeclaration(up) || ts.isLiteralTypeNode(up)) return true;
  if (ts.isCaseClause(up) || ts.isElementAccessExpression(up) || ts.isExternalModuleReference(up)) return true;
  if (ts.isPropertyAssignment(up) && up.name === node) return true;
  if (ts.isBinaryExpression(up)) {
    const op = up.operatorToken.getText();
    if (["===", "!==", "in", "<", ">"].includes(op)) return true;
  }
  if (ts.isCallExpression(up) || ts.isNewExpression(up)) {
    const name = nameOf(up);
    if (SKIPPED_CALLS.has(name) && !(name === "replace" && up.arguments[1] === node)) return true;
    if (name === "Refusal" && up.arguments[0] === node) return true;
    if (name === "command" && up.arguments[0] === node) return true;
  }
  for (let at = node; at; at = at.parent) {
    if (ts.isJsxAttribute(at)) return NO_WORDS.has(at.name.getText()) || at.name.getText().startsWith("data-");
    if (ts.isTaggedTemplateExpression(at) || ts.isTypeNode(at)) return true;
    if (
      ts.isPropertyAssignment(at) &&
      ["keys", "style", "class", "intent", "menu", "group_id", "fontFamily", "cell", "source"].includes(
        at.name.getText(),
      )
    )
      return true;
    if (
      ts.isCallExpression(at) &&
      SKIPPED_CALLS.has(nameOf(at)) &&
      !["edited", "drawn", "step", "effect"].includes(nameOf(at))
    )
      return true;
    if (ts.isFunctionLike(at)) return false;
  }
  return false;
}

/** What stands for something that a person, a file or a device named: it is shown as it is. */
const NAMED =
  /^(?:\w*[nN]ames?|file|files|text|typed|label|labels|id|ids|path|job|target|key|gate|parameter|param|wires?|register|lesson|value|values|written|symbol|x|y|n|k|base|index|query|tag|unit|message|qubit|qubits|bit|bits|from|to|first|last|low|high|at|place|clip|address|symbols|known|given|each|word)$/;
/** Whose titles people write. */
const WRITTEN = /^(?:incoming|lesson|goal|job|example|left|kept|file|drawing)$/;

/** Is what stands at a place of a text words of the interface, and not somebody's? */
function isWords(expression, seen = 0) {
  if (seen > 4) return false;
  if (ts.isParenthesizedExpression(expression)) return isWords(expression.expression, seen + 1);
  if (ts.isConditionalExpression(expression))
    return isWords(expression.whenTrue, seen + 1) && isWords(expression.whenFalse, seen + 1);
  if (
    ts.isStringLiteral(expression) ||
    ts.isTemplateExpression(expression) ||
    ts.isNoSubstitutionTemplateLiteral(expression)
  )
    return true;
  if (ts.isCallExpression(expression))
    return !/^(?:fixedText|String|join|dumps|toFixed|cut|number\w*|\w*Name\w*)$/.test(nameOf(expression));
  if (ts.isPropertyAccessExpression(expression))
    return expression.name.text === "title"
      ? !WRITTEN.test(expression.expression.getText())
      : !NAMED.test(expression.name.text);
  if (ts.isElementAccessExpression(expression) || ts.isBinaryExpression(expression))
    return !/\b(?:name|label|file)\b/.test(expression.getText());
  if (ts.isIdentifier(expression)) {
    const found = false;
    const scope = ts.findAncestor(expression, (each) => ts.isBlock(each) || ts.isSourceFile(each));
    for (
      let block = scope;
      block && !found;
      block = ts.findAncestor(block.parent, (each) => ts.isBlock(each) || ts.isSourceFile(each))
    )
      for (const statement of block.statements)
        if (ts.isVariableStatement(statement))
          for (const each of statement.declarationList.declarations)
            if (each.name.getText() === expression.text && each.initializer) return isWords(each.initializer, seen + 1);
    return !NAMED.test(expression.text);
  }
  return false;
}

function templateKey(node) {
  return (
    node.head.text +
    node.templateSpans.map((span) => `{${isWords(span.expression) ? "w" : ""}}${span.literal.text}`).join("")
  );
}

function read(file) {
  const text = readFileSync(file, "utf8");
  const generated = file.endsWith(".generated.ts");
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.ES2022,
    true,
    file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const take = (key, node) => {
    if (generated) {
      const field = node.parent;
      if (!ts.isPropertyAssignment(field) || !READ_FIELDS.has(field.name.getText().replaceAll('"', ""))) return;
      if (file.includes("gates.") && field.name.getText() === "label") return;
      note(key, file);
      return;
    }
    if (isSkipped(node)) return;
    if (
      isShown(node) ||
      (!CODE.test(key.replace(/\{\w?\}/g, "1").trim()) &&
        (FORM.test(key) || /\p{L}{2}.* .*\p{L}/u.test(key) || /^\p{Lu}\p{Ll}{2}/u.test(key) || /…$/.test(key)))
    )
      note(key, file);
  };
  const walk = (node) => {
    if (ts.isJsxText(node)) {
      const lines = node.text.split("\n");
      note(
        lines
          .map((line, k) => (k ? line.trimStart() : line))
          .map((line, k) => (k < lines.length - 1 ? line.trimEnd() : line))
          .filter(Boolean)
          .join(" "),
        file,
      );
    } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) take(node.text, node);
    else if (ts.isTemplateExpression(node)) take(templateKey(node), node);
    else if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
      !(ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.PlusToken)
    ) {
      const parts = [];
      const flat = (each) => {
        if (ts.isBinaryExpression(each) && each.operatorToken.kind === ts.SyntaxKind.PlusToken) {
          flat(each.left);
          flat(each.right);
        } else if (ts.isStringLiteral(each) || ts.isNoSubstitutionTemplateLiteral(each)) parts.push(each.text);
        else if (ts.isTemplateExpression(each)) parts.push(templateKey(each));
        else parts.push(`{${isWords(each) ? "w" : ""}}`);
      };
      flat(node);
      if (parts.some((part) => WORDY.test(part.replace(/\{\w?\}/g, "")))) {
        take(parts.join(""), node);
        // What stands in the parts that are no text of their own.
        const inner = (each) => {
          if (ts.isBinaryExpression(each) && each.operatorToken.kind === ts.SyntaxKind.PlusToken) {
            inner(each.left);
            inner(each.right);
          } else if (ts.isTemplateExpression(each)) each.templateSpans.forEach((span) => walk(span.expression));
          else if (!ts.isStringLiteral(each) && !ts.isNoSubstitutionTemplateLiteral(each)) walk(each);
        };
        inner(node);
        return;
      }
    } else if (ts.isPropertyAssignment(node) && /^(?:convention|columns)$/.test(node.name.getText())) {
      // What facts and columns of a figure are called.
      const facts = ts.isObjectLiteralExpression(node.initializer) ? node.initializer.properties : [];
      for (const each of facts) note(each.name?.getText().replaceAll('"', "") ?? "", file);
    } else if (
      ts.isCallExpression(node) &&
      nameOf(node) === "count" &&
      node.arguments[1] &&
      ts.isStringLiteral(node.arguments[1])
    ) {
      note(`{n} ${node.arguments[1].text}`, file);
      note(`{n} ${node.arguments[1].text}s`, file);
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
}

for (const file of files(SOURCE).map((each) => each.replaceAll("\\", "/")))
  if (!NOT_READ.some((each) => each.test(file))) read(file);

// Figures of Python, as scripts/figure_words.py found them.
for (const key of JSON.parse(readFileSync("src/words/figures.json", "utf8"))) note(key, "qdesign/analyze");

// Words of one letter case and one word that stand in lists, and the cards of the page's start screen.
for (const key of ALSO) note(key, "words.mjs");
for (const [, title, help] of readFileSync("../scripts/gallery.py", "utf8").matchAll(
  /Card\(\s*"([^"]+)",\s*"([^"]+)"/g,
)) {
  note(title, "scripts/gallery.py");
  note(help, "scripts/gallery.py");
}

const english = [...texts.keys()].sort();
const lines = (entries) => `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;

const isCheck = process.argv.includes("check");
let isStale = false;
for (const file of readdirSync(WORDS).filter((each) => /^[a-z]{2}\.json$/.test(each))) {
  const old = existsSync(join(WORDS, file)) ? readFileSync(join(WORDS, file), "utf8") : "{}";
  const words = JSON.parse(old);
  // The other kinds of places that a key had before are those that it has now.
  const bare = (text) => text.replace(/\{[wn]?\}/g, "{}");
  const before = new Map(Object.entries(words).map(([key, own]) => [bare(key), own]));
  const refilled = (key, own) => {
    const kinds = key.match(/\{[wn]?\}/g) ?? [];
    let k = 0;
    return own.replace(/\{[wn]?\}/g, () => kinds[k++] ?? "{}");
  };
  const now = english.flatMap((key) => {
    const own = file === "en.json" ? key : (words[key] ?? before.get(bare(key)));
    return own === undefined ? [] : [[key, refilled(key, own)]];
  });
  const missing = english.filter((key) => !now.some(([each]) => each === key));
  if (old !== lines(now) || missing.length) isStale = true;
  if (!isCheck) writeFileSync(join(WORDS, file), lines(now));
  if (!isCheck || missing.length) {
    for (const key of missing) console.log(`${file} lacks: ${JSON.stringify(key)}: "",   (${texts.get(key)[0]})`);
  }
}
if (isCheck && isStale) {
  console.error("The tables of words are not those of the source. In extension/, run: npm run words");
  console.error("Then add what it lists as missing to src/words/de.json.");
  process.exit(1);
}
