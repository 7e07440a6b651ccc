// The studio as esbuild made it: the very file that notebooks and Panel load.
declare module "*/qdesign/static/studio.js" {
  export const createStudio: (element: HTMLElement, host: unknown) => () => void;
}
