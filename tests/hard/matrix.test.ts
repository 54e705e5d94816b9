// Every call of IndexedDB in a burst goes wrong once, in every way: each rating is there exactly once.

import { openOffline } from '../browser/app.ts';
import { failingCalls, KINDS } from '../browser/broken.ts';
import { expect, test } from '../browser/fixtures.ts';
import { expectFolded, rateUnderFault } from '../browser/underFault.ts';
import { note } from './note.ts';

for (const kind of KINDS) {
  test(`${kind}, at every call`, async ({ phone, served }) => {
    const { page } = phone;
    // Where a transaction that only reads is aborted, idb has a promise that nobody waits for.
    phone.tolerate(/Injected|AbortError|aborted/);
    await page.addInitScript(failingCalls);
    await openOffline(page, served.url);
    let calls = 0;
    while (await rateUnderFault(page, kind, calls)) calls += 1;
    expect(calls).toBeGreaterThan(20);
    await expectFolded(page);
    note(`${kind}: at each of ${calls} calls, no rating lost or doubled`);
  });
}
