// Every test's own server and phone, and the promise that nothing went wrong unnoticed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { DIST } from './build.ts';
import { headerRules } from './headers.ts';
import { type Phone, startPhone } from './phone.ts';
import { type Served, serve } from './served.ts';

interface Fixtures {
  /** Where the build lies on its host. */
  subPath: string;
  /** Whether the host heeds the build's file of headers. */
  heedsHeaders: boolean;
  served: Served;
  phone: Phone;
}

export const test = base.extend<Fixtures>({
  subPath: ['/', { option: true }],
  heedsHeaders: [false, { option: true }],
  served: async ({ subPath, heedsHeaders }, use) => {
    const served = await serve(DIST, {
      mount: subPath,
      rules: heedsHeaders ? headerRules(DIST) : [],
    });
    await use(served);
    await served.stop();
  },
  phone: async ({ served }, use) => {
    const profile = await mkdtemp(join(tmpdir(), 'pocket-flask-'));
    const phone = await startPhone(profile, served.url);
    await use(phone);
    await phone.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    expect(phone.untolerated()).toEqual([]);
  },
});

export { expect } from '@playwright/test';
