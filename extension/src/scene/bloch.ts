/** Bloch vectors as they are drawn. */

/** Where a Bloch vector ends on the picture: y to the right, z up, x toward the viewer. */
export function projected(x: number, y: number, z: number, radius: number): readonly [number, number] {
  return [radius * (y * 0.97 - x * 0.36), radius * (-z * 0.97 + x * 0.2 + y * 0.04)];
}
