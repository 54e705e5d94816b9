// Runs before `npm start` and the tests: the right Node, and the dependencies of the lock file.
// Built-in modules only, because nothing is installed yet.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Pocket Flask needs Node 20.19 or newer, this is ${process.versions.node}. Install one from nodejs.org.`,
  );
  process.exit(1);
}

const STAMP = 'node_modules/.setup-stamp';
const wanted = createHash('sha256')
  .update(readFileSync('package-lock.json'))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex');

if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
  console.log('Installing dependencies (once)…');
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed: see above. Check the network, then run the same command again.');
    process.exit(1);
  }
  writeFileSync(STAMP, wanted);
}
