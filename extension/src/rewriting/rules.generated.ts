// Generated from qdesign/zx/rewrites/ by scripts/generate.py (make generate). Do not edit.

// @ts-nocheck: translated from checked Python, and held to it by a corpus.

import * as p from "./python";

import { Angle, Edit, PI, Refused, both, flipped, opposite, otherEnd } from "./edit";

// matching.py

function matching_exactly(names, count, what) {
  if ((!p.equal(p.len(names), count))) {
    throw new Refused(what);
  }
  return names;
}

function matching_chosenEdge(edit, names) {
  if (((p.equal(p.len(names), 1)) && (p.has(edit.edges, p.at(names, 0))))) {
    return p.at(edit.edges, p.at(names, 0));
  }
  if (((p.equal(p.len(names), 2)) && (p.has(edit.spiders, p.at(names, 0))) && (p.has(edit.spiders, p.at(names, 1))))) {
    return matching_onlyEdge(edit, p.at(names, 0), p.at(names, 1));
  }
  throw new Refused("select one edge, or the two spiders at its ends");
}

function matching_onlyEdge(edit, a, b) {
  let edges;
  edges = edit.between(a, b);
  if ((p.equal(p.len(edges), 0))) {
    throw new Refused("no edge joins them");
  }
  if ((p.len(edges) > 1)) {
    throw new Refused(`${p.len(edges)} edges join them, and it takes just one`);
  }
  return p.at(edges, 0);
}

function matching_refuseLoops(edit, name) {
  let edge;
  for (edge of p.iter(edit.at(name))) {
    if ((p.equal(edge.source, edge.target))) {
      throw new Refused(`'${name}' has a loop; remove it first`);
    }
  }
}

function matching_graphLikeNeighbors(edit, name) {
  let edge, neighbors, other;
  if ((p.at(edit.spiders, name).kind !== "Z")) {
    throw new Refused(`'${name}' is no Z-spider`);
  }
  neighbors = [];
  for (edge of p.iter(edit.at(name))) {
    other = otherEnd(edge, name);
    if ((p.equal(other, name))) {
      throw new Refused(`'${name}' has a loop; remove it first`);
    }
    if (((edge.kind !== "hadamard") || (p.at(edit.spiders, other).kind !== "Z"))) {
      throw new Refused(`not all edges of '${name}' are Hadamard edges to Z-spiders`);
    }
    if ((p.has(neighbors, other))) {
      throw new Refused(`'${name}' has parallel edges; remove them first`);
    }
    p.append(neighbors, other);
  }
  return neighbors;
}

function matching_eachColored(edit) {
  return p.iter(edit.coloredNames()).map((name) => [name]);
}

function matching_eachEdge(edit) {
  return p.iter(edit.allEdges()).map((edge) => [edge.id]);
}

function matching_joinedPairs(edit) {
  let a, b, edge, found, key;
  found = new Map([]);
  for (edge of p.iter(edit.allEdges())) {
    [a, b] = p.iter([edge.source, edge.target]);
    if (((!p.equal(a, b)) && p.truth(edit.isColored(a)) && p.truth(edit.isColored(b)))) {
      key = ((a < b) ? `${a}\n${b}` : `${b}\n${a}`);
      if ((!p.has(found, key))) {
        p.put(found, key, [a, b]);
      }
    }
  }
  return p.list(p.values(found));
}

// fuse.py

function fuse_match(edit) {
  let a, b, edge, found, key;
  found = new Map([]);
  for (edge of p.iter(edit.allEdges())) {
    [a, b] = p.iter([edge.source, edge.target]);
    if (((edge.kind !== "plain") || (p.equal(a, b)) || !p.truth(edit.isColored(a)))) {
      continue;
    }
    key = ((a < b) ? `${a}\n${b}` : `${b}\n${a}`);
    if (((p.at(edit.spiders, a).kind === p.at(edit.spiders, b).kind) && (!p.has(found, key)))) {
      p.put(found, key, [a, b]);
    }
  }
  return p.list(p.values(found));
}

