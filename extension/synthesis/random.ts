/** Pseudorandom numbers: xorshift64, seeded, so that a search can be repeated. */

let state: u64 = 88172645463325252;

function draw(): u64 {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

export function seed(value: i32): void {
  state = (<u64>value + 1) * 0x9e3779b97f4a7c15;
  draw();
  draw();
}

/** From 0 up to 1. */
export function random(): f64 {
  return <f64>(draw() >> 11) / 9007199254740992.0;
}

/** A whole number from 0, below `count`. */
export function below(count: i32): i32 {
  return <i32>(draw() % <u64>count);
}
