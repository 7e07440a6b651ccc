/** What esbuild.config.mjs puts into the bundle. */

declare module "worker:*" {
  const source: string;
  export default source;
}

declare module "packed:*" {
  const deflated: Uint8Array;
  export default deflated;
}
