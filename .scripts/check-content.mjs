// Checks content/ without a build: `node .scripts/check-content.mjs [topic ...]`.

import { join } from 'node:path';
import { runnerImport } from 'vite';

const root = join(import.meta.dirname, '..');
const options = { configFile: false, root, logLevel: 'error' };
const { module } = await runnerImport('./src/compile/check.ts', options);

const mistakes = await module.checkContent(join(root, 'content'), process.argv.slice(2));
console.log(mistakes.length > 0 ? mistakes.join('\n') : 'No mistakes.');
if (mistakes.length > 0) process.exitCode = 1;
