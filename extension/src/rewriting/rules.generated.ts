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

function matching_boxes(edit) {
  return p.iter(edit.spiders).filter((name) => (p.at(edit.spiders, name).kind === "H")).map((name) => [name]);
}

function matching_theBox(edit, name) {
  if ((p.at(edit.spiders, name).kind !== "H")) {
    throw new Refused(`'${name}' is no H-box`);
  }
  matching_refuseLoops(edit, name);
  return name;
}

function matching_endLegs(edit, name) {
  let edge, made, other;
  for (edge of p.iter(edit.at(name))) {
    other = otherEnd(edge, name);
    made = edit.put("Z", new Angle(), [name, other]);
    edit.join(made, other, edge.kind);
  }
  edit.drop(name);
}

function matching_boxTargets(edit, box, passed) {
  let edge, found, other;
  found = [];
  for (edge of p.iter(edit.at(box))) {
    other = otherEnd(edge, box);
    if ((p.equal(other, passed))) {
      continue;
    }
    if (((edge.kind !== "plain") || (p.at(edit.spiders, other).kind !== "Z"))) {
      throw new Refused(`not all edges of '${box}' are plain edges to Z-spiders`);
    }
    if ((p.has(found, other))) {
      throw new Refused(`'${box}' has parallel edges; merge them first`);
    }
    p.append(found, other);
  }
  return p.sorted(found);
}

function matching_beyondNot(edit, turn, box) {
  let edges, others, spider, turns;
  spider = p.at(edit.spiders, turn);
  edges = edit.at(turn);
  if (((spider.kind !== "X") || (!p.equal(p.len(edges), 2)) || (!p.equal(edit.degree(turn), 2)))) {
    return "";
  }
  turns = (p.truth(edit.isPauli(spider.phase)) && p.truth(spider.phase.isConstant));
  if ((!p.truth(turns) || (p.equal(p.modulo(spider.phase.pi.numerator, 2), 0)))) {
    return "";
  }
  if (p.truth(p.iter(edges).map((edge) => (edge.kind !== "plain")).some(p.truth))) {
    return "";
  }
  others = p.iter(edges).map((edge) => otherEnd(edge, turn));
  if (((!p.has(others, box)) || (p.equal(p.at(others, 0), p.at(others, 1))))) {
    return "";
  }
  return ((p.equal(p.at(others, 0), box)) ? p.at(others, 1) : p.at(others, 0));
}

// graph_like.py

