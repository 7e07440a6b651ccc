/** What the first bundle hands to scripts that are loaded later: the values that they use of it. */
export interface Shared {
  /** Told apart by this: a script of another release takes nothing. */
  readonly VERSION: string;
  readonly shared: () => readonly unknown[];
}
