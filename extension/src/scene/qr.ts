/**
 * A text as a QR code: bytes, error correction level L, the mask that reads best.
 * Source: ISO/IEC 18004; the penalty of a mask by its first two rules.
 */

/** Bytes that the largest code holds. */
export const QR_BYTES = 2953;

/** For each version from 1: bytes of correction a block, and blocks, at level L. */
const CORRECTION = [
  ...[7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28],
  ...[28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
] as const;
const BLOCKS = [
  ...[1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8],
  ...[8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
] as const;

const MASKS: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (x + y) % 2,
  (_, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

type Modules = Uint8Array[];

/** The code's rows from the top, 1 where dark; null where the text is too long for any. */
export function qrRows(text: string): readonly Uint8Array[] | null {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= 40; version += 1) {
    const room = dataBytes(version);
    if (bytes.length > room - (version < 10 ? 2 : 3)) continue;
    return drawn(version, withCorrection(version, padded(bytes, version, room)));
  }
  return null;
}

/** Squares of an SVG path, one unit a module. */
export function qrPath(rows: readonly Uint8Array[]): string {
  return rows.map((row, y) => [...row].map((dark, x) => (dark ? `M${x} ${y}h1v1h-1Z` : "")).join("")).join("");
}

/** Bytes of data and correction: what is left of the square beside finders, timing, alignment and words on itself. */
function allBytes(version: number): number {
  const per = alignments(version).length;
  const aligned = per === 0 ? 0 : (per * per - 3) * 25 - (per - 2) * 10;
  const side = 17 + 4 * version;
  const bits = side * side - 3 * 64 - 31 - 2 * (side - 16) - aligned - (version < 7 ? 0 : 36);
  return bits >> 3;
}

const at = (list: readonly number[], k: number): number => list[k] ?? 0;
const byteAt = (list: Uint8Array, k: number): number => list[k] ?? 0;
const dataBytes = (version: number): number =>
  allBytes(version) - at(CORRECTION, version - 1) * at(BLOCKS, version - 1);

/** Centers of the alignment patterns along one side. */
function alignments(version: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = 10 + 4 * version;
  const pitch = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, k) => last - (count - 2 - k) * pitch)];
}