function graphLike_pivot(edit, a, b) {
  let common, first, name, nearA, nearB, onlyA, onlyB, second, x, y;
  [first, second] = p.iter([edit.colored(a).phase, edit.colored(b).phase]);
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

function graphLike_checkPair(edit, a, b) {
  let edges, name;
  for (name of p.iter([a, b])) {
    if ((p.at(edit.spiders, name).kind !== "Z")) {
      throw new Refused(`'${name}' is no Z-spider`);
    }
    if ((!p.equal(p.len(edit.neighbors(name)), edit.degree(name)))) {
      throw new Refused(`'${name}' has a loop or parallel edges; remove them first`);
    }
  }
  edges = edit.between(a, b);
  if ((p.equal(p.len(edges), 0))) {
    throw new Refused("no edge joins them");
  }
  if ((p.at(edges, 0).kind !== "hadamard")) {
    throw new Refused("they are joined by a plain edge");
  }
}

function graphLike_foreignLegs(edit, name) {
  return p.iter(edit.at(name)).filter((edge) => ((edge.kind !== "hadamard") || (p.at(edit.spiders, otherEnd(edge, name)).kind !== "Z")));
}

function graphLike_partLegs(edit, name, legs) {
  let edge, made, other;
  for (edge of p.iter(legs)) {
    other = otherEnd(edge, name);
    edit.cut(edge.id);
    made = edit.put("Z", new Angle(), [name, other]);
    edit.join(name, made, "hadamard");
    edit.join(made, other, flipped(edge.kind));
  }
}

function graphLike_phaseToGadget(edit, name) {
  let hub, leaf, phase;
  phase = p.at(edit.spiders, name).phase;
  edit.setPhase(name, new Angle());
  hub = edit.put("Z", new Angle(), [name], 0.0, p.neg(0.75));
  leaf = edit.put("Z", phase, [name], 0.0, p.neg(1.5));
  edit.join(name, hub, "hadamard");
  edit.join(hub, leaf, "hadamard");
}

function graphLike_leafOf(edit, hub) {
  let edge, joined, kind, leaves, other, phase;
  kind = edit.colored(hub).kind;
  phase = p.at(edit.spiders, hub).phase;
  if ((!p.truth(phase.isZero) && (!p.equal(phase, PI)))) {
    throw new Refused(`the phase of '${hub}' is neither 0 nor π`);
  }
  joined = ((kind === "Z") ? "hadamard" : "plain");
  leaves = [];
  for (edge of p.iter(edit.at(hub))) {
    other = otherEnd(edge, hub);
    if (((p.equal(other, hub)) || (!p.equal(p.len(edit.between(hub, other)), 1)))) {
      throw new Refused(`'${hub}' has a loop or parallel edges; remove them first`);
    }
    if (((edge.kind !== joined) || (p.at(edit.spiders, other).kind !== "Z"))) {
      throw new Refused(`'${hub}' is no hub of a phase gadget`);
    }
    if ((p.equal(edit.degree(other), 1))) {
      p.append(leaves, other);
    }
  }
  if ((!p.equal(p.len(leaves), 1))) {
    throw new Refused(`'${hub}' is no hub of a phase gadget: it has ${p.len(leaves)} leaves, not one`);
  }
  return p.at(leaves, 0);
}

function graphLike_hubs(edit) {
  let found, name, other;
  found = new Map([]);
  for (name of p.iter(edit.coloredNames())) {
    if ((p.equal(edit.degree(name), 1))) {
      for (other of p.iter(edit.neighbors(name))) {
        if (p.truth(edit.isColored(other))) {
          p.put(found, other, null);
        }
      }
    }
  }
  return p.list(found);
}

function graphLike_gadgetPairs(edit) {
  let byTargets, hub, targets;
  byTargets = new Map([]);
  for (hub of p.iter(graphLike_hubs(edit))) {
    targets = p.iter(edit.neighbors(hub)).filter((n) => (!p.equal(edit.degree(n), 1)));
    if ((p.len(targets) > 0)) {
      p.append(p.setdefault(byTargets, p.join("\n", p.sorted(targets)), []), hub);
    }
  }
  return p.iter(p.values(byTargets)).flatMap((group) => p.iter(p.combinations(group, 2)));
}

function graphLike_leavesOfPair(edit, a, b) {
  let first, second, targets;
  [first, second] = p.iter([graphLike_leafOf(edit, a), graphLike_leafOf(edit, b)]);
  targets = p.iter([a, b]).map((h) => p.sorted(p.iter(edit.neighbors(h)).filter((n) => (!p.equal(edit.degree(n), 1)))));
  if (((p.has(p.at(targets, 1), a)) || (p.has(p.at(targets, 0), b)))) {
    throw new Refused("the hubs are joined to each other");
  }
  if ((!p.equal(p.at(targets, 0), p.at(targets, 1)))) {
    throw new Refused("the gadgets are not on the same spiders");
  }
  return [first, second];
}

function graphLike_gadgetPhase(edit, hub, leaf) {
  let phase;
  phase = p.at(edit.spiders, leaf).phase;
  return ((p.equal(p.at(edit.spiders, hub).phase, PI)) ? p.neg(phase) : phase);
}

function graphLike_isFullTurn(phase) {
  return (p.truth(phase.isConstant) && (p.equal(phase.radians, 0.0)) && (p.equal(phase.pi.denominator, 1)) && (p.equal(p.modulo(phase.pi.numerator, 2), 0)));
}

// hyper.py

function hyper_hyperLegs(edit, name, skipped) {
  let edge, found, kind, other, targets;
  if ((p.at(edit.spiders, name).kind !== "Z")) {
    throw new Refused(`'${name}' is no Z-spider`);
  }
  found = [];
  for (edge of p.iter(edit.at(name))) {
    other = otherEnd(edge, name);
    if ((p.has(skipped, other))) {
      continue;
    }
    if ((p.equal(other, name))) {
      throw new Refused(`'${name}' has a loop; remove it first`);
    }
    kind = p.at(edit.spiders, other).kind;
    if (((kind === "Z") && (edge.kind === "hadamard"))) {
      p.append(found, ["", PI, [other]]);
    } else {
      if (((kind === "H") && (edge.kind === "plain"))) {
        if ((!p.equal(p.len(edit.between(name, other)), 1))) {
          throw new Refused(`'${other}' has parallel edges; merge them first`);
        }
        targets = matching_boxTargets(edit, matching_theBox(edit, other), name);
        p.append(found, [other, p.at(edit.spiders, other).phase, p.tuple(targets)]);
      } else {
        throw new Refused(`a leg of '${name}' is neither a Hadamard edge to a Z-spider nor ends at an H-box`);
      }
    }
  }
  return found;
}

function hyper_addPhaseOn(edit, targets, phase, near) {
  let box, name;
  if (((p.equal(p.len(targets), 0)) || p.truth(graphLike_isFullTurn(phase)))) {
    return;
  }
  if ((p.equal(p.len(targets), 1))) {
    edit.addPhase(p.at(targets, 0), phase);
  } else {
    if (((p.equal(p.len(targets), 2)) && p.truth(graphLike_isFullTurn(p.minus(phase, PI))))) {
      edit.toggle(p.at(targets, 0), p.at(targets, 1));
    } else {
      box = edit.put("H", phase, [...p.iter(targets), ...p.iter(near)], 0.0, p.neg(0.5));
      for (name of p.iter(targets)) {
        edit.join(box, name);
      }
    }
  }
}

function hyper_hasBox(edit, name) {
  return p.iter(edit.neighbors(name)).map((other) => (p.at(edit.spiders, other).kind === "H")).some(p.truth);
}

// lemma_matching.py

const lemmaMatching_MOSTTrials = 200000;

function lemmaMatching_copies(edit, side, within, most) {
  let found, inside, order;
  found = [];
  order = lemmaMatching_searched(side);
  if ((p.len(order) > 0)) {
    inside = p.fromkeys(within, true);
    lemmaMatching_search(edit, side, order, inside, new Map([]), found, [lemmaMatching_MOSTTrials, most]);
  }
  return found;
}

function lemmaMatching_places(edit, side) {
  let copy, key, names, seen;
  seen = new Map([]);
  for (copy of p.iter(lemmaMatching_copies(edit, side, p.list(edit.spiders), 20000))) {
    names = p.list(p.values(copy));
    key = p.join("\n", p.sorted(names));
    if ((!p.has(seen, key))) {
      p.put(seen, key, names);
    }
  }
  return p.list(p.values(seen));
}

function lemmaMatching_searched(side) {
  let beside, found, left, name;
  left = [];
  for (name of p.iter(side.spiders)) {
    if ((p.at(side.spiders, name).kind !== "boundary")) {
      p.append(left, name);
    } else {
      if (p.truth(p.iter(side.neighbors(name)).map((n) => (p.at(side.spiders, n).kind === "boundary")).some(p.truth))) {
        return [];
      }
    }
  }
  found = [];
  while ((p.len(left) > 0)) {
    beside = p.iter(found).flatMap((name) => p.iter(side.neighbors(name)).filter((other) => (p.has(left, other))));
    name = ((p.len(beside) > 0) ? p.at(beside, 0) : p.at(left, 0));
    p.append(found, name);
    p.remove(left, name);
  }
  return found;
}

function lemmaMatching_replaceCopy(edit, names, side, ends, other, otherEnds) {
  let beyond, bound, copy, edge, end, far, found, inner, joined, kind, made, name, near, outer, partner, phase, spider, x, y;
  found = lemmaMatching_copies(edit, side, names, 1);
  if ((p.equal(p.len(found), 0))) {
    throw new Refused("the selection holds no copy of what it takes");
  }
  copy = p.at(found, 0);
  bound = lemmaMatching_bindings(edit, side, copy);
  beyond = lemmaMatching_beyond(edit, side, copy);
  partner = p.dict(p.zip(otherEnds, ends));
  near = p.list(p.values(copy));
  inner = p.iter(other.spiders).filter((name) => (!p.has(partner, name)));
  x = p.over(p.sum(p.iter(inner).map((name) => p.at(other.spiders, name).x)), p.max(1, p.len(inner)));
  y = p.over(p.sum(p.iter(inner).map((name) => p.at(other.spiders, name).y)), p.max(1, p.len(inner)));
  made = new Map([]);
  for (name of p.iter(inner)) {
    spider = p.at(other.spiders, name);
    phase = lemmaMatching_withValues(spider.phase, bound);
    p.put(made, name, edit.put(spider.kind, phase, near, p.minus(spider.x, x), p.minus(spider.y, y)));
  }
  for (name of p.iter(near)) {
    edit.drop(name);
  }
  for (edge of p.iter(other.allEdges())) {
    kind = edge.kind;
    joined = [];
    for (end of p.iter([edge.source, edge.target])) {
      if ((p.has(partner, end))) {
        [far, outer] = p.iter(p.at(beyond, p.at(partner, end)));
        kind = both(kind, outer);
        p.append(joined, far);
      } else {
        p.append(joined, p.at(made, end));
      }
    }
    edit.join(p.at(joined, 0), p.at(joined, 1), kind);
  }
}

function lemmaMatching_bindings(edit, side, copy) {
  let bound, guess;
  for (guess of p.iter([0, 1, 2])) {
    bound = lemmaMatching_solved(edit, side, copy, guess);
    if (p.truth(lemmaMatching_valuesFit(edit, side, copy, bound))) {
      return bound;
    }
  }
  return lemmaMatching_solved(edit, side, copy, 0);
}

function lemmaMatching_solved(edit, side, copy, guess) {
  let bound, chosen, factor, name, phase, ready, rest, several, symbol, terms, turns, waiting, whole;
  bound = new Map([]);
  waiting = p.list(p.keys(copy));
  while ((p.len(waiting) > 0)) {
    terms = p.iter(waiting).map((name) => lemmaMatching_openTerms(p.at(side.spiders, name).phase, bound));
    ready = p.iter(p.enumerate(waiting)).filter(([k, name]) => (p.equal(p.len(p.at(terms, k)), 1))).map(([k, name]) => name);
    whole = p.iter(p.enumerate(waiting)).filter(([k, name]) => p.truth(lemmaMatching_isWhole(p.at(terms, k)))).map(([k, name]) => name);
    several = p.iter(terms).flatMap((each) => p.iter(each).filter((term) => (p.len(each) > 1)).map((term) => p.at(term, 0)));
    if ((p.len(ready) > 0)) {
      name = ((p.len(whole) > 0) ? p.at(whole, 0) : p.at(ready, 0));
      phase = p.at(side.spiders, name).phase;
      [symbol, factor] = p.iter(p.at(lemmaMatching_openTerms(phase, bound), 0));
      rest = p.minus(p.at(edit.spiders, p.at(copy, name)).phase, lemmaMatching_withValues(phase, bound));
      p.put(bound, symbol, p.over(p.times(rest, factor.denominator), factor.numerator));
      p.remove(waiting, name);
    } else {
      if ((p.len(several) > 0)) {
        turns = p.iter(several).filter((symbol) => p.truth(side.isTurn(symbol)));
        chosen = ((p.len(turns) > 0) ? p.at(turns, 0) : p.at(several, 0));
        p.put(bound, chosen, new Angle());
        if ((p.equal(guess, 1))) {
          p.put(bound, chosen, Angle.parameter(chosen));
        } else {
          if (((p.equal(guess, 2)) && p.truth(side.isTurn(chosen)))) {
            p.put(bound, chosen, PI);
          }
        }
      } else {
        waiting = [];
      }
    }
  }
  return bound;
}

function lemmaMatching_isWhole(terms) {
  let factor;
  if ((!p.equal(p.len(terms), 1))) {
    return false;
  }
  factor = p.at(p.at(terms, 0), 1);
  return ((p.equal(factor.denominator, 1)) && ((p.equal(factor.numerator, 1)) || (p.equal(factor.numerator, p.neg(1)))));
}

function lemmaMatching_search(edit, side, order, inside, copy, found, left) {
  let beside, name, near, place, taken;
  if ((p.equal(p.len(copy), p.len(order)))) {
    if (p.truth(lemmaMatching_valuesFit(edit, side, copy, lemmaMatching_bindings(edit, side, copy)))) {
      p.append(found, p.dict(copy));
      p.put(left, 1, p.minus(p.at(left, 1), 1));
    }
    return;
  }
  name = p.at(order, p.len(copy));
  beside = p.iter(side.neighbors(name)).filter((n) => (p.has(copy, n)));
  near = ((p.len(beside) > 0) ? edit.neighbors(p.at(copy, p.at(beside, 0))) : p.list(p.keys(inside)));
  taken = p.fromkeys(p.values(copy), true);
  for (place of p.iter(near)) {
    if (((p.at(left, 0) <= 0) || (p.at(left, 1) <= 0))) {
      return;
    }
    p.put(left, 0, p.minus(p.at(left, 0), 1));
    if (((p.has(inside, place)) && (!p.has(taken, place)) && p.truth(lemmaMatching_fits(edit, side, name, place, copy)))) {
      p.put(copy, name, place);
      lemmaMatching_search(edit, side, order, inside, copy, found, left);
      p.remove(copy, name);
    }
  }
}

function lemmaMatching_fits(edit, side, name, place, copy) {
  let spider;
  if ((!p.has(edit.spiders, place))) {
    return false;
  }
  spider = p.at(side.spiders, name);
  if (((spider.kind !== p.at(edit.spiders, place).kind) || (!p.equal(side.degree(name), edit.degree(place))))) {
    return false;
  }
  if ((p.truth(spider.phase.isConstant) && !p.truth(lemmaMatching_samePhase(spider.phase, p.at(edit.spiders, place).phase)))) {
    return false;
  }
  if ((!p.equal(lemmaMatching_kinds(side, name, name), lemmaMatching_kinds(edit, place, place)))) {
    return false;
  }
  return p.iter(copy).map((n) => (p.equal(lemmaMatching_kinds(side, name, n), lemmaMatching_kinds(edit, place, p.at(copy, n))))).every(p.truth);
}

function lemmaMatching_kinds(edit, a, b) {
  let edges, plain;
  edges = edit.between(a, b);
  plain = p.len(p.iter(edges).filter((edge) => (edge.kind === "plain")));
  return `${plain} ${p.minus(p.len(edges), plain)}`;
}

function lemmaMatching_valuesFit(edit, side, copy, bound) {
  let symbol;
  for (symbol of p.iter(bound)) {
    if ((p.truth(side.isTurn(symbol)) && !p.truth(edit.isPauli(p.at(bound, symbol))))) {
      return false;
    }
  }
  return p.iter(copy).map((n) => lemmaMatching_samePhase(lemmaMatching_withValues(p.at(side.spiders, n).phase, bound), p.at(edit.spiders, p.at(copy, n)).phase)).every(p.truth);
}

function lemmaMatching_samePhase(a, b) {
  let gap;
  gap = p.minus(a, b);
  if ((!p.truth(gap.isConstant) || (p.abs(gap.radians) > 1e-12))) {
    return false;
  }
  return ((p.equal(gap.pi.denominator, 1)) && (p.equal(p.modulo(gap.pi.numerator, 2), 0)));
}

function lemmaMatching_openTerms(phase, bound) {
  return p.iter(phase.terms).filter(([symbol, factor]) => (!p.has(bound, symbol)));
}

function lemmaMatching_withValues(phase, bound) {
  let factor, symbol, total;
  total = phase.constant;
  for ([symbol, factor] of p.iter(phase.terms)) {
    if ((p.has(bound, symbol))) {
      total = p.plus(total, p.over(p.times(p.at(bound, symbol), factor.numerator), factor.denominator));
    }
  }
  return total;
}

function lemmaMatching_beyond(edit, side, copy) {
  let edge, end, found, inside, leg, name, number, outside;
  inside = p.fromkeys(p.values(copy), true);
  found = new Map([]);
  for (name of p.iter(copy)) {
    outside = p.iter(edit.at(p.at(copy, name))).filter((e) => (!p.has(inside, otherEnd(e, p.at(copy, name)))));
    number = 0;
    for (edge of p.iter(side.at(name))) {
      end = otherEnd(edge, name);
      if ((p.at(side.spiders, end).kind === "boundary")) {
        leg = p.at(outside, number);
        p.put(found, end, [otherEnd(leg, p.at(copy, name)), both(leg.kind, edge.kind)]);
        number = p.plus(number, 1);
      }
    }
  }
  return found;
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
  let apart, color, edge, k, left, name, other, reached;
  if ((p.len(names) < 2)) {
    throw new Refused("select two or more spiders of one color");
  }
  color = edit.colored(p.at(names, 0)).kind;
  for (name of p.iter(names)) {
    if ((edit.colored(name).kind !== color)) {
      throw new Refused("the colors differ");
    }
  }
  left = p.fromkeys(p.slice(names, 1, null));
  reached = [p.at(names, 0)];
  k = 0;
  while ((k < p.len(reached))) {
    for (edge of p.iter(edit.at(p.at(reached, k)))) {
      other = otherEnd(edge, p.at(reached, k));
      if (((edge.kind === "plain") && (p.has(left, other)))) {
        p.pop(left, other);
        p.append(reached, other);
      }
    }
    k = p.plus(k, 1);
  }
  apart = p.first(p.iter(left), null);
  if ((apart !== null)) {
    throw new Refused(`no plain edge joins '${apart}' to the others`);
  }
  for (name of p.iter(p.slice(reached, 1, null))) {
    fuse_absorb(edit, p.at(names, 0), name);
  }
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
  let chosen, edge, leg, made, name, near, phase, spider, text;
  [name] = p.iter(matching_exactly(names, 1, "select one spider"));
  spider = edit.colored(name);
  chosen = p.iter(p.str(p.at(options, "legs")).split(" ")).filter((leg) => (!p.equal(leg, "")));
  text = p.str(p.at(options, "phase"));
  if ((p.truth(spider.phase.isZero) && (p.equal(p.len(chosen), 0)) && (p.equal(text, "")))) {
    throw new Refused("its phase is zero; say which phase or legs the new spider takes");
  }
  for (leg of p.iter(chosen)) {
    if (((!p.has(edit.edges, leg)) || (!p.has([p.at(edit.edges, leg).source, p.at(edit.edges, leg).target], name)))) {
      throw new Refused(`'${leg}' is no edge of it`);
    }
    if ((p.equal(p.at(edit.edges, leg).source, p.at(edit.edges, leg).target))) {
      throw new Refused(`'${leg}' is a loop; remove it first`);
    }
  }
  phase = ((p.equal(text, "")) ? spider.phase : Angle.parse(text));
  near = p.plus([name], p.iter(chosen).map((leg) => otherEnd(p.at(edit.edges, leg), name)));
  made = edit.put(spider.kind, phase, near, 0.0, ((p.equal(p.len(chosen), 0)) ? 0.5 : 0.0));
  edit.addPhase(name, p.neg(phase));
  for (leg of p.iter(chosen)) {
    edge = p.at(edit.edges, leg);
    edit.cut(leg);
    edit.join(made, otherEnd(edge, name), edge.kind);
  }
  edit.join(name, made, "plain");
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
  let a, b, color, edge, middle;
  edge = matching_chosenEdge(edit, names);
  [a, b] = p.iter([edge.source, edge.target]);
  edit.cut(edge.id);
  color = ((p.equal(p.at(options, "color"), "x")) ? "X" : "Z");
  middle = edit.put(color, new Angle(), [a, b], 0.0, ((p.equal(a, b)) ? 0.5 : 0.0));
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
  return p.iter(matching_joinedPairs(edit)).filter((pair) => (p.len(hopf_doubled(edit, p.at(pair, 0), p.at(pair, 1))) > 1));
}

function hopf_change(edit, names, options) {
  let a, b, differ, edge, edges, word;
  [a, b] = p.iter(matching_exactly(names, 2, "select two spiders"));
  differ = (edit.colored(a).kind !== edit.colored(b).kind);
  edges = hopf_doubled(edit, a, b);
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

function hopf_doubled(edit, a, b) {
  let differ, kind;
  differ = (p.at(edit.spiders, a).kind !== p.at(edit.spiders, b).kind);
  kind = (p.truth(differ) ? "plain" : "hadamard");
  return p.iter(edit.between(a, b)).filter((edge) => (edge.kind === kind));
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
    if ((link.kind === "plain")) {
      throw new Refused("they have one color; fuse them instead");
    }
    throw new Refused("the Hadamard edge makes them of one color; change the color of one first");
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
  let a, b, edge, far, kind, legs, link, made, negated, other, phase, seen, source, through, turn;
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
    if ((link.kind === "plain")) {
      throw new Refused("they have one color; fuse them instead");
    }
    throw new Refused("the Hadamard edge makes them of one color; change the color of one first");
  }
  matching_refuseLoops(edit, through);
  far = p.first(p.iter(edit.at(turn)).filter((edge) => (!p.equal(edge.id, link.id))), p.none());
  source = otherEnd(far, turn);
  if ((p.equal(source, through))) {
    throw new Refused("both legs of the π end at the same spider");
  }
  phase = p.at(edit.spiders, turn).phase;
  negated = piCommute_turned(edit, p.at(edit.spiders, through).phase, phase);
  legs = p.iter(edit.at(through)).filter((edge) => (!p.equal(edge.id, link.id)));
  edit.setPhase(through, negated);
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
  let phase, turns;
  phase = p.at(edit.spiders, name).phase;
  turns = (p.truth(edit.isPauli(phase)) && !p.truth(phase.isZero));
  return (p.truth(turns) && (p.equal(edit.degree(name), 2)) && (p.equal(p.len(edit.at(name)), 2)));
}

function piCommute_turned(edit, phase, turn) {
  let moved, odd;
  if ((p.equal(turn, PI))) {
    return p.neg(phase);
  }
  if (p.truth(edit.isPauli(phase))) {
    return phase;
  }
  if (((p.equal(phase.pi.denominator, 2)) && p.truth(edit.isPauli(p.minus(phase, p.over(PI, 2)))))) {
    return p.plus(phase, turn);
  }
  if ((p.truth(phase.isConstant) && (p.equal(phase.radians, 0.0)) && p.truth(piCommute_isOne(turn)))) {
    odd = p.modulo(turn.pi.numerator, 2);
    moved = p.over(p.times(p.minus(turn, p.times(PI, odd)), p.times(2, phase.pi.numerator)), phase.pi.denominator);
    return ((p.equal(odd, 1)) ? p.minus(moved, phase) : p.minus(phase, moved));
  }
  throw new Refused("the π has a Boolean parameter, so the other phase must be a number times π");
}

function piCommute_isOne(turn) {
  let counts;
  counts = p.iter(turn.terms).map(([name, c]) => c.numerator);
  return (p.equal(counts, [1]));
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

// reverse_bialgebra.py

function reverseBialgebra_match(edit) {
  let found, groups, inner, key, name, ones, others, spider;
  groups = new Map([]);
  for (name of p.iter(edit.coloredNames())) {
    spider = p.at(edit.spiders, name);
    if (((spider.kind === "Z") && p.truth(spider.phase.isZero))) {
      inner = p.iter(edit.neighbors(name)).filter((n) => p.truth(reverseBialgebra_mayStand(edit, name, n)));
      if (((p.len(inner) > 1) && (p.equal(edit.degree(name), p.plus(p.len(inner), 1))))) {
        p.append(p.setdefault(groups, p.join("\n", p.sorted(inner)), []), name);
      }
    }
  }
  found = [];
  for ([key, ones] of p.iter(p.items(groups))) {
    others = key.split("\n");
    if (((p.len(ones) > 1) && p.truth(p.iter(others).map((n) => (p.equal(edit.degree(n), p.plus(p.len(ones), 1)))).every(p.truth)))) {
      p.append(found, [...p.iter(ones), ...p.iter(others)]);
    }
  }
  return found;
}

function reverseBialgebra_change(edit, names, options) {
  let a, b, edges, leg, name, one, ones, other, others, outerA, outerB;
  for (name of p.iter(names)) {
    if (!p.truth(edit.colored(name).phase.isZero)) {
      throw new Refused("a phase is not zero");
    }
  }
  ones = p.iter(names).filter((n) => (p.at(edit.spiders, n).kind === "Z"));
  others = p.iter(names).filter((n) => (p.at(edit.spiders, n).kind === "X"));
  if (((p.equal(p.len(ones), 0)) || (p.equal(p.len(others), 0)))) {
    throw new Refused("select Z-spiders and X-spiders that are all joined to each other");
  }
  for (a of p.iter(ones)) {
    for (b of p.iter(others)) {
      edges = edit.between(a, b);
      if (((!p.equal(p.len(edges), 1)) || (p.at(edges, 0).kind !== "plain"))) {
        throw new Refused(`'${a}' and '${b}' are not joined by just one plain edge`);
      }
    }
  }
  outerA = p.iter(ones).map((a) => reverseBialgebra_outer(edit, a, others));
  outerB = p.iter(others).map((b) => reverseBialgebra_outer(edit, b, ones));
  one = edit.put("X", new Angle(), ones);
  other = edit.put("Z", new Angle(), others);
  for ([leg, name] of p.iter(p.zip(outerA, ones))) {
    edit.join(one, otherEnd(p.at(edit.edges, leg), name), p.at(edit.edges, leg).kind);
  }
  for ([leg, name] of p.iter(p.zip(outerB, others))) {
    edit.join(other, otherEnd(p.at(edit.edges, leg), name), p.at(edit.edges, leg).kind);
  }
  edit.join(one, other);
  for (name of p.iter(names)) {
    edit.drop(name);
  }
}

function reverseBialgebra_mayStand(edit, name, other) {
  let edges, plain, spider;
  spider = p.at(edit.spiders, other);
  edges = edit.between(name, other);
  plain = ((p.equal(p.len(edges), 1)) && (p.at(edges, 0).kind === "plain"));
  return (p.truth(plain) && (spider.kind === "X") && p.truth(spider.phase.isZero));
}

function reverseBialgebra_outer(edit, name, inner) {
  let edges, other;
  edges = p.iter(edit.at(name)).filter((edge) => (!p.has(inner, otherEnd(edge, name))));
  if ((!p.equal(p.len(edges), 1))) {
    throw new Refused(`'${name}' has ${p.len(edges)} other legs, and it takes just one`);
  }
  other = otherEnd(p.at(edges, 0), name);
  if ((p.equal(other, name))) {
    throw new Refused(`'${name}' has a loop; remove it first`);
  }
  return p.at(edges, 0).id;
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
  let a, b;
  [a, b] = p.iter(matching_exactly(names, 2, "select two joined spiders"));
  if ((!p.truth(edit.isPauli(edit.colored(a).phase)) || !p.truth(edit.isPauli(edit.colored(b).phase)))) {
    throw new Refused("a phase is neither 0 nor π");
  }
  graphLike_pivot(edit, a, b);
}

// boundary_pivot.py

function boundaryPivot_match(edit) {
  let a, b, found;
  found = [];
  for ([a, b] of p.iter(matching_joinedPairs(edit))) {
    if ((p.truth(edit.isPauli(p.at(edit.spiders, a).phase)) && p.truth(edit.isPauli(p.at(edit.spiders, b).phase)))) {
      if ((p.plus(p.len(graphLike_foreignLegs(edit, a)), p.len(graphLike_foreignLegs(edit, b))) > 0)) {
        p.append(found, [a, b]);
      }
    }
  }
  return found;
}

function boundaryPivot_change(edit, names, options) {
  let a, b, both, legs, name;
  [a, b] = p.iter(matching_exactly(names, 2, "select two joined spiders"));
  if ((!p.truth(edit.isPauli(edit.colored(a).phase)) || !p.truth(edit.isPauli(edit.colored(b).phase)))) {
    throw new Refused("a phase is neither 0 nor π");
  }
  both = p.iter([a, b]).map((name) => [name, graphLike_foreignLegs(edit, name)]);
  if (((p.equal(p.len(p.at(p.at(both, 0), 1)), 0)) && (p.equal(p.len(p.at(p.at(both, 1), 1)), 0)))) {
    throw new Refused("neither has a leg to the boundary; take Pivot");
  }
  graphLike_checkPair(edit, a, b);
  for ([name, legs] of p.iter(both)) {
    graphLike_partLegs(edit, name, legs);
  }
  graphLike_pivot(edit, a, b);
}

// gadget_pivot.py

function gadgetPivot_match(edit) {
  let a, b, found;
  found = [];
  for ([a, b] of p.iter(matching_joinedPairs(edit))) {
    if ((p.truth(edit.isPauli(p.at(edit.spiders, a).phase)) || p.truth(edit.isPauli(p.at(edit.spiders, b).phase)))) {
      p.append(found, [a, b]);
    }
  }
  return found;
}

function gadgetPivot_change(edit, names, options) {
  let a, b, both, legs, name, paulis;
  [a, b] = p.iter(matching_exactly(names, 2, "select two joined spiders"));
  paulis = p.iter([a, b]).filter((n) => p.truth(edit.isPauli(edit.colored(n).phase)));
  if ((p.equal(p.len(paulis), 2))) {
    throw new Refused("both phases are 0 or π; take Pivot");
  }
  if ((p.equal(p.len(paulis), 0))) {
    throw new Refused("the phase of one of them must be 0 or π");
  }
  graphLike_checkPair(edit, a, b);
  both = p.iter([a, b]).map((name) => [name, graphLike_foreignLegs(edit, name)]);
  for ([name, legs] of p.iter(both)) {
    graphLike_partLegs(edit, name, legs);
  }
  graphLike_phaseToGadget(edit, ((p.equal(p.at(paulis, 0), a)) ? b : a));
  graphLike_pivot(edit, a, b);
}

// phase_to_gadget.py

function phaseToGadget_match(edit) {
  return p.iter(matching_eachColored(edit)).filter((names) => ((p.at(edit.spiders, p.at(names, 0)).kind === "Z") && !p.truth(p.at(edit.spiders, p.at(names, 0)).phase.isZero)));
}

function phaseToGadget_change(edit, names, options) {
  let name;
  [name] = p.iter(matching_exactly(names, 1, "select one Z-spider with a phase"));
  if ((edit.colored(name).kind !== "Z")) {
    throw new Refused("it is no Z-spider");
  }
  if (p.truth(p.at(edit.spiders, name).phase.isZero)) {
    throw new Refused("its phase is zero");
  }
  graphLike_phaseToGadget(edit, name);
}

// fuse_gadgets.py

function fuseGadgets_match(edit) {
  return graphLike_gadgetPairs(edit);
}

function fuseGadgets_change(edit, names, options) {
  let a, b, first, hub, leaf, second;
  [a, b] = p.iter(matching_exactly(names, 2, "select the hubs of two phase gadgets"));
  [first, second] = p.iter(graphLike_leavesOfPair(edit, a, b));
  for ([hub, leaf] of p.iter([[a, first], [b, second]])) {
    if ((p.equal(p.at(edit.spiders, hub).phase, PI))) {
      edit.setPhase(leaf, p.neg(p.at(edit.spiders, leaf).phase));
      edit.setPhase(hub, p.plus(p.at(edit.spiders, hub).phase, PI));
    }
  }
  edit.addPhase(first, p.at(edit.spiders, second).phase);
  edit.inherit(first, second);
  edit.inherit(a, b);
  edit.drop(second);
  edit.drop(b);
}

// remove_gadget.py

function removeGadget_match(edit) {
  return p.iter(graphLike_hubs(edit)).map((hub) => [hub]);
}

function removeGadget_change(edit, names, options) {
  let hub, leaf, name, phase, targets;
  [hub] = p.iter(matching_exactly(names, 1, "select the hub of one phase gadget"));
  leaf = graphLike_leafOf(edit, hub);
  phase = p.at(edit.spiders, leaf).phase;
  if (!p.truth(edit.isPauli(phase))) {
    throw new Refused("the phase of the gadget is neither 0 nor π");
  }
  targets = p.iter(edit.neighbors(hub)).filter((name) => (!p.equal(name, leaf)));
  edit.drop(leaf);
  edit.drop(hub);
  for (name of p.iter(targets)) {
    edit.addPhase(name, phase);
  }
}

// insert_gadgets.py

function insertGadgets_match(edit) {
  return p.iter(matching_eachColored(edit)).filter((names) => (p.at(edit.spiders, p.at(names, 0)).kind === "Z"));
}

function insertGadgets_change(edit, names, options) {
  let beside, bottom, hub, leaf, name, phase, side, signed, top;
  if ((p.equal(p.len(names), 0))) {
    throw new Refused("select Z-spiders");
  }
  for (name of p.iter(names)) {
    if ((edit.colored(name).kind !== "Z")) {
      throw new Refused(`'${name}' is no Z-spider`);
    }
  }
  phase = Angle.parse(p.str(p.at(options, "phase")));
  top = p.at(names, 0);
  bottom = p.at(names, 0);
  for (name of p.iter(names)) {
    if ((p.at(edit.spiders, name).y < p.at(edit.spiders, top).y)) {
      top = name;
    }
    if ((p.at(edit.spiders, name).y > p.at(edit.spiders, bottom).y)) {
      bottom = name;
    }
  }
  for ([signed, beside, side] of p.iter([[phase, top, p.neg(1.0)], [p.neg(phase), bottom, 1.0]])) {
    hub = edit.put("Z", new Angle(), [beside], 0.5, p.times(0.75, side));
    leaf = edit.put("Z", signed, [beside], 0.5, p.times(1.5, side));
    for (name of p.iter(names)) {
      edit.join(name, hub, "hadamard");
    }
    edit.join(hub, leaf, "hadamard");
  }
}

// remove_gadgets.py

function removeGadgets_match(edit) {
  return graphLike_gadgetPairs(edit);
}

function removeGadgets_change(edit, names, options) {
  let a, b, first, name, second;
  [a, b] = p.iter(matching_exactly(names, 2, "select the hubs of two phase gadgets"));
  [first, second] = p.iter(graphLike_leavesOfPair(edit, a, b));
  if (!p.truth(graphLike_isFullTurn(p.plus(graphLike_gadgetPhase(edit, a, first), graphLike_gadgetPhase(edit, b, second))))) {
    throw new Refused("their phases are not opposite; fuse them instead");
  }
  for (name of p.iter([first, second, a, b])) {
    edit.drop(name);
  }
}

// supplementarity.py

function supplementarity_match(edit) {
  let groups, name, near;
  groups = new Map([]);
  for (name of p.iter(edit.coloredNames())) {
    if (p.truth(p.at(edit.spiders, name).phase.isConstant)) {
      near = edit.neighbors(name);
      p.append(p.setdefault(groups, p.join("\n", p.sorted(near)), []), name);
      p.append(p.setdefault(groups, p.join("\n", p.sorted([...p.iter(near), name])), []), name);
    }
  }
  return p.iter(p.values(groups)).flatMap((group) => p.iter(p.combinations(group, 2)));
}

function supplementarity_change(edit, names, options) {
  let a, b, differ, first, joined, name, near, second, turned, what;
  [a, b] = p.iter(matching_exactly(names, 2, "select two Z-spiders on the same neighbors"));
  [first, second] = p.iter([edit.colored(a).phase, edit.colored(b).phase]);
  if ((!p.truth(first.isConstant) || !p.truth(second.isConstant))) {
    throw new Refused("a phase has a parameter, and there are values where the map is 0");
  }
  joined = (p.len(edit.between(a, b)) > 0);
  near = p.iter(matching_graphLikeNeighbors(edit, a)).filter((n) => (!p.equal(n, b)));
  if ((!p.equal(p.sorted(near), p.sorted(p.iter(matching_graphLikeNeighbors(edit, b)).filter((n) => (!p.equal(n, a))))))) {
    throw new Refused("they have not the same neighbors");
  }
  if ((p.equal(p.len(near), 0))) {
    throw new Refused("they have no neighbors");
  }
  differ = graphLike_isFullTurn(p.plus(p.minus(first, second), PI));
  turned = graphLike_isFullTurn(p.plus(p.plus(first, second), (p.truth(joined) ? new Angle() : PI)));
  if ((!p.truth(differ) && !p.truth(turned))) {
    what = (p.truth(joined) ? "are not opposite" : "do not add up to π");
    throw new Refused(`the phases do not differ by π and ${what}`);
  }
  if (p.truth(edit.isPauli((p.truth(joined) ? p.minus(first, p.over(PI, 2)) : first)))) {
    throw new Refused("with these phases the map is 0");
  }
  edit.drop(a);
  edit.drop(b);
  if (!p.truth(differ)) {
    for (name of p.iter(near)) {
      edit.addPhase(name, PI);
    }
  }
}

// expand_hadamard.py

function expandHadamard_match(edit) {
  return p.iter(edit.allEdges()).filter((edge) => (edge.kind === "hadamard")).map((edge) => [edge.id]);
}

function expandHadamard_change(edit, names, options) {
  let a, across, along, apart, b, dx, dy, edge, first, nearA, nearB, second, short, third;
  edge = matching_chosenEdge(edit, names);
  if ((edge.kind !== "hadamard")) {
    throw new Refused("the edge is plain");
  }
  [a, b] = p.iter([edge.source, edge.target]);
  across = p.minus(p.at(edit.spiders, b).x, p.at(edit.spiders, a).x);
  along = p.minus(p.at(edit.spiders, b).y, p.at(edit.spiders, a).y);
  short = ((p.abs(across) < 2.5) && (p.abs(along) < 2.5));
  dx = ((p.truth(short) && (p.abs(along) > p.abs(across))) ? 0.75 : 0.0);
  dy = ((p.truth(short) && (p.equal(dx, 0.0))) ? 0.75 : 0.0);
  edit.cut(edge.id);
  apart = ((p.equal(a, b)) ? 0.75 : 0.0);
  [nearA, nearB] = p.iter((p.truth(short) ? [[a], [b]] : [[a, a, a, b], [a, b, b, b]]));
  first = edit.put("Z", p.over(PI, 2), nearA, p.minus(dx, apart), dy);
  second = edit.put("X", p.over(PI, 2), [a, b], dx, dy);
  third = edit.put("Z", p.over(PI, 2), nearB, p.plus(dx, apart), dy);
  edit.join(a, first);
  edit.join(first, second);
  edit.join(second, third);
  edit.join(third, b);
}

// contract_hadamard.py

function contractHadamard_match(edit) {
  let found, name, near;
  found = [];
  for (name of p.iter(edit.coloredNames())) {
    near = edit.neighbors(name);
    if (((p.equal(edit.degree(name), 2)) && (p.equal(p.len(near), 2)) && p.truth(contractHadamard_isQuarter(edit, name)))) {
      if ((p.truth(contractHadamard_isQuarter(edit, p.at(near, 0))) && p.truth(contractHadamard_isQuarter(edit, p.at(near, 1))))) {
        p.append(found, [p.at(near, 0), name, p.at(near, 1)]);
      }
    }
  }
  return found;
}

function contractHadamard_change(edit, names, options) {
  let ends, kind, legs, link, middle, name, outer;
  matching_exactly(names, 3, "select three spiders in a row");
  middle = p.first(p.iter(names).filter((n) => p.truth(contractHadamard_isBetween(edit, n, names))), null);
  if ((middle === null)) {
    throw new Refused("they do not stand in a row");
  }
  ends = p.iter(names).filter((n) => (!p.equal(n, middle)));
  for (name of p.iter(names)) {
    if ((!p.equal(edit.degree(name), 2))) {
      throw new Refused(`'${name}' has not exactly two legs`);
    }
    if ((!p.equal(edit.colored(name).phase, edit.colored(middle).phase))) {
      throw new Refused("the phases are not all π/2, or all -π/2");
    }
  }
  if (!p.truth(contractHadamard_isQuarter(edit, middle))) {
    throw new Refused("the phases are not all π/2, or all -π/2");
  }
  for (name of p.iter(ends)) {
    link = edit.between(name, middle);
    if (((!p.equal(p.len(link), 1)) || (p.at(link, 0).kind !== "plain"))) {
      throw new Refused("they are not joined by plain edges");
    }
    if ((p.at(edit.spiders, name).kind === p.at(edit.spiders, middle).kind)) {
      throw new Refused("the colors do not alternate");
    }
  }
  legs = p.iter(ends).map((n) => p.first(p.iter(edit.at(n)).filter((e) => (!p.equal(otherEnd(e, n), middle))), p.none()));
  outer = p.iter(p.zip(legs, ends)).map(([leg, n]) => otherEnd(leg, n));
  if ((p.equal(p.at(outer, 0), p.at(ends, 1)))) {
    throw new Refused("they form a ring");
  }
  kind = ((p.at(legs, 0).kind === p.at(legs, 1).kind) ? "plain" : "hadamard");
  for (name of p.iter(names)) {
    edit.drop(name);
  }
  edit.join(p.at(outer, 0), p.at(outer, 1), flipped(kind));
}

function contractHadamard_isQuarter(edit, name) {
  let phase;
  if (!p.truth(edit.isColored(name))) {
    return false;
  }
  phase = p.at(edit.spiders, name).phase;
  return ((p.equal(phase, p.over(PI, 2))) || (p.equal(phase, p.over(p.times(PI, 3), 2))) || (p.equal(phase, p.over(p.neg(PI), 2))));
}

function contractHadamard_isBetween(edit, name, names) {
  return p.iter(names).map((other) => ((p.equal(other, name)) || (p.equal(p.len(edit.between(name, other)), 1)))).every(p.truth);
}

// euler.py

const euler_QUARTER = p.atan2(1.0, 1.0);

function euler_match(edit) {
  let beside, found, middle;
  found = [];
  for (middle of p.iter(edit.coloredNames())) {
    if (p.truth(euler_isNumber(edit, middle))) {
      beside = edit.neighbors(middle);
      if (((p.equal(p.len(beside), 2)) && p.truth(p.iter(beside).map((name) => euler_isNumber(edit, name)).every(p.truth)))) {
        p.append(found, [p.at(beside, 0), middle, p.at(beside, 1)]);
      }
    }
  }
  return found;
}

function euler_isNumber(edit, name) {
  return (p.truth(edit.isColored(name)) && (p.equal(edit.degree(name), 2)) && (p.equal(p.len(edit.at(name)), 2)) && p.truth(p.at(edit.spiders, name).phase.isConstant));
}

function euler_change(edit, names, options) {
  let angles, each, far, first, k, kinds, last, link, middle, name, nextLink, seen, seenLast, turned;
  matching_exactly(names, 3, "select three rotations in a row");
  [first, middle, last] = p.iter(euler_row(edit, names));
  [link, nextLink] = p.iter([matching_onlyEdge(edit, first, middle), matching_onlyEdge(edit, middle, last)]);
  kinds = p.iter([first, middle, last]).map((name) => p.at(edit.spiders, name).kind);
  turned = both(link.kind, nextLink.kind);
  seen = ((link.kind === "hadamard") ? opposite(p.at(kinds, 1)) : p.at(kinds, 1));
  seenLast = ((turned === "hadamard") ? opposite(p.at(kinds, 2)) : p.at(kinds, 2));
  if (((p.at(kinds, 0) !== seenLast) || (p.at(kinds, 0) === seen))) {
    throw new Refused("two neighbors in the row have one color; fuse them instead");
  }
  far = p.first(p.iter(edit.at(last)).filter((edge) => (!p.equal(edge.id, nextLink.id))), p.none());
  angles = euler_exchanged(p.iter([first, middle, last]).map((name) => euler_radians(p.at(edit.spiders, name).phase)));
  for (each of p.iter([link, nextLink])) {
    if ((each.kind === "hadamard")) {
      edit.setEdgeKind(each.id, "plain");
    }
  }
  if ((turned === "hadamard")) {
    edit.setEdgeKind(far.id, both(far.kind, turned));
  }
  for ([k, name] of p.iter(p.enumerate([first, middle, last]))) {
    edit.setKind(name, ((p.equal(k, 1)) ? p.at(kinds, 0) : opposite(p.at(kinds, 0))));
    edit.setPhase(name, p.at(angles, k));
  }
}

function euler_row(edit, names) {
  let first, last, middles, name;
  for (name of p.iter(names)) {
    edit.colored(name);
    if (((!p.equal(edit.degree(name), 2)) || (!p.equal(p.len(edit.at(name)), 2)))) {
      throw new Refused(`'${name}' has not just two legs`);
    }
  }
  middles = p.iter(names).filter((name) => ((p.equal(p.len(edit.neighbors(name)), 2)) && p.truth(p.iter(edit.neighbors(name)).map((n) => (p.has(names, n))).every(p.truth))));
  if ((p.equal(p.len(middles), 0))) {
    throw new Refused("they do not stand in a row");
  }
  if ((p.len(middles) > 1)) {
    throw new Refused("they stand in a ring");
  }
  for (name of p.iter(names)) {
    if (!p.truth(p.at(edit.spiders, name).phase.isConstant)) {
      throw new Refused(`the phase of '${name}' has a parameter; this takes numbers`);
    }
  }
  [first, last] = p.iter(edit.neighbors(p.at(middles, 0)));
  return [first, p.at(middles, 0), last];
}

function euler_radians(phase) {
  return p.plus(p.times(p.over(phase.pi.numerator, phase.pi.denominator), p.times(4, euler_QUARTER)), phase.radians);
}

function euler_exchanged(angles) {
  let a, apart, b, c, kept, total, turned, w, x, y, z;
  [a, b, c] = p.iter(angles);
  [w, x] = p.iter([p.times(p.cos(p.over(b, 2)), p.cos(p.over(p.plus(a, c), 2))), p.times(p.cos(p.over(b, 2)), p.sin(p.over(p.plus(a, c), 2)))]);
  [z, y] = p.iter([p.times(p.sin(p.over(b, 2)), p.cos(p.over(p.minus(c, a), 2))), p.times(p.neg(p.sin(p.over(b, 2))), p.sin(p.over(p.minus(c, a), 2)))]);
  [kept, turned] = p.iter([p.sqrt(p.plus(p.times(w, w), p.times(z, z))), p.sqrt(p.plus(p.times(x, x), p.times(y, y)))]);
  total = ((kept < 1e-09) ? 0.0 : p.times(2, p.atan2(z, w)));
  apart = ((turned < 1e-09) ? 0.0 : p.times(2, p.atan2(y, x)));
  if ((turned < 1e-09)) {
    apart = p.neg(total);
  }
  if ((kept < 1e-09)) {
    total = apart;
  }
  return [euler_angle(p.over(p.minus(total, apart), 2)), euler_angle(p.times(2, p.atan2(turned, kept))), euler_angle(p.over(p.plus(total, apart), 2))];
}

function euler_angle(radians) {
  let count, step;
  step = p.over(euler_QUARTER, 12);
  count = p.round(p.over(radians, step));
  if ((p.abs(p.minus(radians, p.times(count, step))) < 1e-11)) {
    return p.over(Angle.piTimes(count), 48);
  }
  return Angle.parse(p.str(p.over(p.round(p.times(p.modulo(radians, p.times(8, euler_QUARTER)), 1000000000000.0)), 1000000000000.0)));
}

// edge_to_box.py

function edgeToBox_match(edit) {
  return p.iter(edit.allEdges()).filter((edge) => (edge.kind === "hadamard")).map((edge) => [edge.id]);
}

function edgeToBox_change(edit, names, options) {
  let a, b, box, edge;
  edge = matching_chosenEdge(edit, names);
  if ((edge.kind !== "hadamard")) {
    throw new Refused("the edge is plain");
  }
  [a, b] = p.iter([edge.source, edge.target]);
  edit.cut(edge.id);
  box = edit.put("H", PI, [a, b], 0.0, ((p.equal(a, b)) ? 0.5 : 0.0));
  edit.join(a, box);
  edit.join(box, b);
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

// fuse_boxes.py

function fuseBoxes_match(edit) {
  let a, b, edge, found, kinds;
  found = [];
  for (edge of p.iter(edit.allEdges())) {
    [a, b] = p.iter([edge.source, edge.target]);
    if (((!p.equal(a, b)) && (edge.kind === "hadamard"))) {
      kinds = [p.at(edit.spiders, a).kind, p.at(edit.spiders, b).kind];
      if (((p.at(kinds, 0) === "H") && (p.at(kinds, 1) === "H"))) {
        p.append(found, [a, b]);
      }
    }
  }
  return found;
}

function fuseBoxes_change(edit, names, options) {
  let a, b, edge, edges, gone, kept;
  [a, b] = p.iter(matching_exactly(names, 2, "select two H-boxes that a Hadamard edge joins"));
  matching_theBox(edit, a);
  matching_theBox(edit, b);
  edges = edit.between(a, b);
  if (((!p.equal(p.len(edges), 1)) || (p.at(edges, 0).kind !== "hadamard"))) {
    throw new Refused("they are not joined by just one Hadamard edge");
  }
  if ((p.equal(p.at(edit.spiders, b).phase, PI))) {
    [kept, gone] = p.iter([a, b]);
  } else {
    if ((p.equal(p.at(edit.spiders, a).phase, PI))) {
      [kept, gone] = p.iter([b, a]);
    } else {
      throw new Refused("the phase of neither is π");
    }
  }
  for (edge of p.iter(edit.at(gone))) {
    if ((!p.equal(otherEnd(edge, gone), kept))) {
      edit.join(kept, otherEnd(edge, gone), edge.kind);
    }
  }
  edit.inherit(kept, gone);
  edit.drop(gone);
}

// multiply_boxes.py

function multiplyBoxes_match(edit) {
  let groups, name;
  groups = new Map([]);
  for ([name] of p.iter(matching_boxes(edit))) {
    p.append(p.setdefault(groups, p.join("\n", p.sorted(edit.neighbors(name))), []), name);
  }
  return p.iter(p.values(groups)).flatMap((group) => p.iter(p.slice(group, 1, null)).map((other) => [p.at(group, 0), other]));
}

function multiplyBoxes_change(edit, names, options) {
  let a, b, first, second;
  [a, b] = p.iter(matching_exactly(names, 2, "select two H-boxes on the same Z-spiders"));
  [first, second] = p.iter([matching_boxTargets(edit, matching_theBox(edit, a), ""), matching_boxTargets(edit, matching_theBox(edit, b), "")]);
  if ((!p.equal(first, second))) {
    throw new Refused("they are not on the same Z-spiders");
  }
  edit.addPhase(a, p.at(edit.spiders, b).phase);
  edit.inherit(a, b);
  edit.drop(b);
}

// box_parallel_legs.py

function boxParallelLegs_match(edit) {
  let box, found, other;
  found = [];
  for ([box] of p.iter(matching_boxes(edit))) {
    for (other of p.iter(edit.neighbors(box))) {
      if ((p.len(edit.between(box, other)) > 1)) {
        p.append(found, [box, other]);
      }
    }
  }
  return found;
}

function boxParallelLegs_change(edit, names, options) {
  let a, b, edge, kinds, plain;
  [a, b] = p.iter(matching_exactly(names, 2, "select an H-box and a Z-spider"));
  kinds = [p.at(edit.spiders, a).kind, p.at(edit.spiders, b).kind];
  if (((!p.has(kinds, "H")) || (!p.has(kinds, "Z")))) {
    throw new Refused("they are not an H-box and a Z-spider");
  }
  plain = p.iter(edit.between(a, b)).filter((edge) => (edge.kind === "plain"));
  if ((p.len(plain) < 2)) {
    throw new Refused("they are not joined by two plain edges");
  }
  for (edge of p.iter(p.slice(plain, 1, null))) {
    edit.cut(edge.id);
  }
}

// box_absorb.py

function boxAbsorb_match(edit) {
  let box, found, other;
  found = [];
  for ([box] of p.iter(matching_boxes(edit))) {
    for (other of p.iter(edit.neighbors(box))) {
      if (((p.equal(edit.degree(other), 1)) && p.truth(edit.isColored(other)))) {
        p.append(found, [other, box]);
      }
    }
  }
  return found;
}

function boxAbsorb_change(edit, names, options) {
  let a, b, box, edges, expected, kind, phase, state;
  [a, b] = p.iter(matching_exactly(names, 2, "select a state with one leg and the H-box beside it"));
  [state, box] = p.iter(((p.at(edit.spiders, b).kind === "H") ? [a, b] : [b, a]));
  matching_theBox(edit, box);
  if ((!p.equal(edit.degree(state), 1))) {
    throw new Refused(`'${state}' has not just one leg`);
  }
  edges = edit.between(state, box);
  if ((!p.equal(p.len(edges), 1))) {
    throw new Refused("no edge joins them");
  }
  kind = edit.colored(state).kind;
  expected = ((p.at(edges, 0).kind === "plain") ? "X" : "Z");
  if ((kind !== expected)) {
    throw new Refused("it is no state 0 or 1 at the H-box; change its color first");
  }
  phase = p.at(edit.spiders, state).phase;
  if ((!p.truth(phase.isZero) && (!p.equal(phase, PI)))) {
    throw new Refused(`the phase of '${state}' is neither 0 nor π`);
  }
  edit.inherit(box, state);
  edit.drop(state);
  if (p.truth(phase.isZero)) {
    matching_endLegs(edit, box);
  }
}

// split_box.py

function splitBox_match(edit) {
  return p.iter(matching_boxes(edit)).filter((names) => p.truth(p.at(edit.spiders, p.at(names, 0)).phase.isZero));
}

function splitBox_change(edit, names, options) {
  let name;
  [name] = p.iter(matching_exactly(names, 1, "select one H-box of phase 0"));
  matching_theBox(edit, name);
  if (!p.truth(p.at(edit.spiders, name).phase.isZero)) {
    throw new Refused("its phase is not zero");
  }
  matching_endLegs(edit, name);
}

// box_beside_not.py

function boxBesideNot_match(edit) {
  return p.iter(matching_boxes(edit)).flatMap(([box]) => p.iter(edit.neighbors(box)).filter((other) => (!p.equal(matching_beyondNot(edit, other, box), ""))).map((other) => [box, other]));
}

function boxBesideNot_change(edit, names, options) {
  let a, b, box, direct, edge, spider, turn;
  [a, b] = p.iter(matching_exactly(names, 2, "select an H-box and the NOT beside it"));
  [box, turn] = p.iter(((p.at(edit.spiders, a).kind === "H") ? [a, b] : [b, a]));
  matching_theBox(edit, box);
  spider = matching_beyondNot(edit, turn, box);
  if ((p.equal(spider, ""))) {
    throw new Refused(`'${turn}' is no NOT, X(π) on a wire, beside '${box}'`);
  }
  if ((p.at(edit.spiders, spider).kind !== "Z")) {
    throw new Refused("behind the NOT stands no Z-spider");
  }
  direct = p.iter(edit.between(spider, box)).filter((edge) => (edge.kind === "plain"));
  if ((p.equal(p.len(direct), 0))) {
    throw new Refused("no plain edge joins the H-box and the Z-spider behind the NOT");
  }
  for (edge of p.iter(direct)) {
    edit.cut(edge.id);
  }
  edit.drop(turn);
  matching_endLegs(edit, box);
}

// double_box.py

function doubleBox_match(edit) {
  let apart, box, found, near, whole;
  whole = p.iter(matching_boxes(edit)).filter(([box]) => ((edit.degree(box) > 0) && p.truth(doubleBox_isPlain(edit, box)))).map(([box]) => box);
  apart = p.iter(edit.coloredNames()).filter((n) => (p.at(edit.spiders, n).kind === "Z"));
  found = [];
  for (box of p.iter(whole)) {
    near = edit.neighbors(box);
    p.extend(found, p.iter(apart).filter((name) => (!p.has(near, name))).map((name) => [box, name]));
  }
  return found;
}

function doubleBox_isPlain(edit, box) {
  return ((p.equal(p.len(edit.neighbors(box)), edit.degree(box))) && p.truth(p.iter(edit.at(box)).map((edge) => ((edge.kind === "plain") && (p.at(edit.spiders, otherEnd(edge, box)).kind === "Z"))).every(p.truth)));
}

function doubleBox_change(edit, names, options) {
  let a, b, box, name, second, spider, targets, turn;
  [a, b] = p.iter(matching_exactly(names, 2, "select an H-box and a Z-spider apart from it"));
  [box, spider] = p.iter(((p.at(edit.spiders, a).kind === "H") ? [a, b] : [b, a]));
  targets = matching_boxTargets(edit, matching_theBox(edit, box), "");
  if ((edit.colored(spider).kind !== "Z")) {
    throw new Refused(`'${spider}' is no Z-spider`);
  }
  if ((p.has(targets, spider))) {
    throw new Refused("an edge joins them already");
  }
  if ((p.equal(p.len(targets), 0))) {
    throw new Refused("the H-box has no legs");
  }
  second = edit.put("H", p.at(edit.spiders, box).phase, [box, spider], 1.0);
  turn = edit.put("X", PI, [second, spider]);
  for (name of p.iter(targets)) {
    edit.join(second, name);
  }
  edit.join(box, spider);
  edit.join(spider, turn);
  edit.join(turn, second);
  edit.inherit(second, box);
}

// join_boxes.py

function joinBoxes_match(edit) {
  let box, found, other, spider, turn;
  found = [];
  for ([box] of p.iter(matching_boxes(edit))) {
    for (turn of p.iter(edit.neighbors(box))) {
      spider = matching_beyondNot(edit, turn, box);
      if ((p.equal(spider, ""))) {
        continue;
      }
      for (other of p.iter(edit.neighbors(spider))) {
        if (((!p.equal(other, box)) && (p.at(edit.spiders, other).kind === "H"))) {
          p.append(found, [other, box]);
        }
      }
    }
  }
  return found;
}

function joinBoxes_change(edit, names, options) {
  let a, b, edge, first, gone, kept, second, spider, turn;
  [a, b] = p.iter(matching_exactly(names, 2, "select two H-boxes"));
  matching_theBox(edit, a);
  matching_theBox(edit, b);
  [kept, gone] = p.iter(((p.equal(joinBoxes_turn(edit, b), "")) ? [b, a] : [a, b]));
  turn = joinBoxes_turn(edit, gone);
  if ((p.equal(turn, ""))) {
    throw new Refused("at neither stands a NOT, X(π) on a wire");
  }
  spider = matching_beyondNot(edit, turn, gone);
  [first, second] = p.iter([matching_boxTargets(edit, kept, ""), matching_boxTargets(edit, gone, turn)]);
  if (((!p.has(first, spider)) || (p.has(second, spider)))) {
    throw new Refused("the other H-box has no leg to the spider behind the NOT");
  }
  if ((!p.equal(p.iter(first).filter((name) => (!p.equal(name, spider))), second))) {
    throw new Refused("their other legs end at different spiders");
  }
  if ((!p.equal(p.at(edit.spiders, a).phase, p.at(edit.spiders, b).phase))) {
    throw new Refused("their phases differ");
  }
  edit.inherit(kept, gone);
  edit.drop(turn);
  edit.drop(gone);
  for (edge of p.iter(edit.between(kept, spider))) {
    edit.cut(edge.id);
  }
}

function joinBoxes_turn(edit, box) {
  return p.first(p.iter(edit.neighbors(box)).filter((n) => (!p.equal(matching_beyondNot(edit, n, box), ""))), "");
}

// hyper_complement.py

function hyperComplement_match(edit) {
  return p.iter(matching_eachColored(edit)).filter((names) => ((p.equal(p.at(edit.spiders, p.at(names, 0)).phase.pi.denominator, 2)) && p.truth(hyper_hasBox(edit, p.at(names, 0)))));
}

function hyperComplement_change(edit, names, options) {
  let leg, legs, name, one, other, phase;
  [name] = p.iter(matching_exactly(names, 1, "select one spider"));
  phase = edit.colored(name).phase;
  if (((!p.equal(phase.pi.denominator, 2)) || !p.truth(edit.isPauli(p.minus(phase, p.over(PI, 2)))))) {
    throw new Refused("its phase is not ±π/2");
  }
  legs = hyper_hyperLegs(edit, name, []);
  if (p.truth(p.iter(legs).map((leg) => (p.equal(p.at(leg, 0), ""))).every(p.truth))) {
    throw new Refused("no H-box stands beside it; take Local complementation");
  }
  for (leg of p.iter(legs)) {
    if ((!p.equal(p.at(leg, 1), PI))) {
      throw new Refused(`the phase of '${p.at(leg, 0)}' is not π`);
    }
  }
  for (leg of p.iter(legs)) {
    if ((!p.equal(p.at(leg, 0), ""))) {
      edit.drop(p.at(leg, 0));
    }
  }
  edit.drop(name);
  for (leg of p.iter(legs)) {
    hyper_addPhaseOn(edit, p.list(p.at(leg, 2)), p.neg(phase), [name]);
  }
  for ([one, other] of p.iter(p.combinations(legs, 2))) {
    hyper_addPhaseOn(edit, p.list(p.fromkeys([...p.iter(p.at(one, 2)), ...p.iter(p.at(other, 2))])), PI, [name]);
  }
}

// hyper_pivot.py

const hyperPivot_MOSTLegs = 5;

function hyperPivot_match(edit) {
  return p.iter(matching_joinedPairs(edit)).filter(([a, b]) => ((p.at(edit.spiders, a).kind === "Z") && (p.truth(hyper_hasBox(edit, a)) || p.truth(hyper_hasBox(edit, b)))));
}

function hyperPivot_change(edit, names, options) {
  let a, b, both, chosen, count, first, kept, keptLeg, leg, own, reached, second, step, summed, weight;
  [a, b] = p.iter(matching_exactly(names, 2, "select two joined spiders"));
  edit.colored(a);
  edit.colored(b);
  graphLike_checkPair(edit, a, b);
  if ((!p.truth(hyper_hasBox(edit, a)) && !p.truth(hyper_hasBox(edit, b)))) {
    throw new Refused("no H-box stands beside them; take Pivot");
  }
  [summed, kept] = p.iter((p.truth(hyperPivot_canGo(edit, a, b)) ? [a, b] : [b, a]));
  if (!p.truth(hyperPivot_canGo(edit, summed, kept))) {
    throw new Refused("neither has phase 0 and H-boxes of phase π alone");
  }
  [first, second] = p.iter([hyper_hyperLegs(edit, summed, [kept]), hyper_hyperLegs(edit, kept, [summed])]);
  if ((p.len(first) > hyperPivot_MOSTLegs)) {
    throw new Refused(`'${summed}' has ${p.len(first)} other legs, and this takes ${hyperPivot_MOSTLegs}`);
  }
  for (leg of p.iter([...p.iter(first), ...p.iter(second)])) {
    if (((p.has(p.at(leg, 2), a)) || (p.has(p.at(leg, 2), b)))) {
      throw new Refused("an H-box stands beside both");
    }
  }
  own = ["", p.at(edit.spiders, kept).phase, []];
  for (leg of p.iter([...p.iter(first), ...p.iter(second)])) {
    if ((!p.equal(p.at(leg, 0), ""))) {
      edit.drop(p.at(leg, 0));
    }
  }
  edit.drop(summed);
  edit.drop(kept);
  for (keptLeg of p.iter([...p.iter(second), own])) {
    for (count of p.iter(p.range(1, p.plus(p.len(first), 1)))) {
      weight = 1;
      for (step of p.iter(p.range(count))) {
        weight = p.times(weight, ((p.equal(step, 0)) ? 1 : p.neg(2)));
      }
      for (chosen of p.iter(p.combinations(first, count))) {
        reached = p.iter(chosen).flatMap((leg) => p.iter(p.at(leg, 2)));
        both = p.list(p.fromkeys([...p.iter(p.at(keptLeg, 2)), ...p.iter(reached)]));
        hyper_addPhaseOn(edit, both, p.times(p.at(keptLeg, 1), weight), [a, b]);
      }
    }
  }
}

function hyperPivot_canGo(edit, name, kept) {
  let beside;
  beside = p.iter(edit.neighbors(name)).filter((n) => (!p.equal(n, kept)));
  return (p.truth(p.at(edit.spiders, name).phase.isZero) && p.truth(p.iter(beside).map((n) => ((p.at(edit.spiders, n).kind !== "H") || (p.equal(p.at(edit.spiders, n).phase, PI)))).every(p.truth)));
}

// box_to_spider.py

function boxToSpider_match(edit) {
  return p.iter(matching_boxes(edit)).filter((names) => (p.equal(edit.degree(p.at(names, 0)), 1)));
}

function boxToSpider_change(edit, names, options) {
  let name;
  [name] = p.iter(matching_exactly(names, 1, "select one H-box"));
  if ((p.at(edit.spiders, name).kind !== "H")) {
    throw new Refused("it is no H-box");
  }
  if ((!p.equal(edit.degree(name), 1))) {
    throw new Refused(`it has ${edit.degree(name)} legs, not one`);
  }
  edit.setKind(name, "Z");
}

// spider_to_box.py

function spiderToBox_match(edit) {
  return p.iter(edit.coloredNames()).filter((name) => ((p.at(edit.spiders, name).kind === "Z") && (p.equal(edit.degree(name), 1)))).map((name) => [name]);
}

function spiderToBox_change(edit, names, options) {
  let name;
  [name] = p.iter(matching_exactly(names, 1, "select one Z-spider"));
  if ((p.at(edit.spiders, name).kind !== "Z")) {
    throw new Refused("it is no Z-spider");
  }
  if ((!p.equal(edit.degree(name), 1))) {
    throw new Refused(`it has ${edit.degree(name)} legs, not one`);
  }
  edit.setKind(name, "H");
}

// remove_scalar.py

function removeScalar_match(edit) {
  return p.iter(edit.spiders).filter((name) => (p.equal(edit.degree(name), 0))).map((name) => [name]);
}

function removeScalar_change(edit, names, options) {
  let name, spider;
  [name] = p.iter(matching_exactly(names, 1, "select one spider without legs"));
  if ((edit.degree(name) > 0)) {
    throw new Refused("it has legs");
  }
  spider = p.at(edit.spiders, name);
  if ((spider.kind !== "H")) {
    if (!p.truth(spider.phase.isConstant)) {
      throw new Refused("its phase has a parameter; where it is π the map is 0");
    }
    if ((p.truth(edit.isPauli(spider.phase)) && (p.equal(p.modulo(spider.phase.pi.numerator, 2), 1)))) {
      throw new Refused("it is 0, and with it the map");
    }
  }
  edit.drop(name);
}

// to_graph_like.py

function toGraphLike_match(edit) {
  return [[]];
}

function toGraphLike_change(edit, names, options) {
  let chosen, edge, inside, name;
  chosen = p.iter(((p.len(names) > 0) ? names : p.list(edit.spiders))).filter((n) => p.truth(edit.isColored(n)));
  if ((p.equal(p.len(chosen), 0))) {
    throw new Refused("there is no Z- or X-spider");
  }
  if (p.truth(toGraphLike_isDone(edit, chosen))) {
    throw new Refused("it is graph-like already");
  }
  for (name of p.iter(chosen)) {
    if ((p.at(edit.spiders, name).kind === "X")) {
      edit.setKind(name, "Z");
      for (edge of p.iter(edit.at(name))) {
        if ((!p.equal(edge.source, edge.target))) {
          edit.setEdgeKind(edge.id, flipped(edge.kind));
        }
      }
    }
  }
  inside = p.fromkeys(chosen);
  for (name of p.iter(chosen)) {
    if ((p.has(edit.spiders, name))) {
      toGraphLike_gather(edit, name, inside);
    }
  }
  for (name of p.iter(chosen)) {
    if ((p.has(edit.spiders, name))) {
      toGraphLike_tidy(edit, name);
    }
  }
  if ((p.equal(p.len(names), 0))) {
    toGraphLike_end(edit);
  }
}

function toGraphLike_isDone(edit, chosen) {
  let edge, inner, name;
  for (name of p.iter(chosen)) {
    if (((p.at(edit.spiders, name).kind === "X") || (!p.equal(p.len(edit.neighbors(name)), edit.degree(name))))) {
      return false;
    }
    for (edge of p.iter(edit.at(name))) {
      inner = edit.isColored(otherEnd(edge, name));
      if ((inner === (edge.kind === "plain"))) {
        return false;
      }
    }
  }
  return true;
}

function toGraphLike_gather(edit, name, inside) {
  let near, other;
  while (p.truth(true)) {
    near = p.iter(edit.at(name)).filter((edge) => ((edge.kind === "plain") && (!p.equal(otherEnd(edge, name), name)))).map((edge) => otherEnd(edge, name));
    other = p.first(p.iter(near).filter((n) => (p.has(inside, n))), null);
    if ((other === null)) {
      return;
    }
    fuse_absorb(edit, name, other);
  }
}

function toGraphLike_tidy(edit, name) {
  let edge, other, seen;
  seen = new Map([]);
  for (edge of p.iter(edit.at(name))) {
    other = otherEnd(edge, name);
    if ((p.equal(other, name))) {
      edit.cut(edge.id);
      if ((edge.kind === "hadamard")) {
        edit.addPhase(name, PI);
      }
    } else {
      if (((edge.kind === "hadamard") && (p.at(edit.spiders, other).kind === "Z"))) {
        if ((p.has(seen, other))) {
          edit.cut(edge.id);
          edit.cut(p.at(seen, other));
          p.remove(seen, other);
        } else {
          p.put(seen, other, edge.id);
        }
      }
    }
  }
}

function toGraphLike_end(edit) {
  let edge, made, name, other;
  for (name of p.iter(p.list(edit.spiders))) {
    if ((p.at(edit.spiders, name).kind !== "boundary")) {
      continue;
    }
    [edge] = p.iter(edit.at(name));
    other = otherEnd(edge, name);
    if (((edge.kind === "hadamard") || (p.at(edit.spiders, other).kind === "boundary"))) {
      edit.cut(edge.id);
      made = edit.put("Z", new Angle(), [name, other]);
      edit.join(name, made);
      edit.join(made, other, edge.kind);
    }
  }
}

// to_red_green.py

function toRedGreen_match(edit) {
  return [[]];
}

function toRedGreen_change(edit, names, options) {
  let chosen, edge, name, waiting;
  chosen = p.iter(((p.len(names) > 0) ? names : p.list(edit.spiders))).filter((n) => p.truth(edit.isColored(n)));
  waiting = p.iter(chosen).filter((n) => (toRedGreen_gain(edit, n) > 0));
  if ((p.equal(p.len(waiting), 0))) {
    throw new Refused("no change of color leaves fewer Hadamard edges");
  }
  while ((p.len(waiting) > 0)) {
    for (name of p.iter(waiting)) {
      if ((toRedGreen_gain(edit, name) > 0)) {
        edit.setKind(name, opposite(p.at(edit.spiders, name).kind));
        for (edge of p.iter(edit.at(name))) {
          if ((!p.equal(edge.source, edge.target))) {
            edit.setEdgeKind(edge.id, flipped(edge.kind));
          }
        }
      }
    }
    waiting = p.iter(chosen).filter((n) => (toRedGreen_gain(edit, n) > 0));
  }
}

function toRedGreen_gain(edit, name) {
  let kinds;
  kinds = p.iter(edit.at(name)).filter((edge) => (!p.equal(edge.source, edge.target))).map((edge) => edge.kind);
  return p.minus(p.times(p.len(p.iter(kinds).filter((k) => (k === "hadamard"))), 2), p.len(kinds));
}

/** The rules in the order of menus; those without `change` run in Python. */
export const RULES = [
  { name: "fuse", title: "Fuse spiders", group: "", help: "Spiders of one color joined by plain edges become one; their phases add up", key: "F", options: [], gesture: "drop", takesEdge: false, sure: true, reverse: "unfuse", example: "in0 - a:Z(t) - b:Z(u) - out0\na = b", selection: ["a", "b"], match: fuse_match, change: fuse_change },
  { name: "unfuse", title: "Unfuse", group: "", help: "A part of a spider's phase and legs moves to a new spider of its color", key: "U", options: [{"name": "phase", "title": "Phase of the new spider", "kind": "text", "default": "", "low": null, "high": null, "choices": [], "titles": [], "unit": "", "help": "the whole phase where empty"}, {"name": "legs", "title": "Legs of the new spider", "kind": "text", "default": "", "low": null, "high": null, "choices": [], "titles": [], "unit": "", "help": "ids of edges, with spaces between them"}], gesture: "split", takesEdge: false, sure: true, reverse: "fuse", example: "in0 - a:Z(t) - out0", selection: ["a"], match: unfuse_match, change: unfuse_change },
  { name: "remove_identity", title: "Remove the identity", group: "", help: "A phase-free spider on a wire goes away", key: "R", options: [], gesture: "identity", takesEdge: false, sure: false, reverse: "insert_identity", example: "in0 = a:Z - b:X(t) - out0", selection: ["a"], match: removeIdentity_match, change: removeIdentity_change },
  { name: "insert_identity", title: "Put a spider on the edge", group: "", help: "A spider of phase 0 is put into the edge", key: "I", options: [{"name": "color", "title": "Color", "kind": "choice", "default": "z", "low": null, "high": null, "choices": ["z", "x"], "titles": ["Z", "X"], "unit": "", "help": ""}], gesture: "wire", takesEdge: true, sure: true, reverse: "remove_identity", example: "in0 - a:Z(t) - out0", selection: ["a", "out0"], match: insertIdentity_match, change: insertIdentity_change },
  { name: "change_color", title: "Change color", group: "", help: "Spiders change color, and every edge at them its kind", key: "C", options: [], gesture: "recolor", takesEdge: false, sure: true, reverse: "change_color", example: "in0 - a:Z(t) = b:X(u) - out0", selection: ["a", "b"], match: changeColor_match, change: changeColor_change },
  { name: "remove_loops", title: "Remove loops", group: "", help: "Loops at a spider go away; each Hadamard loop adds π", key: "W", options: [], gesture: "loop", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(t) - out0\na = a\na - a", selection: ["a"], match: removeLoops_match, change: removeLoops_change },
  { name: "hopf", title: "Remove double edges", group: "", help: "Two plain edges between spiders of two colors vanish; so do two Hadamard edges within one", key: "O", options: [], gesture: "parallel", takesEdge: false, sure: true, reverse: "", example: "in0 - a:Z(t) - b:X(u) - out0\na - b", selection: ["a", "b"], match: hopf_match, change: hopf_change },
  { name: "copy", title: "Copy the state through", group: "", help: "A state of phase 0 or π is copied through a spider of the other color", key: "Y", options: [], gesture: "drop", takesEdge: false, sure: false, reverse: "", example: "a:X(pi) - b:Z(t) - out0\nb = out1", selection: ["a", "b"], match: copy_match, change: copy_change },
  { name: "pi_commute", title: "Push π through", group: "", help: "A π on a leg goes through a spider of the other color, negating its phase", key: "P", options: [], gesture: "drop", takesEdge: false, sure: false, reverse: "", example: "in0 - a:X(pi) - b:Z(t) - out0\nb = out1", selection: ["a", "b"], match: piCommute_match, change: piCommute_change },
  { name: "bialgebra", title: "Bialgebra", group: "", help: "Two phase-free spiders of two colors, joined by a plain edge, exchange places on all legs", key: "B", options: [], gesture: "drop", takesEdge: false, sure: false, reverse: "reverse_bialgebra", example: "in0 - a:Z - b:X - out0\nin1 = a\nb - out1", selection: ["a", "b"], match: bialgebra_match, change: bialgebra_change },
  { name: "reverse_bialgebra", title: "Bialgebra, backwards", group: "", help: "Z-spiders all joined to X-spiders, one leg beside each, become one of each color", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "bialgebra", example: "in0 - a:Z - c:X - out0\nin1 - b:Z - d:X - out1\na - d\nb - c", selection: ["a", "b", "c", "d"], match: reverseBialgebra_match, change: reverseBialgebra_change },
  { name: "local_complement", title: "Local complementation", group: "", help: "A ±π/2 Z-spider goes; Hadamard edges between its neighbors are toggled", key: "L", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - b:Z(t) = a:Z(pi/2) = c:Z - out0\na = d:Z(u) - out1\nb = c", selection: ["a"], match: localComplement_match, change: localComplement_change },
  { name: "pivot", title: "Pivot", group: "", help: "Two joined Z-spiders of phase 0 or π go; edges between their neighborhoods are toggled", key: "V", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - c:Z(t) = a:Z(pi) = b:Z = d:Z(u) - out0\na = e:Z - out1\nb = e\nc = d", selection: ["a", "b"], match: pivot_match, change: pivot_change },
  { name: "boundary_pivot", title: "Pivot at the boundary", group: "", help: "A pivot where one of the two has legs to the boundary, which get a spider first", key: "J", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - b:Z(pi) = a:Z = d:Z(u) - out0\na = e:Z(t) - out1", selection: ["a", "b"], match: boundaryPivot_match, change: boundaryPivot_change },
  { name: "gadget_pivot", title: "Pivot with a gadget", group: "", help: "A pivot where one of the two has another phase, which becomes a phase gadget first", key: "D", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "c:Z(t) = a:Z(pi) = b:Z(u) = d:Z(v) - out0\nin0 - c\na = d", selection: ["a", "b"], match: gadgetPivot_match, change: gadgetPivot_change },
  { name: "phase_to_gadget", title: "Phase to gadget", group: "", help: "The phase of a Z-spider moves to a leaf behind a hub", key: "G", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(t) - out0", selection: ["a"], match: phaseToGadget_match, change: phaseToGadget_change },
  { name: "fuse_gadgets", title: "Fuse phase gadgets", group: "", help: "Phase gadgets on the same spiders become one; their phases add up", key: "M", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - c:Z = a:Z = l:Z(t)\nc - out0\nin1 - d:Z = a\nd - out1\nc = b:Z = m:Z(u)\nd = b", selection: ["a", "b"], match: fuseGadgets_match, change: fuseGadgets_change },
  { name: "remove_gadget", title: "Remove the gadget", group: "", help: "A phase gadget of phase 0 or π goes; its spiders take the phase", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - c:Z(t) = a:Z = l:Z(pi)\nc - out0\nin1 - d:Z = a\nd - out1", selection: ["a"], match: removeGadget_match, change: removeGadget_change },
  { name: "insert_gadgets", title: "Put a pair of gadgets", group: "", help: "Two phase gadgets of opposite phases are put on Z-spiders", key: "", options: [{"name": "phase", "title": "Phase", "kind": "text", "default": "pi/4", "low": null, "high": null, "choices": [], "titles": [], "unit": "", "help": "of the first; the second has its opposite"}], gesture: "", takesEdge: false, sure: true, reverse: "remove_gadgets", example: "in0 - a:Z(t) - out0\nin1 - b:Z - out1", selection: ["a", "b"], match: insertGadgets_match, change: insertGadgets_change },
  { name: "remove_gadgets", title: "Remove a pair of gadgets", group: "", help: "Two phase gadgets of opposite phases on the same spiders go", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "insert_gadgets", example: "in0 - c:Z = a:Z = l:Z(t)\nc - out0\nin1 - d:Z = a\nd - out1\nc = b:Z = m:Z(-t)\nd = b", selection: ["a", "b"], match: removeGadgets_match, change: removeGadgets_change },
  { name: "supplementarity", title: "Supplementarity", group: "", help: "Two Z-spiders on the same neighbors go, where their phases differ by π or add up to it", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - c:Z(t) = a:Z(pi/4) = d:Z - out0\nc = b:Z(5*pi/4) = d", selection: ["a", "b"], match: supplementarity_match, change: supplementarity_change },
  { name: "expand_hadamard", title: "Hadamard as three spiders", group: "", help: "A Hadamard edge becomes Z(π/2), X(π/2), Z(π/2)", key: "H", options: [], gesture: "", takesEdge: true, sure: true, reverse: "contract_hadamard", example: "in0 - a:Z(t) = b:Z - out0", selection: ["a", "b"], match: expandHadamard_match, change: expandHadamard_change },
  { name: "contract_hadamard", title: "Three rotations to Hadamard", group: "", help: "Three spiders of π/2 in a row, or of -π/2, of alternating colors become a Hadamard edge", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "expand_hadamard", example: "in0 - a:Z(pi/2) - b:X(pi/2) - c:Z(pi/2) - out0", selection: ["a", "b", "c"], match: contractHadamard_match, change: contractHadamard_change },
  { name: "euler", title: "Exchange three rotations", group: "", help: "Z, X, Z in a row become X, Z, X and back; phases that are no multiples of π/48 become numbers in radians", key: "E", options: [], gesture: "", takesEdge: false, sure: false, reverse: "euler", example: "in0 - a:Z(pi/2) - b:X(pi/4) - c:Z(0.3) - out0", selection: ["a", "b", "c"], match: euler_match, change: euler_change },
  { name: "edge_to_box", title: "Edge to H-box", group: "", help: "A Hadamard edge becomes an H-box", key: "", options: [], gesture: "", takesEdge: true, sure: true, reverse: "box_to_edge", example: "in0 - a:Z(t) = b:Z - out0", selection: ["a", "b"], match: edgeToBox_match, change: edgeToBox_change },
  { name: "box_to_edge", title: "H-box to Hadamard edge", group: "", help: "An H-box with two legs and label -1 becomes a Hadamard edge", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "edge_to_box", example: "in0 - a:Z(t) - h:H - b:Z - out0", selection: ["h"], match: boxToEdge_match, change: boxToEdge_change },
  { name: "fuse_boxes", title: "Fuse H-boxes", group: "", help: "An H-box takes the legs of one of phase π that a Hadamard edge joins to it", key: "", options: [], gesture: "box", takesEdge: false, sure: false, reverse: "", example: "in0 - a:H(t) = b:H - out0\nin1 - a\nb - out1", selection: ["a", "b"], match: fuseBoxes_match, change: fuseBoxes_change },
  { name: "multiply_boxes", title: "Multiply H-boxes", group: "", help: "H-boxes on the same Z-spiders become one; their phases add up", key: "", options: [], gesture: "box", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z - c:H(t) - b:Z - out1\na - out0\nin1 - b\na - d:H(u) - b", selection: ["c", "d"], match: multiplyBoxes_match, change: multiplyBoxes_change },
  { name: "box_parallel_legs", title: "Merge legs of an H-box", group: "", help: "Parallel plain edges between an H-box and a Z-spider become one", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(t) - b:H(u) - out0\na - b", selection: ["a", "b"], match: boxParallelLegs_match, change: boxParallelLegs_change },
  { name: "box_absorb", title: "State into the H-box", group: "", help: "A state 0 at an H-box ends its other legs, and a state 1 takes its leg away", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "a:X(pi) - b:H(t) - c:Z - out0\nb - out1", selection: ["a", "b"], match: boxAbsorb_match, change: boxAbsorb_change },
  { name: "split_box", title: "Split an empty H-box", group: "", help: "An H-box of phase 0 goes; each of its legs ends at a Z-spider", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z - c:H(0) - b:Z(t) - out0", selection: ["c"], match: splitBox_match, change: splitBox_change },
  { name: "box_beside_not", title: "H-box beside a NOT", group: "", help: "An H-box joined to a Z-spider twice, once through a NOT, goes; its other legs end at Z-spiders", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(t) - h:H(u) - b:Z - out0\na - n:X(pi) - h\na - out1", selection: ["h", "n"], match: boxBesideNot_match, change: boxBesideNot_change },
  { name: "double_box", title: "Double the H-box", group: "", help: "An H-box becomes two: one on a further Z-spider, one on its negation", key: "", options: [], gesture: "", takesEdge: false, sure: true, reverse: "join_boxes", example: "in0 - a:Z - h:H(t) - b:Z - out0\nin1 - c:Z(u) - out1", selection: ["h", "c"], match: doubleBox_match, change: doubleBox_change },
  { name: "join_boxes", title: "Join H-boxes over a NOT", group: "", help: "Two H-boxes, one on a Z-spider and one on its negation, become one without it", key: "", options: [], gesture: "box", takesEdge: false, sure: false, reverse: "double_box", example: "in0 - a:Z - h:H(t) - c:Z(u) - out0\na - k:H(t) - n:X(pi) - c\na - out1", selection: ["h", "k"], match: joinBoxes_match, change: joinBoxes_change },
  { name: "hyper_complement", title: "Complement over H-boxes", group: "", help: "A ±π/2 Z-spider goes; what its H-boxes of phase π join gets phases, and H-boxes in pairs", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - b:Z(t) - h:H - a:Z(pi/2) = c:Z - out0\nh - d:Z(u) - out1", selection: ["a"], match: hyperComplement_match, change: hyperComplement_change },
  { name: "hyper_pivot", title: "Pivot over H-boxes", group: "", help: "Two joined Z-spiders go, one of phase 0 at H-boxes of phase π; the other's are spread over these", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - c:Z(t) - h:H - a:Z = b:Z - k:H(u) - d:Z - out0\nh - e:Z - out1", selection: ["a", "b"], match: hyperPivot_match, change: hyperPivot_change },
  { name: "box_to_spider", title: "H-box to spider", group: "", help: "An H-box with one leg becomes a Z-spider of its phase", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "spider_to_box", example: "a:H(t) - b:X(u) - out0", selection: ["a"], match: boxToSpider_match, change: boxToSpider_change },
  { name: "spider_to_box", title: "Spider to H-box", group: "", help: "A Z-spider with one leg becomes an H-box of its phase", key: "", options: [], gesture: "", takesEdge: false, sure: true, reverse: "box_to_spider", example: "a:Z(t) - b:X(u) - out0", selection: ["a"], match: spiderToBox_match, change: spiderToBox_change },
  { name: "remove_scalar", title: "Remove a number", group: "", help: "A spider or H-box without legs goes, where its number is not 0", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(t) - out0\nb:Z(pi/4)", selection: ["b"], match: removeScalar_match, change: removeScalar_change },
  { name: "to_graph_like", title: "To graph-like", group: "", help: "All spiders become Z-spiders joined by single Hadamard edges", key: "K", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(t) - b:X(u) - c:X(v) - out0\na - b", selection: ["a", "b", "c"], match: toGraphLike_match, change: toGraphLike_change },
  { name: "to_red_green", title: "To red-green", group: "", help: "Spiders change color where that leaves fewer Hadamard edges", key: "", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 = a:Z(t) = b:Z(u) = out0", selection: ["a"], match: toRedGreen_match, change: toRedGreen_change },
  { name: "simplify_part", title: "Simplify this part", group: "", help: "The selected spiders are simplified together, as far as a strategy of PyZX goes; their legs stay", key: "S", options: [{"name": "strategy", "title": "Strategy", "kind": "choice", "default": "full", "low": null, "high": null, "choices": ["full", "clifford"], "titles": ["Full reduction", "Clifford spiders"], "unit": "", "help": "full also moves phases into gadgets and fuses these"}], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(t) - b:Z(pi/2) = c:Z(pi) = d:Z(u) - out0\nb = e:Z = c\ne - out1", selection: ["a", "b", "c", "e"] },
  { name: "clifford_normal_form", title: "Clifford normal form", group: "", help: "A part with phases of π/2 becomes its one normal form: Z-spiders on legs that decide, X-spiders on the others", key: "N", options: [], gesture: "", takesEdge: false, sure: false, reverse: "", example: "in0 - a:Z(pi/2) = b:Z(pi/2) = c:Z(t) - out0\na = d:X - b\nd - out1", selection: ["a", "b", "d"] },
];

/** What lemmas are found and taken by. */
export const LEMMA = {
  searched: lemmaMatching_searched,
  places: lemmaMatching_places,
  replaceCopy: lemmaMatching_replaceCopy,
};
