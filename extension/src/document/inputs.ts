/** Names of parameters → which of them are inputs of labeled data; as in Python (`qdesign/problems/inputs.py`). */

/** The parameter that takes a feature, which is counted from 0. */
export function inputOf(feature: number): string {
  return `x_${feature}`;
}

/** The feature that a parameter takes; null for a weight. */
export function featureOf(name: string): number | null {
  const found = /^x_(0|[1-9][0-9]{0,5})$/.exec(name);
  return found ? Number(found[1]) : null;
}

/** Does a row set this parameter? All others are weights. */
export function isInput(name: string): boolean {
  return featureOf(name) !== null;
}
