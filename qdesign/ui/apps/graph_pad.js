// A graph in SVG that is changed by pointer and keys. Texts are set as text, never as markup.
const SPACE = "http://www.w3.org/2000/svg";
const SIZE = 300;
const RADIUS = 13;
const STYLE = `
svg { display: block; width: 100%; max-width: ${SIZE}px; aspect-ratio: 1; border-radius: 8px; touch-action: none;
  background: light-dark(#fafbfc, #191d23); border: 1px solid light-dark(#e2e6ea, #2b323b); cursor: crosshair; }
line { stroke: light-dark(#7d8793, #77828f); stroke-width: 1.6; }
line.cut { stroke: light-dark(#2b57d9, #86a8ff); stroke-width: 2.4; stroke-dasharray: 5 4; }
g { cursor: pointer; outline: none; }
circle { fill: light-dark(#ffffff, #242a32); stroke: light-dark(#515c68, #a9b3be); stroke-width: 1.5; }
g.side1 circle { fill: light-dark(#2b57d9, #86a8ff); stroke: light-dark(#2b57d9, #86a8ff); }
g.side1 text { fill: light-dark(#ffffff, #0d1426); }
g.chosen circle, g:focus-visible circle { stroke: light-dark(#bd7d00, #f0c268); stroke-width: 3; }
text { font: 12px Inter, system-ui, sans-serif; text-anchor: middle; dominant-baseline: central;
  fill: light-dark(#1a1f26, #e7eaee); pointer-events: none; }`;

export function render({ model, el }) {
  const style = document.createElement("style");
  style.textContent = STYLE;
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", `0 0 ${SIZE} ${SIZE}`);
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", "Graph: click two nodes to join or part them, click nothing to add one");
  el.append(style, svg);
  let chosen = -1;
  let dragged = null;
  let focused = -1;

  const make = (name, attributes, parent) => {
    const made = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };
  const at = (k) => (dragged?.node === k ? dragged.at : model.nodes[k]).map((part) => part * SIZE);

  const draw = () => {
    svg.replaceChildren();
    for (const [a, b] of model.edges) {
      if (!model.nodes[a] || !model.nodes[b]) continue;
      const [x1, y1] = at(a);
      const [x2, y2] = at(b);
      const isCut = model.sides.length === model.nodes.length && model.sides[a] !== model.sides[b];
      make("line", { x1, y1, x2, y2, class: isCut ? "cut" : "" }, svg);
    }
    model.nodes.forEach((_, k) => {
      const [x, y] = at(k);
      const side = model.sides.length === model.nodes.length && model.sides[k] ? " side1" : "";
      const group = make(
        "g",
        {
          class: `${k === chosen ? "chosen" : ""}${side}`,
          tabindex: k === Math.max(focused, 0) ? 0 : -1,
          role: "button",
          "aria-pressed": String(k === chosen),
          "aria-label": `Node ${k}`,
          "data-node": k,
        },
        svg,
      );
      make("circle", { cx: x, cy: y, r: RADIUS }, group);
      make("text", { x, y }, group).textContent = String(k);
      if (k === focused) group.focus({ preventScroll: true });
    });
  };

  const joined = (a, b) => model.edges.some(([x, y]) => x === Math.min(a, b) && y === Math.max(a, b));
  const pick = (k) => {
    if (chosen < 0 || chosen === k) chosen = chosen === k ? -1 : k;
    else {
      const pair = [Math.min(chosen, k), Math.max(chosen, k)];
      model.edges = joined(chosen, k)
        ? model.edges.filter(([x, y]) => x !== pair[0] || y !== pair[1])
        : [...model.edges, pair];
      chosen = -1;
    }
    draw();
  };
  const add = (x, y) => {
    if (model.nodes.length >= model.most) return;
    model.nodes = [...model.nodes, [x, y]];
    draw();
  };
  const remove = (k) => {
    if (model.nodes.length <= 2) return;
    const down = (j) => (j > k ? j - 1 : j);
    model.edges = model.edges.filter(([a, b]) => a !== k && b !== k).map(([a, b]) => [down(a), down(b)]);
    model.nodes = model.nodes.filter((_, j) => j !== k);
    chosen = -1;
    focused = Math.min(focused, model.nodes.length - 1);
    draw();
  };
  const place = (event) => {
    const box = svg.getBoundingClientRect();
    const inside = (part) => Math.min(0.95, Math.max(0.05, part));
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
  };
  const nodeOf = (event) => {
    const group = event.target.closest?.("g[data-node]");
    return group ? Number(group.dataset.node) : -1;
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const node = nodeOf(event);
    dragged = { node, from: [event.clientX, event.clientY], at: node < 0 ? null : model.nodes[node], moved: false };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!dragged || dragged.node < 0) return;
    const far = Math.hypot(event.clientX - dragged.from[0], event.clientY - dragged.from[1]);
    if (far < 4 && !dragged.moved) return;
    dragged.moved = true;
    dragged.at = place(event);
    draw();
  });
  svg.addEventListener("pointerup", (event) => {
    const done = dragged;
    dragged = null;
    if (!done) return;
    focused = done.node;
    if (done.node < 0) add(...place(event));
    else if (done.moved) {
      model.nodes = model.nodes.map((node, k) => (k === done.node ? done.at : node));
      draw();
    } else pick(done.node);
  });
  svg.addEventListener("keydown", (event) => {
    const node = nodeOf(event);
    const n = model.nodes.length;
    if (event.key === "Enter" || event.key === " ") pick(node);
    else if (event.key === "Escape") chosen = -1;
    else if (event.key === "Delete" || event.key === "Backspace") remove(node);
    else if (event.key === "ArrowRight" || event.key === "ArrowDown") focused = (node + 1) % n;
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") focused = (node + n - 1) % n;
    else if (event.key === "n") add(0.5, 0.5);
    else return;
    event.preventDefault();
    draw();
  });
  for (const name of ["nodes", "edges", "sides"]) model.on(name, draw);
  draw();
}