function fuse_change(edit, names, options) {
  let color, name, reached, waiting;
  if ((p.len(names) < 2)) {
    throw new Refused("select two or more spiders of one color");
  }
  color = edit.colored(p.at(names, 0)).kind;
  for (name of p.iter(names)) {
    if ((edit.colored(name).kind !== color)) {
      throw new Refused("the colors differ");
    }
  }
  reached = [p.at(names, 0)];
  waiting = p.list(p.slice(names, 1, null));
  while (p.truth(waiting)) {
    name = p.first(p.iter(waiting).filter((n) => p.truth(p.iter(reached).map((r) => fuse_plainBetween(edit, r, n)).some(p.truth))), null);
    if ((name === null)) {
      throw new Refused(`no plain edge joins '${p.at(waiting, 0)}' to the others`);
    }
    p.remove(waiting, name);
    p.append(reached, name);
  }
  for (name of p.iter(p.slice(reached, 1, null))) {
    fuse_absorb(edit, p.at(names, 0), name);
  }
}

function fuse_plainBetween(edit, a, b) {
  return p.iter(edit.between(a, b)).map((edge) => (edge.kind === "plain")).some(p.truth);
}

function fuse_absorb(edit, kept, gone) {
  let edge, other;
  for (edge of p.iter(edit.at(gone))) {
    other = otherEnd(edge, gone);
    if ((p.equal(other, kept))) {
      if ((edge.kind === "hadamard")) {
        edit.addPhase(kept, PI);
      }
    } else {
      if ((p.equal(other, gone))) {
        edit.join(kept, kept, edge.kind);
      } else {
        edit.join(kept, other, edge.kind);
      }
    }
  }
  edit.addPhase(kept, p.at(edit.spiders, gone).phase);
  edit.inherit(kept, gone);
  edit.drop(gone);
}

// unfuse.py

function unfuse_match(edit) {
  return p.iter(matching_eachColored(edit)).filter((names) => !p.truth(p.at(edit.spiders, p.at(names, 0)).phase.isZero));
}

function unfuse_change(edit, names, options) {
  let name, spider;
  [name] = p.iter(matching_exactly(names, 1, "select one spider with a phase"));
  spider = edit.colored(name);
  if (p.truth(spider.phase.isZero)) {
    throw new Refused("its phase is zero");
  }
  edit.setPhase(name, new Angle());
  edit.join(name, edit.put(spider.kind, spider.phase, [name], 0.0, 0.5));
}

// remove_identity.py

function removeIdentity_match(edit) {
  return p.iter(matching_eachColored(edit)).filter((names) => (p.truth(p.at(edit.spiders, p.at(names, 0)).phase.isZero) && (p.equal(edit.degree(p.at(names, 0)), 2))));
}

function removeIdentity_change(edit, names, options) {
  let a, b, edges, first, kind, name, second;
  [name] = p.iter(matching_exactly(names, 1, "select one spider"));
  if (!p.truth(edit.colored(name).phase.isZero)) {
    throw new Refused("its phase is not zero");
  }
  edges = edit.at(name);
  if ((!p.equal(edit.degree(name), 2))) {
    throw new Refused("it has not exactly two legs");
  }
  if ((!p.equal(p.len(edges), 2))) {
    throw new Refused("its two legs are a loop");
  }
  [first, second] = p.iter(edges);
  kind = both(first.kind, second.kind);
  [a, b] = p.iter([otherEnd(first, name), otherEnd(second, name)]);
  edit.drop(name);
  edit.join(a, b, kind);
}

// insert_identity.py

function insertIdentity_match(edit) {
  return matching_eachEdge(edit);
}

