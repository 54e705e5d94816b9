// On a host that heeds the build's own headers, under a sub-path: what may be kept, and what may run.

import { expectCard, leaveBurst, openOffline, rateCards, startBurst } from './app.ts';
import { DIST } from './build.ts';
import { filesOf } from './files.ts';
import { expect, test } from './fixtures.ts';

test.use({ subPath: '/apps/flask/', heedsHeaders: true });

const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/;
const ASKED_ANEW = ['', 'index.html', 'sw.js', 'manifest.webmanifest'];

test('hashed files are kept for ever; the page, the worker and the manifest are asked for anew', async ({
  served,
}) => {
  const files = filesOf(DIST).filter((file) => file !== '_headers');
  expect(files).toEqual(expect.arrayContaining(ASKED_ANEW.slice(1)));
  expect(files.filter((file) => HASHED.test(file)).length).toBeGreaterThan(20);
  for (const file of ['', ...files]) {
    const { headers, ok } = await fetch(served.url + file);
    expect(ok, file).toBe(true);
    expect(headers.get('x-content-type-options'), file).toBe('nosniff');
    const kept = headers.get('cache-control');
    if (ASKED_ANEW.includes(file)) expect(kept, file).toBe('no-cache');
    else if (HASHED.test(file)) expect(kept, file).toMatch(/^public, max-age=\d{8}, immutable$/);
    else expect(kept, file).toBeNull();
  }
});

/** What a policy allows, by directive. */
function allowances(policy: string): Readonly<Record<string, string>> {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(
    directives.map(([name = '', ...allowed]) => [name, allowed.toSorted().join(' ')]),
  );
}

test('the policy of the header is that of the page, and lets nobody frame it', async ({
  phone: { page },
  served,
}) => {
  const response = await page.goto(served.url);
  const header = (await response?.headerValue('content-security-policy')) ?? '';
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  const own = (await meta.getAttribute('content')) ?? '';
  expect(header).toContain("default-src 'none'");
  expect(header).not.toContain('unsafe-');
  expect(allowances(header)).toEqual({ ...allowances(own), 'frame-ancestors': "'none'" });
});

test('it starts, is ready offline, and goes on when the host is gone', async ({
  phone,
  served,
}) => {
  await openOffline(phone.page, served.url);
  await served.kill();
  phone.tolerate(/ERR_CONNECTION_REFUSED/);
  const tab = await phone.context.newPage();
  const session = await phone.context.newCDPSession(tab);
  // Only the worker's precache is left.
  await session.send('Network.clearBrowserCache');
  await tab.goto(served.url);
  await startBurst(tab);
  await rateCards(tab, ['Solid', 'Shaky']);
  await expectCard(tab, 3);
  await leaveBurst(tab);
  for (const name of ['Topics', 'Progress', 'Settings']) {
    await tab.getByRole('link', { name, exact: true }).click();
    await expect(tab.getByRole('heading', { level: 1, name })).toBeVisible();
  }
  await tab.reload();
  await expect(tab.getByText('ready offline')).toBeVisible();
});
