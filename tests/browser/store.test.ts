// Storage itself, in a real IndexedDB: what it merges, what it leaves alone, and what it puts back.

import { expect, test } from './fixtures.ts';
import type { Fault } from './lab/aborting.ts';
import { ask, openLab } from './openLab.ts';

test.describe.configure({ timeout: 120_000 });

test('two files, in either order and twice, leave the same state: the fold of their union', async ({
  phone: { page },
  served,
}) => {
  await openLab(page, served);
  await ask(page, 'merging', 40);
});

test('what an import would do is what it does, and a look changes nothing', async ({
  phone: { page },
  served,
}) => {
  await openLab(page, served);
  await ask(page, 'comparing', 60);
});

test('an import taken back leaves every byte as it was, but for what happened since', async ({
  phone: { page },
  served,
}) => {
  await openLab(page, served);
  await ask(page, 'takingBack', 40);
});

test('an export brings everything to a new device', async ({ phone: { page }, served }) => {
  await openLab(page, served);
  await ask(page, 'travelling', 60);
});

const FAULTS: readonly Fault[] = [
  'a request that fails',
  'a full disk',
  'a value that cannot be stored',
  'an aborted transaction',
  'InvalidStateError',
  'AbortError',
  'UnknownError',
];

test('an import that breaks off at any write, for any reason, leaves every byte as it was', async ({
  phone: { page },
  served,
}) => {
  await openLab(page, served);
  for (const fault of FAULTS) {
    expect(await ask(page, 'abortAnywhere', fault), fault).toBeGreaterThan(15);
  }
});

test('a page that is closed in the middle of an import leaves every byte as it was', async ({
  phone,
  served,
}) => {
  await openLab(phone.page, served);
  const before = await ask(phone.page, 'bigMerge', 6000);
  await phone.page.waitForFunction(() => Number((globalThis as { share?: number }).share) > 0.3);
  const page = await phone.context.newPage();
  await phone.page.close();
  await openLab(page, served);
  expect(JSON.stringify(await ask(page, 'dump', 'b'))).toBe(before);
});

test('two devices in everyday life always show what a plain list of what happened comes to', async ({
  phone: { page },
  served,
}) => {
  await openLab(page, served);
  expect(await ask(page, 'everyday', 30)).toBeGreaterThan(300);
});
