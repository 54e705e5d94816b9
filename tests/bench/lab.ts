// A slow phone on the bench: a Chromium with its processor slowed down and its workers stopped at will.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { startPhone } from '../browser/phone.ts';

export const SLOWDOWN = 4;

export interface Lab {
  readonly page: Page;
  readonly session: CDPSession;
  /** As after an hour in the pocket: the next start has to start the service worker too. */
  readonly stopWorkers: () => Promise<void>;
  /** 1 is full speed. */
  readonly slowDown: (times: number) => Promise<void>;
  /** Throws if the app broke a promise on the way, such as its security policy. */
  readonly close: () => Promise<void>;
}

export async function openLab(home: string): Promise<Lab> {
  const profile = await mkdtemp(join(tmpdir(), 'pocket-flask-bench-'));
  const phone = await startPhone(profile, home);
  const { page, context } = phone;
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  return {
    page,
    session,
    stopWorkers: async () => void (await session.send('ServiceWorker.stopAllWorkers')),
    slowDown: async (rate) => void (await session.send('Emulation.setCPUThrottlingRate', { rate })),
    async close() {
      await phone.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      // Looking for an update of the worker fails once the host is stopped, as it should.
      phone.tolerate(/ERR_CONNECTION_REFUSED/);
      const troubles = phone.untolerated();
      if (troubles.length > 0) throw new Error(`The app had troubles:\n${troubles.join('\n')}`);
    },
  };
}

export async function withLab<T>(home: string, use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await openLab(home);
  try {
    return await use(lab);
  } finally {
    await lab.close();
  }
}

/** Opens the app and waits until it needs no host any more, however large its bank is. */
export async function install(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByText('ready offline').waitFor({ timeout: 120_000 });
}
