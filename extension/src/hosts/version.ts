/** Names a version of a file by its text: who writes the same again changes nothing. */
export function versionOf(text: string): string {
  // Two runs of FNV-1a over 32 bits; it tells versions apart and hides nothing.
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let k = 0; k < text.length; k += 1) {
    a = Math.imul(a ^ text.charCodeAt(k), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(k), 0x85ebca6b);
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}${text.length}`;
}
