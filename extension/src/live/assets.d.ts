/** What esbuild.config.mjs puts into the bundle. */

declare module "worker:*" {
  const source: string;
  export default source;
}

declare module "packed:*" {
  const deflated: Uint8Array;
  export default deflated;
}

declare module "shared:scripts" {
  export const VERSION: string;
  export const shared: () => readonly unknown[];
}
