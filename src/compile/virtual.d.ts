// What licences.ts makes of node_modules.

declare module 'virtual:licences' {
  type Package = import('./licences.ts').Package;

  /** Pocket Flask itself. */
  export const app: Package;
  /** Every package whose code is in the build, by name. */
  export const packages: readonly Package[];
}
