// Every test's own server and browser, and the promise that nothing went wrong unnoticed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { type Served, serve } from '../browser/served.ts';
import type { Browser, Launch } from './browser.ts';
import { type Firefox, launchFirefox } from './firefox.ts';
import { DIST } from './setup.ts';
import { launchWebKit } from './webkit.ts';

export interface Options {
  engine: 'firefox' | 'webkit';
}

export interface Phone<B extends Browser = Browser> {
  readonly profile: string;
  readonly browser: B;
  /** Kills the browser and opens the same profile again. */
  readonly restart: () => Promise<B>;
  /** Says that messages like this one are part of the test. */
  readonly tolerate: (trouble: RegExp) => void;
  readonly troubles: () => Promise<readonly string[]>;
}

interface Fixtures extends Options {
  served: Served;
  phone: Phone;
  /** The same with its fingers, for tests that only Firefox runs. */
  firefox: Phone<Firefox>;
}

/** Safari knows the directive, WebKitGTK does not. */
const MANIFEST_SRC = /Unrecognized Content-Security-Policy directive 'manifest-src'/;
/** WebKit says so when a size settles a frame later than it was first told; nothing gets lost. */
const SETTLED_LATE = /ResizeObserver loop completed with undelivered notifications/;

async function withPhone<B extends Browser>(
  launch: Launch<B>,
  use: (phone: Phone<B>) => Promise<void>,
): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'pocket-flask-'));
  try {
    await withBrowser(launch, profile, use);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function withBrowser<B extends Browser>(
  launch: Launch<B>,
  profile: string,
  use: (phone: Phone<B>) => Promise<void>,
): Promise<void> {
  const earlier: string[] = [];
  const tolerated = [MANIFEST_SRC, SETTLED_LATE];
  let browser = await launch(profile);
  test.info().annotations.push({ type: 'engine', description: browser.version });
  const phone: Phone<B> = {
    profile,
    get browser() {
      return browser;
    },
    async restart() {
      earlier.push(...(await browser.troubles()));
      await browser.kill();
      browser = await launch(profile);
      return browser;
    },
    tolerate: (trouble) => void tolerated.push(trouble),
    troubles: async () => [...earlier, ...(await browser.troubles())],
  };
  try {
    await use(phone);
    const untolerated = (trouble: string) => !tolerated.some((pattern) => pattern.test(trouble));
    expect((await phone.troubles()).filter(untolerated)).toEqual([]);
  } finally {
    await browser.kill();
  }
}

export const test = base.extend<Fixtures>({
  engine: ['firefox', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  served: async ({}, use) => {
    const served = await serve(DIST);
    await use(served);
    await served.stop();
  },
  phone: ({ engine }, use) => withPhone(engine === 'firefox' ? launchFirefox : launchWebKit, use),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  firefox: ({}, use) => withPhone(launchFirefox, use),
});

export { expect } from '@playwright/test';
