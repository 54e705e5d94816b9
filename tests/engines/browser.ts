// A browser as these tests drive it: the same few words for every engine.

import type { Spot } from '../browser/touch.ts';

export interface Browser {
  /** Name and version, as the browser tells them itself. */
  readonly version: string;
  readonly open: (url: string) => Promise<void>;
  readonly reload: () => Promise<void>;
  /** Runs a function in the page, as Playwright's `page.evaluate` does: it sees only its argument. */
  readonly evaluate: <T, A>(run: (arg: A) => T | Promise<T>, arg: A) => Promise<T>;
  /** By a finger where the engine's automation has one, else by a click of the mouse. */
  readonly tap: (at: Spot) => Promise<void>;
  /** Errors and violations of the policy that the engine itself has reported for pages so far. */
  readonly troubles: () => Promise<readonly string[]>;
  /** SIGKILL to all its processes, as a phone does to an app it wants gone. */
  readonly kill: () => Promise<void>;
}

/** Where a browser keeps what outlives it; downloads land in a folder of that name in here. */
export type Launch<B extends Browser = Browser> = (profile: string) => Promise<B>;

export const DOWNLOADS = 'downloads';

/** A function of the tests as a WebDriver script with one argument and one way to answer. */
export function scriptOf(run: (arg: never) => unknown): string {
  return `
    const [arg, done] = arguments;
    Promise.resolve(arg).then(${run}).then(
      (value) => done({ value }),
      (error) => done({ error: String(error) }),
    );`;
}

/** @param answer what such a script has sent */
export function resultOf(answer: unknown): unknown {
  const { value, error } = answer as { readonly value?: unknown; readonly error?: string };
  if (error !== undefined) throw new Error(`In the page: ${error}`);
  return value;
}
