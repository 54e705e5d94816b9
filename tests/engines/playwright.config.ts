// Runs the same tests in Firefox and in WebKit: one build, no retries.

import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import type { Options } from './fixtures.ts';

const result = process.env['ENGINES_RESULT'];

export default defineConfig<Options>({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../.cache/engines/results',
  globalSetup: './setup.ts',
  // Every test starts a server and a browser of its own; CI has two cores.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 180_000,
  // A run that hangs must not hang whoever waits for the result.
  globalTimeout: 1_200_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: result ? [['list'], ['json', { outputFile: resolve(result) }]] : [['list']],
  projects: [
    { name: 'firefox', use: { engine: 'firefox' } },
    // Its automation has no fingers and sees no questions.
    { name: 'webkit', use: { engine: 'webkit' }, testIgnore: 'firefox.spec.ts' },
  ],
});
