// `npm run test:hard`: kills, faults, full disks, dying servers and odd clocks, by the dozen.

import { finish, runInBrowser } from './runner.mjs';

await runInBrowser(
  'Hard tests',
  'tests/hard/playwright.config.ts',
  '.cache/hard.json',
  ({ type }) => type === 'proven',
  process.argv.slice(2),
);
finish();
