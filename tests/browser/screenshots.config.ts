// Takes a picture of every screen, for people to look at: `npm run screenshots`.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: '../../.cache/browser-results',
  globalSetup: './setup.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 300_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
