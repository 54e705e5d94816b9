// Runs the hard tests: what takes too long for every change, on the same phone and the same build.

import { defineConfig } from '@playwright/test';
import everyday from '../browser/playwright.config.ts';

export default defineConfig({
  ...everyday,
  testDir: '.',
  outputDir: '../../.cache/hard-results',
  globalSetup: '../browser/setup.ts',
  // One test is dozens of kills or hundreds of faults.
  timeout: 900_000,
  // A run that hangs must not hang whoever waits for the result.
  globalTimeout: 2_400_000,
});
