// What the build under test must hold: content/ compiled by the project's own compiler.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import type { Bank, Card } from '../../src/bank/card.ts';
import type * as Compile from '../../src/compile/compile.ts';
import type * as Content from '../../src/compile/content.ts';
import type * as Render from '../../src/compile/render.ts';
import type * as Validate from '../../src/compile/validate.ts';
import { ROOT } from './build.ts';

export interface WholeBank {
  readonly bank: Bank;
  readonly cards: readonly Card[];
}

export const BANK_FILE = join(ROOT, '.cache/bank.json');

export async function compileBank(): Promise<WholeBank> {
  const { readContent } = await load<typeof Content>('content');
  const { validate } = await load<typeof Validate>('validate');
  const { createRenderer } = await load<typeof Render>('render');
  const { compile } = await load<typeof Compile>('compile');
  const verdict = validate(await readContent(join(ROOT, 'content')));
  if (verdict.kind === 'broken') throw new Error('The content has mistakes: run the build.');
  const { bank, chunks } = compile(verdict.bank, createRenderer());
  return { bank, cards: [...chunks.values()].flat() };
}

let known: WholeBank | undefined;

/** As setup.ts left it. */
export function wholeBank(): WholeBank {
  known ??= JSON.parse(readFileSync(BANK_FILE, 'utf8')) as WholeBank;
  return known;
}

async function load<T>(name: string): Promise<T> {
  const options = { configFile: false, root: ROOT, logLevel: 'error' } as const;
  const { module } = await runnerImport<T>(`./src/compile/${name}.ts`, options);
  return module;
}
