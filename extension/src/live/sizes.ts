/** Memory that a state takes, computed before anything is taken, in words that a person reads. */

/** Bytes of one double-precision state. */
export function stateBytes(numQubits: number): number {
  return 16 * 2 ** numQubits;
}

/** Bytes as a person reads them. */
export function sizeText(bytes: number): string {
  let amount = bytes;
  for (const unit of ["bytes", "KiB", "MiB", "GiB", "TiB"]) {
    if (amount < 1024) return `${amount >= 10 || unit === "bytes" ? Math.round(amount) : amount.toFixed(1)} ${unit}`;
    amount /= 1024;
  }
  return `${Math.round(amount)} PiB`;
}

/** Bytes of one state as a person reads them, of however many qubits. */
export function stateText(numQubits: number): string {
  return numQubits <= 60 ? sizeText(stateBytes(numQubits)) : `2^${numQubits + 4} bytes`;
}

/** Why so many qubits are not followed live, or null when they are. */
export function aboveLimit(numQubits: number, limit: number): string | null {
  if (numQubits <= limit) return null;
  return (
    `${numQubits} qubits need ${stateText(numQubits)} for one state. Live simulation stops at ${limit} qubits ` +
    "(setting: live_limit). Editing goes on."
  );
}

/** Qubits up to which noise is exact unless more are asked for. */
export const USUAL_EXACT = 8;

/** Gates as they are drawn of circuits above the limit that are followed: their copy is no pause to the hand. */
export const MOST_WIDE_ITEMS = 40_000;
