// `npm run test:hard`: kills, faults, full disks, dying servers and odd clocks, by the dozen.

import { runInBrowser } from './runner.mjs';
import { finish } from './tally.mjs';

await runInBrowser(
  'Hard tests',
  'tests/hard/playwright.config.ts',
  '.cache/hard.json',
  ({ type }) => type === 'proven',
  process.argv.slice(2),
);
finish();
