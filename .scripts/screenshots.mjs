// `npm run screenshots`: every screen in both themes as a picture in .cache/screenshots, to be looked at.

import { spawnSync } from 'node:child_process';
import { findBrowser } from './browser.mjs';

const config = ['--config', 'tests/browser/screenshots.config.ts'];
const { status } = spawnSync('npx', ['playwright', 'test', ...config, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, CHROME: await findBrowser() },
  shell: process.platform === 'win32',
});
console.log('The pictures are in .cache/screenshots.');
process.exit(status ?? 1);
