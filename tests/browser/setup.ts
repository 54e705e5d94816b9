// Before all tests: the production build, the bank it holds, and the page for storage alone, once.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BANK_FILE, compileBank } from './bank.ts';
import { buildApp, buildLab } from './build.ts';

export default async function setup(): Promise<void> {
  await buildApp();
  await buildLab();
  await mkdir(dirname(BANK_FILE), { recursive: true });
  await writeFile(BANK_FILE, JSON.stringify(await compileBank()));
}