function insertIdentity_change(edit, names, options) {
  let a, b, edge, middle;
  edge = matching_chosenEdge(edit, names);
  [a, b] = p.iter([edge.source, edge.target]);
  edit.cut(edge.id);
  middle = edit.put("Z", new Angle(), [a, b], 0.0, ((p.equal(a, b)) ? 0.5 : 0.0));
  edit.join(a, middle);
  edit.join(middle, b, edge.kind);
}

// change_color.py

function changeColor_match(edit) {
  return matching_eachColored(edit);
}

function changeColor_change(edit, names, options) {
  let edge, name;
  if ((p.equal(p.len(names), 0))) {
    throw new Refused("select spiders");
  }
  for (name of p.iter(names)) {
    edit.colored(name);
  }
  for (name of p.iter(names)) {
    edit.setKind(name, opposite(edit.colored(name).kind));
    for (edge of p.iter(edit.at(name))) {
      if ((!p.equal(edge.source, edge.target))) {
        edit.setEdgeKind(edge.id, flipped(edge.kind));
      }
    }
  }
}

// remove_loops.py

function removeLoops_match(edit) {
  let edge, found;
  found = new Map([]);
  for (edge of p.iter(edit.allEdges())) {
    if (((p.equal(edge.source, edge.target)) && p.truth(edit.isColored(edge.source)))) {
      p.put(found, edge.source, [edge.source]);
    }
  }
  return p.list(p.values(found));
}

function removeLoops_change(edit, names, options) {
  let edge, loops, name;
  [name] = p.iter(matching_exactly(names, 1, "select one spider with a loop"));
  edit.colored(name);
  loops = p.iter(edit.at(name)).filter((edge) => (p.equal(edge.source, edge.target)));
  if ((p.equal(p.len(loops), 0))) {
    throw new Refused("it has no loop");
  }
  for (edge of p.iter(loops)) {
    edit.cut(edge.id);
    if ((edge.kind === "hadamard")) {
      edit.addPhase(name, PI);
    }
  }
}

// hopf.py

function hopf_match(edit) {
  return p.iter(matching_joinedPairs(edit)).filter((pair) => (p.len(edit.between(p.at(pair, 0), p.at(pair, 1))) > 1));
}

function hopf_change(edit, names, options) {
  let a, b, differ, edge, edges, kind, word;
  [a, b] = p.iter(matching_exactly(names, 2, "select two spiders"));
  differ = (edit.colored(a).kind !== edit.colored(b).kind);
  kind = (p.truth(differ) ? "plain" : "hadamard");
  edges = p.iter(edit.between(a, b)).filter((edge) => (edge.kind === kind));
  word = (p.truth(differ) ? "plain" : "Hadamard");
  if ((p.equal(p.len(edges), 0))) {
    throw new Refused(`no ${word} edge joins them`);
  }
  if ((p.equal(p.len(edges), 1))) {
    throw new Refused(`one ${word} edge joins them, not two`);
  }
  for (edge of p.iter(p.slice(edges, null, p.times(p.floorOver(p.len(edges), 2), 2)))) {
    edit.cut(edge.id);
  }
}

// copy.py

function copy_match(edit) {
  return p.iter(matching_joinedPairs(edit)).filter((pair) => ((p.equal(edit.degree(p.at(pair, 0)), 1)) || (p.equal(edit.degree(p.at(pair, 1)), 1))));
}

