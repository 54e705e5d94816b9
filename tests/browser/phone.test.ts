// The checks that follow every test do see what goes wrong, or their silence would prove nothing.

import { openOffline } from './app.ts';
import { expect, test } from './fixtures.ts';

test.beforeEach(({ phone }) => phone.tolerate(/./));

test('an error in the page', async ({ phone, served }) => {
  await openOffline(phone.page, served.url);
  await phone.page.evaluate(() => {
    setTimeout(() => {
      throw new Error('Seen.');
    });
  });
  await expect.poll(() => phone.troubles.join()).toContain('page error: Error: Seen.');
});

test('a request to another origin, which the policy stops', async ({ phone, served }) => {
  await openOffline(phone.page, served.url);
  await phone.page.evaluate(() => fetch('http://localhost:9/').catch(() => undefined));
  await expect.poll(() => phone.troubles.join()).toContain('CSP violation: connect-src');
});

test('a request to another origin from a page without the policy', async ({ phone, served }) => {
  await phone.page.goto(`${served.url}icon.svg`);
  await phone.page.evaluate(() => fetch('http://localhost:9/').catch(() => undefined));
  await expect.poll(() => phone.troubles.join()).toContain('foreign request: http://localhost:9/');
});

test('a file that is not there', async ({ phone, served }) => {
  await phone.page.goto(served.url);
  await phone.page.evaluate(() => fetch('nowhere.js'));
  await expect.poll(() => phone.troubles.join()).toContain('404');
});
