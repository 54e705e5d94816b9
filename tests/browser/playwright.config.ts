// Runs the browser tests: one phone, the production build, no retries.

import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

const result = process.env['BROWSER_RESULT'];

export default defineConfig({
  testDir: '.',
  testMatch: '*.test.ts',
  outputDir: '../../.cache/browser-results',
  globalSetup: './setup.ts',
  // Every test starts a server and a browser of its own; CI has two cores.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  // Generous, because machines are busy: what a test claims does not depend on it.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  // Relative to the repository, where `npm test` runs; the reporter would take its own folder.
  reporter: result ? [['list'], ['json', { outputFile: resolve(result) }]] : [['list']],
  // `use` would reach only Playwright's own contexts: the phone is launched in phone.ts.
  projects: [{ name: 'phone' }],
});