function copy_change(edit, names, options) {
  let a, b, edge, kind, legs, link, made, other, phase, seen, state, through;
  [a, b] = p.iter(matching_exactly(names, 2, "select a spider with one leg and its neighbor"));
  edit.colored(a);
  edit.colored(b);
  link = matching_onlyEdge(edit, a, b);
  if (((!p.equal(edit.degree(a), 1)) && (!p.equal(edit.degree(b), 1)))) {
    throw new Refused("neither has just one leg");
  }
  [state, through] = p.iter((p.truth(copy_isState(edit, a)) ? [a, b] : [b, a]));
  if (!p.truth(copy_isState(edit, state))) {
    throw new Refused("the phase of the one with one leg is neither 0 nor π");
  }
  kind = p.at(edit.spiders, state).kind;
  seen = ((link.kind === "plain") ? kind : opposite(kind));
  phase = p.at(edit.spiders, state).phase;
  if ((seen === p.at(edit.spiders, through).kind)) {
    throw new Refused("they have one color; fuse them instead");
  }
  matching_refuseLoops(edit, through);
  legs = p.iter(edit.at(through)).filter((edge) => (!p.equal(edge.id, link.id)));
  for (edge of p.iter(legs)) {
    other = otherEnd(edge, through);
    made = edit.put(seen, phase, [through, other]);
    edit.join(made, other, edge.kind);
  }
  edit.drop(state);
  edit.drop(through);
}

function copy_isState(edit, name) {
  return ((p.equal(edit.degree(name), 1)) && p.truth(edit.isPauli(p.at(edit.spiders, name).phase)));
}

// pi_commute.py

function piCommute_match(edit) {
  let a, b, found;
  found = [];
  for ([a, b] of p.iter(matching_joinedPairs(edit))) {
    if (p.truth(piCommute_isTurn(edit, a))) {
      p.append(found, [a, b]);
    }
    if (p.truth(piCommute_isTurn(edit, b))) {
      p.append(found, [b, a]);
    }
  }
  return found;
}

function piCommute_change(edit, names, options) {
  let a, b, edge, far, kind, legs, link, made, other, phase, seen, source, through, turn;
  [a, b] = p.iter(matching_exactly(names, 2, "select a π with two legs and its neighbor"));
  edit.colored(a);
  edit.colored(b);
  if (p.truth(piCommute_isTurn(edit, a))) {
    [turn, through] = p.iter([a, b]);
  } else {
    if (p.truth(piCommute_isTurn(edit, b))) {
      [turn, through] = p.iter([b, a]);
    } else {
      throw new Refused("neither is a π with two legs");
    }
  }
  link = matching_onlyEdge(edit, turn, through);
  kind = edit.colored(turn).kind;
  seen = ((link.kind === "plain") ? kind : opposite(kind));
  if ((seen === edit.colored(through).kind)) {
    throw new Refused("they have one color; fuse them instead");
  }
  matching_refuseLoops(edit, through);
  far = p.first(p.iter(edit.at(turn)).filter((edge) => (!p.equal(edge.id, link.id))), p.none());
  source = otherEnd(far, turn);
  if ((p.equal(source, through))) {
    throw new Refused("both legs of the π end at the same spider");
  }
  phase = p.at(edit.spiders, turn).phase;
  legs = p.iter(edit.at(through)).filter((edge) => (!p.equal(edge.id, link.id)));
  edit.setPhase(through, p.neg(p.at(edit.spiders, through).phase));
  edit.drop(turn);
  edit.join(source, through, both(far.kind, link.kind));
  for (edge of p.iter(legs)) {
    other = otherEnd(edge, through);
    edit.cut(edge.id);
    made = edit.put(seen, phase, [through, other]);
    edit.join(through, made);
    edit.join(made, other, edge.kind);
  }
}

function piCommute_isTurn(edit, name) {
  return ((p.equal(p.at(edit.spiders, name).phase, PI)) && (p.equal(edit.degree(name), 2)) && (p.equal(p.len(edit.at(name)), 2)));
}

// bialgebra.py

function bialgebra_match(edit) {
  return p.iter(matching_joinedPairs(edit)).filter((pair) => ((p.at(edit.spiders, p.at(pair, 0)).kind !== p.at(edit.spiders, p.at(pair, 1)).kind) && p.truth(p.at(edit.spiders, p.at(pair, 0)).phase.isZero) && p.truth(p.at(edit.spiders, p.at(pair, 1)).phase.isZero)));
}