function padded(bytes: Uint8Array, version: number, room: number): Uint8Array {
  // Four bits say "bytes", then comes their number in one byte or two: all is half a byte late.
  const number = version < 10 ? [bytes.length] : [bytes.length >> 8, bytes.length & 255];
  const late = Uint8Array.from([4, ...number, ...bytes, 0]);
  const taken = late.length - 1;
  return Uint8Array.from({ length: room }, (_, k) => {
    if (k >= taken) return (k - taken) % 2 ? 0x11 : 0xec;
    return ((byteAt(late, k) & 15) << 4) | (byteAt(late, k + 1) >> 4);
  });
}

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let k = 0, value = 1; k < 255; k += 1) {
  EXP[k] = EXP[k + 255] = value;
  LOG[value] = k;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
const times = (a: number, b: number): number => (a && b ? (EXP[(LOG[a] ?? 0) + (LOG[b] ?? 0)] ?? 0) : 0);

/** The remainder of data by the generator of so many bytes. */
function correction(data: Uint8Array, count: number): Uint8Array {
  const generator = new Uint8Array(count);
  generator[count - 1] = 1;
  for (let k = 0, root = 1; k < count; k += 1, root = times(root, 2))
    for (let j = 0; j < count; j += 1) generator[j] = times(byteAt(generator, j), root) ^ byteAt(generator, j + 1);
  const rest = new Uint8Array(count);
  for (const byte of data) {
    const factor = byte ^ byteAt(rest, 0);
    rest.copyWithin(0, 1);
    rest[count - 1] = 0;
    for (let j = 0; j < count; j += 1) rest[j] = byteAt(rest, j) ^ times(byteAt(generator, j), factor);
  }
  return rest;
}

/** Blocks with their correction, byte by byte in turn; the later ones are a byte longer. */
function withCorrection(version: number, data: Uint8Array): Uint8Array {
  const [count, extra] = [at(BLOCKS, version - 1), at(CORRECTION, version - 1)];
  const short = Math.floor(data.length / count);
  const numShort = count - (data.length % count);
  const blocks = Array.from({ length: count }, (_, k) => {
    const start = k * short + Math.max(0, k - numShort);
    return data.subarray(start, start + short + (k < numShort ? 0 : 1));
  });
  const rests = blocks.map((block) => correction(block, extra));
  const turns = (lists: readonly Uint8Array[], length: number): number[] =>
    Array.from({ length }, (_, k) => lists.flatMap((list) => (k < list.length ? [byteAt(list, k)] : []))).flat();
  return Uint8Array.from([...turns(blocks, short + 1), ...turns(rests, extra)]);
}

function drawn(version: number, bytes: Uint8Array): Modules {
  const side = 17 + 4 * version;
  const rows = Array.from({ length: side }, () => new Uint8Array(side));
  const fixed = Array.from({ length: side }, () => new Uint8Array(side));
  const set = (x: number, y: number, dark: boolean): void => {
    const [row, mark] = [rows[y], fixed[y]];
    if (!row || !mark || x < 0 || x >= side) return;
    row[x] = dark ? 1 : 0;
    mark[x] = 1;
  };
  patterns(version, side, set);
  fill(rows, fixed, bytes);
  const masked = MASKS.map((mask, which) => {
    const copy = rows.map((row) => row.slice());
    copy.forEach((row, y) => {
      row.forEach((_, x) => {
        if (!fixed[y]?.[x] && mask(x, y) === 0) row[x] = byteAt(row, x) ^ 1;
      });
    });
    formats(copy, which);
    return copy;
  });
  return masked.reduce((best, each) => (penalty(each) < penalty(best) ? each : best));
}

/** Finders, timing, alignment, the version, and the place of the format. */
function patterns(version: number, side: number, set: (x: number, y: number, dark: boolean) => void): void {
  for (let k = 0; k < side; k += 1) {
    set(6, k, k % 2 === 0);
    set(k, 6, k % 2 === 0);
  }
  const rings = (x: number, y: number, radius: number, light: readonly number[]): void => {
    for (let dy = -radius; dy <= radius; dy += 1)
      for (let dx = -radius; dx <= radius; dx += 1)
        set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  const far = side - 4;
  for (const [x, y] of [
    [3, 3],
    [far, 3],
    [3, far],
  ] as const)
    rings(x, y, 4, [2, 4]);
  const centers = alignments(version);
  const last = centers.at(-1);
  for (const x of centers)
    for (const y of centers)
      if (!((x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6))) rings(x, y, 2, [1]);
  for (let k = 0; k < 9; k += 1) {
    if (k !== 6) set(8, k, false);
    if (k !== 6) set(k, 8, false);
    if (k < 8) set(side - 1 - k, 8, false);
    if (k < 7) set(8, side - 1 - k, false);
  }
  set(8, side - 8, true);
  if (version < 7) return;
  const word = (version << 12) | remainder(version, 12, 0x1f25);
  for (let k = 0; k < 18; k += 1) {
    const dark = ((word >> k) & 1) === 1;
    set(side - 11 + (k % 3), Math.floor(k / 3), dark);
    set(Math.floor(k / 3), side - 11 + (k % 3), dark);
  }
}

/** What a word leaves by a polynomial of so many bits. */
function remainder(word: number, bits: number, polynomial: number): number {
  let rest = word;
  for (let k = 0; k < bits; k += 1) rest = (rest << 1) ^ ((rest >> (bits - 1)) * polynomial);
  return rest;
}

/** Level and mask, twice. */
function formats(rows: Modules, mask: number): void {
  const side = rows.length;
  const word = ((8 | mask) << 10) | remainder(8 | mask, 10, 0x537);
  for (let k = 0; k < 15; k += 1) {
    const dark = ((word ^ 0x5412) >> k) & 1;
    const put = (x: number, y: number): void => {
      const row = rows[y];
      if (row) row[x] = dark;
    };
    if (k < 8) {
      put(8, k < 6 ? k : k + 1);
      put(side - 1 - k, 8);
    } else {
      put(k === 8 ? 7 : 14 - k, 8);
      put(8, side - 15 + k);
    }
  }
}

/** Bits go up and down in pairs of columns, from the right. */
function fill(rows: Modules, fixed: Modules, bytes: Uint8Array): void {
  const side = rows.length;
  let bit = 0;
  for (let right = side - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let k = 0; k < side; k += 1) {
      const y = ((right + 1) & 2) === 0 ? side - 1 - k : k;
      for (const x of [right, right - 1]) {
        if (fixed[y]?.[x]) continue;
        const row = rows[y];
        if (row) row[x] = (byteAt(bytes, bit >> 3) >> (7 - (bit & 7))) & 1;
        bit += 1;
      }
    }
  }
}

/** Long runs and squares of one tone are hard to read. */
function penalty(rows: Modules): number {
  let total = 0;
  const side = rows.length;
  const tone = (x: number, y: number): number => rows[y]?.[x] ?? 0;
  for (const read of [tone, (x: number, y: number) => tone(y, x)])
    for (let y = 0; y < side; y += 1)
      for (let x = 1, run = 1; x <= side; x += 1) {
        if (x < side && read(x, y) === read(x - 1, y)) run += 1;
        else {
          if (run >= 5) total += run - 2;
          run = 1;
        }
      }
  for (let y = 1; y < side; y += 1)
    for (let x = 1; x < side; x += 1) {
      const sum = tone(x, y) + tone(x - 1, y) + tone(x, y - 1) + tone(x - 1, y - 1);
      if (sum % 4 === 0) total += 3;
    }
  return total;
}
