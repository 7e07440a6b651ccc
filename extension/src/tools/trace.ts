/** The energies of a run as data of bounded size: every so many steps, all of the first ones, and the best so far. */

/** Steps that are kept; beyond, every second one goes, again and again. */
const MOST = 2 ** 17;
/** Places of the way that are kept. */
const MOST_PLACES = 400;

type Column = "step" | "energy" | "error" | "ideal" | "best";

/** What Python tells of a step beside its energy. */
interface Told {
  readonly step: number;
  readonly best: number;
}

export class Trace {
  /** How many steps there were, and of how many one is kept. */
  steps = 0;
  stride = 1;
  lowest = Infinity;
  private length = 0;
  private added = 0;
  private readonly columns: Record<Column, Float64Array> = {
    step: new Float64Array(256),
    energy: new Float64Array(256),
    error: new Float64Array(256),
    ideal: new Float64Array(256),
    best: new Float64Array(256),
  };
  /** Where it was, the first place first and the newest not always last. */
  readonly places: Float64Array[] = [];
  private placed = 0;
  private each = 1;

  /** How many are kept. */
  get kept(): number {
    return this.length;
  }

  /** The number of the step that is kept at a place: from 1 on, where the start is told from 0 on. */
  stepOf(index: number): number {
    return this.at("step", index);
  }

  /** The place of the step that is nearest to a number. */
  nearest(step: number): number {
    let [low, high] = [0, this.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.stepOf(middle) <= step) low = middle;
      else high = middle;
    }
    return high > low && this.stepOf(high) - step < step - this.stepOf(low) ? high : Math.max(0, low);
  }

  at(column: Column, index: number): number {
    return this.columns[column][index] as number;
  }

  /** A step; one that is told by number is left out where it, or a later one, was told before. */
  add(energy: number, error = 0, ideal = energy, told?: Told): void {
    if (told && this.added && told.step <= this.steps) return;
    this.steps = told?.step ?? this.steps + 1;
    this.lowest = told?.best ?? Math.min(this.lowest, energy);
    if (this.added++ % this.stride) return;
    if (this.length === MOST) this.halve();
    else if (this.length === this.columns.energy.length) this.grow();
    const { columns, length } = this;
    columns.step[length] = this.steps;
    columns.energy[length] = energy;
    columns.error[length] = error;
    columns.ideal[length] = ideal;
    columns.best[length] = this.lowest;
    this.length += 1;
  }

  /** A place of the way. */
  pass(values: Float64Array): void {
    if (this.placed++ % this.each === 0) this.places.push(values);
    if (this.places.length <= MOST_PLACES) return;
    const kept = this.places.filter((_, k) => k % 2 === 0);
    this.places.splice(0, this.places.length, ...kept);
    this.each *= 2;
  }

  /** The lowest and highest energy in each of so many stretches, as pairs of indices, for a line that hides no peak. */
  thinned(column: Column, stretches: number): readonly number[] {
    if (this.length <= 2 * stretches) return Array.from({ length: this.length }, (_, k) => k);
    const found: number[] = [];
    for (let s = 0; s < stretches; s++) {
      const from = Math.floor((s * this.length) / stretches);
      const to = Math.floor(((s + 1) * this.length) / stretches);
      let [low, high] = [from, from];
      for (let k = from; k < to; k++) {
        if (this.at(column, k) < this.at(column, low)) low = k;
        if (this.at(column, k) > this.at(column, high)) high = k;
      }
      found.push(Math.min(low, high));
      if (low !== high) found.push(Math.max(low, high));
    }
    if (found.at(-1) !== this.length - 1) found.push(this.length - 1);
    return found;
  }

  private grow(): void {
    for (const name of Object.keys(this.columns) as Column[]) {
      const wider = new Float64Array(Math.min(MOST, 2 * this.length));
      wider.set(this.columns[name]);
      this.columns[name] = wider;
    }
  }

  private halve(): void {
    for (const column of Object.values(this.columns)) {
      for (let k = 0; 2 * k < this.length; k++) column[k] = column[2 * k] as number;
    }
    this.length = this.length / 2;
    this.stride *= 2;
  }
}
