// A page with one word on it, precached by the same kind of service worker: the best any app can do.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { buildVariant } from '../browser/build.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Blank</title>
    <link rel="icon" href="./icon.svg" type="image/svg+xml">
  </head>
  <body><h1>Blank</h1></body>
</html>
`;

export function buildBlank(): Promise<string> {
  return buildVariant('blank', async (root) => {
    await writeFile(join(root, 'index.html'), PAGE);
  });
}

interface Policies {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => string };
}

/** The page has no script of its own that would do it. */
export async function precacheBlank(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.evaluate(async () => {
    const { trustedTypes } = globalThis as unknown as { trustedTypes: Policies };
    const rules = { createScriptURL: (script: string) => script };
    const policy = trustedTypes.createPolicy('pocket-flask-worker', rules);
    await navigator.serviceWorker.register(policy.createScriptURL('sw.js'));
    const { active } = await navigator.serviceWorker.ready;
    await new Promise<void>((resolve) => {
      const look = () => active?.state === 'activated' && resolve();
      active?.addEventListener('statechange', look);
      look();
    });
  });
}
