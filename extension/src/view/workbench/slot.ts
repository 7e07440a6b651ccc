/** Places that one part of the view fills and others look into, without knowing each other. */

/** A place, typed by what is in it; one for each workbench, made when it is first looked into. */
export interface Slot<T> {
  readonly make: () => T;
}

export function slot<T>(make: () => T): Slot<T> {
  return { make };
}

export class Slots {
  private readonly kept = new Map<Slot<unknown>, unknown>();

  at<T>(place: Slot<T>): T {
    if (!this.kept.has(place)) this.kept.set(place, place.make());
    // Only `make` of this very slot put it there.
    return this.kept.get(place) as T;
  }
}