function bialgebra_change(edit, names, options) {
  let a, b, endsA, endsB, first, link, madeA, madeB, one, other, second;
  [a, b] = p.iter(matching_exactly(names, 2, "select two spiders"));
  [first, second] = p.iter([edit.colored(a), edit.colored(b)]);
  link = matching_onlyEdge(edit, a, b);
  if ((first.kind === second.kind)) {
    throw new Refused("they have one color");
  }
  if ((link.kind !== "plain")) {
    throw new Refused("they are joined by a Hadamard edge");
  }
  if ((!p.truth(first.phase.isZero) || !p.truth(second.phase.isZero))) {
    throw new Refused("a phase is not zero");
  }
  matching_refuseLoops(edit, a);
  matching_refuseLoops(edit, b);
  endsA = bialgebra_legs(edit, a, link.id);
  endsB = bialgebra_legs(edit, b, link.id);
  madeA = p.iter(endsA).map((leg) => bialgebra_copy(edit, a, leg, second.kind));
  madeB = p.iter(endsB).map((leg) => bialgebra_copy(edit, b, leg, first.kind));
  edit.drop(a);
  edit.drop(b);
  for (one of p.iter(madeA)) {
    for (other of p.iter(madeB)) {
      edit.join(one, other);
    }
  }
}

function bialgebra_legs(edit, name, link) {
  return p.iter(edit.at(name)).filter((edge) => (!p.equal(edge.id, link))).map((edge) => edge.id);
}

function bialgebra_copy(edit, name, leg, color) {
  let edge, made, other;
  edge = p.at(edit.edges, leg);
  other = otherEnd(edge, name);
  made = edit.put(color, new Angle(), [name, other]);
  edit.join(made, other, edge.kind);
  return made;
}

// local_complement.py

function localComplement_match(edit) {
  return p.iter(matching_eachColored(edit)).filter((names) => p.truth(localComplement_isQuarter(edit, p.at(names, 0))));
}

function localComplement_change(edit, names, options) {
  let a, b, name, neighbors, other, spider;
  [name] = p.iter(matching_exactly(names, 1, "select one spider"));
  spider = edit.colored(name);
  if (!p.truth(localComplement_isQuarter(edit, name))) {
    throw new Refused("its phase is not ±π/2");
  }
  neighbors = matching_graphLikeNeighbors(edit, name);
  edit.drop(name);
  for (other of p.iter(neighbors)) {
    edit.addPhase(other, p.neg(spider.phase));
  }
  for ([a, b] of p.iter(p.combinations(neighbors, 2))) {
    edit.toggle(a, b);
  }
}

function localComplement_isQuarter(edit, name) {
  let phase;
  phase = p.at(edit.spiders, name).phase;
  return ((p.equal(phase.pi.denominator, 2)) && p.truth(edit.isPauli(p.minus(phase, p.over(PI, 2)))));
}

// pivot.py

function pivot_match(edit) {
  return p.iter(matching_joinedPairs(edit)).filter((pair) => (p.truth(edit.isPauli(p.at(edit.spiders, p.at(pair, 0)).phase)) && p.truth(edit.isPauli(p.at(edit.spiders, p.at(pair, 1)).phase))));
}

