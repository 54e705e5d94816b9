// The licences are those of the packages whose code is in the build, no more and no fewer.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, createServer } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { licences, type Package } from '../../src/compile/licences.ts';
import type { Files } from './fixture.ts';
import { project, write } from './folder.ts';

interface Made {
  readonly version?: string;
  readonly code?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Of the file with the licence; `null` if there is none. */
  readonly file?: string | null;
  readonly text?: string;
}

function made(folder: string, name: string, parts: Made = {}): Files {
  const { version = '1.0.0', code = 'export const value = 1;', dependencies = {} } = parts;
  const { file = 'LICENSE', text = `The licence of ${name}.\n` } = parts;
  const manifest = { name, version, license: 'MIT', type: 'module', main: 'code.js', dependencies };
  return {
    [`${folder}/package.json`]: JSON.stringify(manifest),
    [`${folder}/code.js`]: code,
    ...(file ? { [`${folder}/${file}`]: text } : {}),
  };
}

const PROJECT: Files = {
  ...made('.', 'the-app', {
    dependencies: { '@scope/direct': '1', unused: '1' },
    code: `
      import { value } from '@scope/direct';
      import 'types-only';
      export { value };
      export const later = () => import('./later.js');`,
  }),
  'later.js': `
    import { value } from 'lazy';
    import { app, packages } from 'virtual:licences';
    export { app, packages, value };`,
  ...made('node_modules/@scope/direct', '@scope/direct', {
    version: '1.2.3',
    file: 'LICENSE.txt',
    code: "import { value as inner } from 'inner';\nexport const value = inner + 1;",
  }),
  ...made('node_modules/@scope/direct/node_modules/inner', 'inner', {
    file: 'licence.md',
    code: 'export const value = globalThis.inner;',
  }),
  ...made('node_modules/lazy', 'lazy', { code: 'export const value = globalThis.lazy;' }),
  ...made('node_modules/types-only', 'types-only', { code: '' }),
  ...made('node_modules/unused', 'unused'),
  // Its helper around `import()` ships.
  ...made('node_modules/vite', 'vite', {
    text: 'Its own.\n\n# Licenses of bundled dependencies\n\nThose of its tools.\n',
  }),
  ...made('node_modules/worker-kit', 'worker-kit', { dependencies: { 'worker-core': '1' } }),
  ...made('node_modules/worker-core', 'worker-core', {
    dependencies: { 'worker-kit': '1' },
  }),
};

const PLUGIN = { worker: 'worker-kit' };

async function builtIn(root: string): Promise<readonly string[]> {
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [licences(PLUGIN)],
    build: {
      modulePreload: false,
      rolldownOptions: {
        input: { index: join(root, 'code.js') },
        preserveEntrySignatures: 'strict',
      },
    },
  });
  return (await readdir(join(root, 'dist/assets'))).toSorted();
}

interface Listed {
  readonly app: Package;
  readonly packages: readonly Package[];
}

/** What the screen would get from the build. */
async function listed(root: string): Promise<Listed> {
  const index = (await builtIn(root)).find((name) => name.startsWith('index-')) ?? '';
  const url = pathToFileURL(join(root, 'dist/assets', index)).href;
  const { later } = (await import(/* @vite-ignore */ url)) as { later: () => Promise<Listed> };
  return later();
}

const namesOf = ({ packages }: Listed) => packages.map(({ name }) => name);

test('a build lists what is in any of its chunks and in the worker, by name', async () => {
  expect(namesOf(await listed(await project(PROJECT)))).toEqual([
    '@scope/direct',
    'inner',
    'lazy',
    'vite',
    'worker-core',
    'worker-kit',
  ]);
});

test('each with its version and the text of its licence, and only of its own', async () => {
  const { app, packages } = await listed(await project(PROJECT));
  expect(app).toEqual({
    name: 'the-app',
    version: '1.0.0',
    licence: 'MIT',
    text: 'The licence of the-app.',
  });
  expect(packages[0]).toEqual({
    name: '@scope/direct',
    version: '1.2.3',
    licence: 'MIT',
    text: 'The licence of @scope/direct.',
  });
  expect(packages.find(({ name }) => name === 'vite')?.text).toBe('Its own.');
});

test('a licence that changes gives its chunk another name, and nothing else does', async () => {
  const root = await project(PROJECT);
  const before = await builtIn(root);
  expect(await builtIn(root)).toEqual(before);
  await write(root, { 'node_modules/lazy/LICENSE': 'Another one.\n' });
  const after = await builtIn(root);
  const later = (names: readonly string[]) => names.find((name) => name.startsWith('later-'));
  expect(later(after)).not.toBe(later(before));
  const text = await readFile(join(root, 'dist/assets', later(after) ?? ''), 'utf8');
  expect(text).toContain('Another one.');
});

test.each([
  ['a licence', made('node_modules/lazy', 'lazy', { file: null })],
  ['a licence in the worker', made('node_modules/worker-core', 'worker-core', { file: null })],
])('a package without %s fails the build', async (_, files) => {
  const without = Object.fromEntries(
    Object.entries(PROJECT).filter(
      ([path]) =>
        !Object.keys(files).some((other) => path.startsWith(other.replace(/\/[^/]*$/, '/'))),
    ),
  );
  const name = Object.keys(files)[0]?.split('/')[1];
  const root = await project({ ...without, ...files });
  await expect(builtIn(root)).rejects.toThrow(`The package ${name} does not say its licence.`);
});

test('in development it is what package.json asks for, and the worker', async () => {
  const root = await project(PROJECT);
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [licences(PLUGIN)],
    server: { middlewareMode: true, ws: false },
  });
  onTestFinished(() => server.close());
  const list = (await server.ssrLoadModule('virtual:licences')) as Listed;
  expect(namesOf(list)).toEqual(['@scope/direct', 'unused', 'worker-core', 'worker-kit']);
});
