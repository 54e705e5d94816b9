import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { bank } from '../../src/compile/plugin.ts';
import { CARD, type Files, ONE, OTHER_CARD, SOUND } from './fixture.ts';
import { project } from './folder.ts';

const LOAD = join(import.meta.dirname, '../../src/bank/load.ts');

const TWO_TOPICS: Files = {
  ...SOUND,
  'content/beta/topic.yaml': 'title: Beta\norder: 2\nsummary: The second.\n',
  'content/beta/three.md': OTHER_CARD,
};

/** A production build whose entry is our real load.ts. */
async function built(files: Files): Promise<string> {
  const root = await project(files);
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [bank({ content: 'content' })],
    build: {
      modulePreload: false,
      rolldownOptions: { input: { index: LOAD }, preserveEntrySignatures: 'strict' },
    },
  });
  return join(root, 'dist/assets');
}

async function chunkNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).sort();
}

/** Runs a module with the built `index` in Node and gives what it prints, as JSON. */
async function run(folder: string, script: string): Promise<unknown> {
  const names = await chunkNames(folder);
  const index = names.find((name) => name.startsWith('index-'));
  const code = `import { bank, loadTopic } from './${index}';\n${script}`;
  const args = ['--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return JSON.parse(stdout);
}

test('a build has an index, the guide and one chunk per topic', async () => {
  const names = await chunkNames(await built(TWO_TOPICS));
  expect(names.map((name) => name.replace(/-[\w-]{8}\.js$/, ''))).toEqual([
    'guide',
    'index',
    'topic-alpha',
    'topic-beta',
  ]);
});

test('the index is there at once and a topic when asked for', async () => {
  const folder = await built(TWO_TOPICS);
  const script = `
    const topic = await loadTopic('beta');
    const [{ say }] = topic.cards.values();
    const same = loadTopic('beta') === loadTopic('beta');
    const ids = bank.topics.map(({ id }) => id);
    console.log(JSON.stringify({ ids, summary: topic.summary, say, same }));`;
  expect(await run(folder, script)).toEqual({
    ids: ['alpha', 'beta'],
    summary: 'The second.',
    say: '<p>It holds what one request needs.</p>',
    same: true,
  });
});

test('a chunk loads only when asked for, and after a failure it can be asked for again', async () => {
  const folder = await built(TWO_TOPICS);
  const chunk = (await chunkNames(folder)).find((name) => name.startsWith('topic-beta'));
  const script = `
    import { renameSync } from 'node:fs';
    renameSync('${chunk}', 'away');
    const first = await loadTopic('beta').then(() => 'loaded', () => 'failed');
    renameSync('away', '${chunk}');
    const second = await loadTopic('beta').then(() => 'loaded', () => 'failed');
    console.log(JSON.stringify([bank.topics.length, first, second]));`;
  expect(await run(folder, script)).toEqual([2, 'failed', 'loaded']);
});

test('a mistake fails the build with all mistakes, file and line', async () => {
  const files = {
    ...TWO_TOPICS,
    [ONE]: CARD.replace('level: mid', 'level: low'),
    'content/beta/three.md': OTHER_CARD.replace('A third point.\n', 'A third point\n'),
  };
  await expect(built(files)).rejects.toThrow(
    [
      'content/alpha/one.md:3 `level` is `low`. Use junior, mid or senior.',
      'content/beta/three.md:18 The point does not end like a sentence. End it with a period.',
    ].join('\n'),
  );
});
