// Before all tests: the production build and the bank it holds, once.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BANK_FILE, compileBank } from './bank.ts';
import { buildApp } from './build.ts';

export default async function setup(): Promise<void> {
  await buildApp();
  await mkdir(dirname(BANK_FILE), { recursive: true });
  await writeFile(BANK_FILE, JSON.stringify(await compileBank()));
}
