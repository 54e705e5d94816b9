// A disk that is really full: cards go on, one is told, and nothing is missing once there is room.

import {
  expectCard,
  expectSaved,
  openOffline,
  rateByKeys,
  rateCards,
  startBurst,
} from '../browser/app.ts';
import { reviews } from '../browser/database.ts';
import { expect, test } from '../browser/fixtures.ts';
import { expectFolded } from '../browser/underFault.ts';
import { note } from './note.ts';

/** Bytes that are left: enough for some ratings, and not for many. */
const ROOM = 200_000;
const MOST = 150;
const MEANWHILE = 20;

test('the quota of the origin is used up during a burst, and raised again', async ({
  phone,
  served,
}) => {
  await openOffline(phone.page, served.url);
  const usage = await phone.page.evaluate(async () => (await navigator.storage.estimate()).usage);
  // A browser that runs has been granted more.
  await phone.close();
  const page = await phone.relaunch();
  const devtools = await phone.context.newCDPSession(page);
  const { origin } = new URL(served.url);
  const quotaSize = Number(usage) + ROOM;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await openOffline(page, served.url);
  await startBurst(page);

  const banner = page.getByRole('alert');
  let rated = 0;
  for (; rated < MOST && !(await banner.isVisible()); rated += 1) await rateByKeys(page, 1);
  await rateByKeys(page, MEANWHILE);
  rated += MEANWHILE;
  await expectCard(page, rated + 1);
  const tryAgain = banner.getByRole('button', { name: 'Try again' });
  await tryAgain.click();
  await expect(tryAgain).toBeVisible();
  const stored = (await reviews(page)).length;
  expect(stored).toBeGreaterThan(0);
  await expect(banner).toContainText(`${rated - stored} ratings are not saved yet`);

  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await tryAgain.click();
  await expect(banner).toHaveCount(0);
  await expectSaved(page);
  await rateCards(page, ['Blank']);
  const confidences = (await reviews(page)).map(({ confidence }) => confidence);
  expect(confidences).toEqual([...Array(rated).fill(3), 1]);
  await expectFolded(page);
  note(
    `a full disk: ${stored} of ${rated} ratings stored, the others told as not saved, and then stored once`,
  );
});