function pivot_change(edit, names, options) {
  let a, b, common, first, name, nearA, nearB, onlyA, onlyB, second, x, y;
  [a, b] = p.iter(matching_exactly(names, 2, "select two joined spiders"));
  [first, second] = p.iter([edit.colored(a).phase, edit.colored(b).phase]);
  if ((!p.truth(edit.isPauli(first)) || !p.truth(edit.isPauli(second)))) {
    throw new Refused("a phase is neither 0 nor π");
  }
  [nearA, nearB] = p.iter([matching_graphLikeNeighbors(edit, a), matching_graphLikeNeighbors(edit, b)]);
  if ((!p.has(nearA, b))) {
    throw new Refused("no edge joins them");
  }
  common = p.iter(nearA).filter((n) => (p.has(nearB, n)));
  onlyA = p.iter(nearA).filter((n) => ((!p.has(nearB, n)) && (!p.equal(n, b))));
  onlyB = p.iter(nearB).filter((n) => ((!p.has(nearA, n)) && (!p.equal(n, a))));
  edit.drop(a);
  edit.drop(b);
  for (x of p.iter(onlyA)) {
    for (y of p.iter(onlyB)) {
      edit.toggle(x, y);
    }
    for (y of p.iter(common)) {
      edit.toggle(x, y);
    }
  }
  for (x of p.iter(onlyB)) {
    for (y of p.iter(common)) {
      edit.toggle(x, y);
    }
  }
  for (name of p.iter(onlyA)) {
    edit.addPhase(name, second);
  }
  for (name of p.iter(onlyB)) {
    edit.addPhase(name, first);
  }
  for (name of p.iter(common)) {
    edit.addPhase(name, p.plus(p.plus(first, second), PI));
  }
}

// expand_hadamard.py

function expandHadamard_match(edit) {
  return p.iter(edit.allEdges()).filter((edge) => (edge.kind === "hadamard")).map((edge) => [edge.id]);
}

function expandHadamard_change(edit, names, options) {
  let a, b, edge, first, second, shift, third;
  edge = matching_chosenEdge(edit, names);
  if ((edge.kind !== "hadamard")) {
    throw new Refused("the edge is plain");
  }
  [a, b] = p.iter([edge.source, edge.target]);
  shift = ((p.equal(a, b)) ? 0.5 : 0.0);
  edit.cut(edge.id);
  first = edit.put("Z", p.over(PI, 2), [a, a, b], 0.0, shift);
  second = edit.put("X", p.over(PI, 2), [a, b], 0.0, shift);
  third = edit.put("Z", p.over(PI, 2), [a, b, b], 0.0, shift);
  edit.join(a, first);
  edit.join(first, second);
  edit.join(second, third);
  edit.join(third, b);
}

// box_to_edge.py

function boxToEdge_match(edit) {
  return p.iter(edit.spiders).filter((name) => (p.at(edit.spiders, name).kind === "H")).map((name) => [name]);
}

function boxToEdge_change(edit, names, options) {
  let a, b, box, edges, first, kind, name, second;
  [name] = p.iter(matching_exactly(names, 1, "select one H-box"));
  box = p.at(edit.spiders, name);
  if ((box.kind !== "H")) {
    throw new Refused("it is no H-box");
  }
  edges = edit.at(name);
  if (((!p.equal(box.phase, PI)) || (!p.equal(edit.degree(name), 2)))) {
    throw new Refused("it has not two legs and phase π");
  }
  if ((!p.equal(p.len(edges), 2))) {
    throw new Refused("its two legs are a loop");
  }
  [first, second] = p.iter(edges);
  kind = flipped(both(first.kind, second.kind));
  [a, b] = p.iter([otherEnd(first, name), otherEnd(second, name)]);
  edit.drop(name);
  edit.join(a, b, kind);
}

