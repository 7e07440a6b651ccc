// Numbers by xoshiro256++, seeded by splitmix64: the same on every host.
// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", arXiv:1805.01407.

let s0: u64 = 0;
let s1: u64 = 0;
let s2: u64 = 0;
let s3: u64 = 0;
let mixed: u64 = 0;

function mix(): u64 {
  mixed += 0x9e3779b97f4a7c15;
  let z = mixed;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

export function seed(value: u64): void {
  mixed = value;
  s0 = mix();
  s1 = mix();
  s2 = mix();
  s3 = mix();
}

/** A number in [0, 1) with 53 random bits. */
export function uniform(): f64 {
  const result = rotl<u64>(s0 + s3, 23) + s0;
  const t = s1 << 17;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= t;
  s3 = rotl<u64>(s3, 45);
  return <f64>(result >> 11) * (1.0 / 9007199254740992.0);
}