/** The rules in the order of menus; those without `change` run in Python. */
export const RULES = [
  { name: "fuse", title: "Fuse spiders", group: "", help: "Spiders of one color joined by plain edges become one; their phases add up", key: "F", options: [], takesEdge: false, reverse: "unfuse", example: "in0 - a:Z(t) - b:Z(u) - out0\na = b", selection: ["a", "b"], match: fuse_match, change: fuse_change },
  { name: "unfuse", title: "Split the phase off", group: "", help: "The phase of a spider moves to a new one on a leg of its own", key: "U", options: [], takesEdge: false, reverse: "fuse", example: "in0 - a:Z(t) - out0", selection: ["a"], match: unfuse_match, change: unfuse_change },
  { name: "remove_identity", title: "Remove the identity", group: "", help: "A phase-free spider on a wire goes away", key: "R", options: [], takesEdge: false, reverse: "insert_identity", example: "in0 = a:Z - b:X(t) - out0", selection: ["a"], match: removeIdentity_match, change: removeIdentity_change },
  { name: "insert_identity", title: "Put a spider on the edge", group: "", help: "A phase-free Z-spider is put on an edge", key: "I", options: [], takesEdge: true, reverse: "remove_identity", example: "in0 = a:Z(t) - out0", selection: ["in0", "a"], match: insertIdentity_match, change: insertIdentity_change },
  { name: "change_color", title: "Change color", group: "", help: "Spiders change color, and every edge at them its kind", key: "C", options: [], takesEdge: false, reverse: "change_color", example: "in0 - a:Z(t) = b:X(u) - out0", selection: ["a", "b"], match: changeColor_match, change: changeColor_change },
  { name: "remove_loops", title: "Remove loops", group: "", help: "Loops at a spider go away; each Hadamard loop adds π", key: "", options: [], takesEdge: false, reverse: "", example: "in0 - a:Z(t) - out0\na = a\na - a", selection: ["a"], match: removeLoops_match, change: removeLoops_change },
  { name: "hopf", title: "Remove double edges (Hopf)", group: "", help: "Two plain edges between spiders of two colors vanish; so do two Hadamard edges within one", key: "O", options: [], takesEdge: false, reverse: "", example: "in0 - a:Z(t) - b:X(u) - out0\na - b", selection: ["a", "b"], match: hopf_match, change: hopf_change },
  { name: "copy", title: "Copy the state through", group: "", help: "A state of phase 0 or π is copied through a spider of the other color", key: "Y", options: [], takesEdge: false, reverse: "", example: "a:X(pi) - b:Z(t) - out0\nb = out1", selection: ["a", "b"], match: copy_match, change: copy_change },
  { name: "pi_commute", title: "Push π through", group: "", help: "A π on a leg goes through a spider of the other color, negating its phase", key: "P", options: [], takesEdge: false, reverse: "", example: "in0 - a:X(pi) - b:Z(t) - out0\nb = out1", selection: ["a", "b"], match: piCommute_match, change: piCommute_change },
  { name: "bialgebra", title: "Bialgebra", group: "", help: "Two phase-free spiders of two colors, joined by a plain edge, exchange places on all legs", key: "B", options: [], takesEdge: false, reverse: "reverse_bialgebra", example: "in0 - a:Z - b:X - out0\nin1 = a\nb - out1", selection: ["a", "b"], match: bialgebra_match, change: bialgebra_change },
  { name: "local_complement", title: "Local complementation", group: "", help: "A ±π/2 Z-spider goes; Hadamard edges between its neighbors are toggled", key: "L", options: [], takesEdge: false, reverse: "", example: "in0 - b:Z(t) = a:Z(pi/2) = c:Z - out0\na = d:Z(u) - out1\nb = c", selection: ["a"], match: localComplement_match, change: localComplement_change },
  { name: "pivot", title: "Pivot", group: "", help: "Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled", key: "V", options: [], takesEdge: false, reverse: "", example: "in0 - c:Z(t) = a:Z(pi) = b:Z = d:Z(u) - out0\na = e:Z - out1\nb = e\nc = d", selection: ["a", "b"], match: pivot_match, change: pivot_change },
  { name: "expand_hadamard", title: "Write the Hadamard as three spiders", group: "", help: "A Hadamard edge becomes Z(π/2), X(π/2), Z(π/2)", key: "", options: [], takesEdge: true, reverse: "", example: "in0 - a:Z(t) = b:Z - out0", selection: ["a", "b"], match: expandHadamard_match, change: expandHadamard_change },
  { name: "box_to_edge", title: "H-box to Hadamard edge", group: "", help: "An H-box with two legs and label -1 becomes a Hadamard edge", key: "", options: [], takesEdge: false, reverse: "", example: "in0 - a:Z(t) - h:H - b:Z - out0", selection: ["h"], match: boxToEdge_match, change: boxToEdge_change },
];
