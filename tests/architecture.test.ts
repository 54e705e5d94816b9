// The import table of the architecture and the house rules hold for every file in src.

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What the files of a folder may import; what they may not is everything else. */
interface Row {
  /** Our other folders, as values or as types. */
  readonly ours: readonly string[];
  /** Our other folders of which only types may be imported. */
  readonly types: readonly string[];
  readonly packages: readonly string[];
}

const TABLE: Readonly<Record<string, Row>> = {
  compile: {
    ours: [],
    types: ['bank'],
    packages: ['node:', 'vite', 'markdown-it', 'shiki', 'yaml'],
  },
  bank: { ours: [], types: [], packages: ['virtual:bank'] },
  memory: { ours: [], types: ['bank'], packages: ['ts-fsrs'] },
  queue: { ours: ['bank', 'memory'], types: [], packages: [] },
  store: { ours: [], types: ['bank', 'memory'], packages: ['idb'] },
  state: {
    ours: ['bank', 'memory', 'queue'],
    types: ['store'],
    packages: ['@preact/signals', 'minisearch'],
  },
  ui: {
    ours: ['state'],
    types: ['bank', 'memory'],
    packages: ['preact', '@preact/signals', 'virtual:licences'],
  },
  pwa: { ours: [], types: [], packages: ['workbox-window', '@preact/signals'] },
  'upkeep.ts': {
    ours: ['memory', 'pwa', 'state', 'store'],
    types: [],
    packages: ['@preact/signals'],
  },
  'main.tsx': {
    ours: ['bank', 'memory', 'queue', 'pwa', 'state', 'store', 'ui', 'upkeep.ts'],
    types: [],
    packages: ['preact', '@preact/signals'],
  },
};

/** Packages that a single file may import, and no other. */
const ONLY_IN: Readonly<Record<string, string>> = {
  'virtual:bank': 'bank/load.ts',
  'ts-fsrs': 'memory/fsrs.ts',
  minisearch: 'state/search.ts',
  'virtual:licences': 'ui/settings/Licences.tsx',
};

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

/**
 * Every import of a file, also by `export … from` and by `import()`. Where in doubt it sees one too
 * many: text in a template that looks like an import, or one in a comment that begins in mid-line.
 */
function importsOf(text: string): readonly Import[] {
  const code = text.replaceAll(/^[ \t]*(?:\/\/.*$|\/\*[\s\S]*?\*\/)/gm, '');
  const statements = code.matchAll(
    /^[ \t]*(?:import|export)\b\s*(type\b(?!\s*,|\s+from\b)\s*)?(?:([\w$*{},\s]+?)\s*from\s*)?(['"])(.+?)\3/gm,
  );
  const calls = code.matchAll(/\bimport\s*\(\s*(?:(['"`])([^'"`$]+)\1\s*[,)])?/g);
  return [
    ...[...statements].map(([, type, names = '', , from = '']) => ({
      from,
      typeOnly: type !== undefined || areTypes(names),
    })),
    ...[...calls].map(([, , from = 'an unknown place']) => ({ from, typeOnly: false })),
  ];
}

/** Whether it is a list in braces in which every name says that it is a type. */
function areTypes(names: string): boolean {
  const list = /^\{([\s\S]+)\}$/.exec(names.trim())?.[1]?.split(',') ?? [];
  const given = list.map((name) => name.trim()).filter((name) => name !== '');
  return given.length > 0 && given.every((name) => /^type\s/.test(name));
}

interface Source {
  /** Below src, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
}

const ROOT = join(import.meta.dirname, '../src');

const FILES: readonly Source[] = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(?:tsx?|css)$/.test(path))
  .map((path) => path.replaceAll('\\', '/'))
  .toSorted()
  .map((path) => ({
    path,
    folder: path.split('/')[0] ?? '',
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));

const SCRIPTS = FILES.filter(({ path }) => !path.endsWith('.css'));
const PATHS = new Set(FILES.map(({ path }) => path));

const isOurs = (from: string) => from.startsWith('.');
const resolved = (path: string, from: string) => posix.join(posix.dirname(path), from);
const isPartOf = (from: string, name: string) =>
  from === name || from.startsWith(name.endsWith(':') ? name : `${name}/`);

/** Vite code that the plugin writes as text, and that no import of ours leads to. */
const WRITTEN_AS_TEXT = 'compile/plugin.ts';

function importsIn({ path, text }: Source): readonly Import[] {
  const imports = importsOf(text);
  if (path !== WRITTEN_AS_TEXT) return imports;
  return imports.filter(({ from }) => from !== 'an unknown place');
}

/** What is wrong with an import by the table; `null` if nothing is. */
function fault({ path, folder }: Source, { from, typeOnly }: Import): string | null {
  const row = TABLE[folder];
  if (!row) return `${path}: the table has no row for ${folder}`;
  if (!isOurs(from)) {
    const known = row.packages.some((name) => isPartOf(from, name));
    const [, only] = Object.entries(ONLY_IN).find(([name]) => isPartOf(from, name)) ?? [];
    return known && (!only || only === path) ? null : `${path} imports ${from}`;
  }
  const target = resolved(path, from);
  if (!PATHS.has(target)) return `${path} imports ${from}, which is no file in src`;
  const other = target.split('/')[0] ?? '';
  if (other === folder || row.ours.includes(other)) return null;
  if (!row.types.includes(other)) return `${path} imports ${target}`;
  return typeOnly ? null : `${path} imports ${target} as more than a type`;
}

function filesWith(files: readonly Source[], wrong: (source: Source) => boolean): string[] {
  return files.filter(wrong).map(({ path }) => path);
}

/** Without comments and strings, so that prose is not taken for code. */
function codeOf({ text }: Source): string {
  return text.replaceAll(
    /`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/.*|\/\*[\s\S]*?\*\//g,
    "''",
  );
}

describe('the import table', () => {
  it('has a row for every folder of src', () => {
    expect(new Set(SCRIPTS.map(({ folder }) => folder))).toEqual(new Set(Object.keys(TABLE)));
  });

  it.each(Object.keys(TABLE))('holds for %s', (folder) => {
    const files = SCRIPTS.filter((source) => source.folder === folder);
    const faults = files.flatMap((source) => importsIn(source).map((one) => fault(source, one)));
    expect(faults.filter((one) => one !== null)).toEqual([]);
  });

  it('leaves main.tsx to nobody', () => {
    const imports = SCRIPTS.flatMap((source) =>
      importsIn(source).map(({ from }) => resolved(source.path, from)),
    );
    expect(imports).not.toContain('main.tsx');
  });

  it('has no way around: every file is imported by name', () => {
    const other = /\brequire\s*\(|import\.meta\.glob|^\/\/\/\s*<|\bnew (?:Shared)?Worker\s*\(/m;
    expect(filesWith(SCRIPTS, ({ text }) => other.test(text))).toEqual([]);
  });
});

describe('imports are read as TypeScript reads them:', () => {
  it.each<[code: string, from: string, typeOnly: boolean]>([
    ["import './tokens.css';", './tokens.css', false],
    ["import a from 'x';", 'x', false],
    ["import * as a from 'x';", 'x', false],
    ["import a, { type B } from 'x';", 'x', false],
    ["import { a } from 'x';", 'x', false],
    ["import { type A, b } from 'x';", 'x', false],
    ["import { typeOf } from 'x';", 'x', false],
    ["import {\n  type A,\n  b,\n} from 'x';", 'x', false],
    ["import type from 'x';", 'x', false],
    ["import type, { a } from 'x';", 'x', false],
    ["import { type A, type B } from 'x';", 'x', true],
    ["import {\n  type A,\n  type B,\n} from 'x';", 'x', true],
    ["import type { A } from 'x';", 'x', true],
    ["import type A from 'x';", 'x', true],
    ["import type * as A from 'x';", 'x', true],
    ['import { a } from "x";', 'x', false],
    ["export { a } from 'x';", 'x', false],
    ["export * from 'x';", 'x', false],
    ["export type { A } from 'x';", 'x', true],
    ["  import type { A } from 'x';", 'x', true],
    ["const a = await import('x');", 'x', false],
    ["let a: typeof import('x');", 'x', false],
    ['later(() => import(`x`).then((it) => it.A));', 'x', false],
    ['await import(name);', 'an unknown place', false],
    [`await import('x' + name);`, 'an unknown place', false],
    ['/** A word. */\nimport a from "x";', 'x', false],
  ])('%s', (code, from, typeOnly) => {
    expect(importsOf(code)).toEqual([{ from, typeOnly }]);
  });

  it.each([
    "// import a from 'x';",
    "/*\nimport a from 'x';\n*/",
    "/**\n * See import('x').\n */",
    "export type A = 'x';",
    "export const a = 'x';",
    "export { a };\nconst b = 'x';",
    "const from = 'x';",
    'const here = import.meta.url;',
  ])('none in %s', (code) => {
    expect(importsOf(code)).toEqual([]);
  });

  it('all of a file, in spite of what stands between', () => {
    const code = "import a from 'x';\n// It's…\nimport type { B } from 'y';\nimport('z');\n";
    expect(importsOf(code).map(({ from }) => from)).toEqual(['x', 'y', 'z']);
  });
});

describe('in src', () => {
  it('every file opens with one sentence on what it is for', () => {
    const wrong = filesWith(SCRIPTS, ({ text }) => {
      const [first = '', second = ''] = text.split('\n');
      return !/^\/\/ \S.*\.$/.test(first) || /[.!?] [A-Z]/.test(first) || second !== '';
    });
    expect(wrong).toEqual([]);
  });

  it('there is no index file', () => {
    expect(filesWith(FILES, ({ path }) => /(?:^|\/)index\./.test(path))).toEqual([]);
  });

  it('there is no default export', () => {
    const exported = /^export default\b|\bas default\b/m;
    expect(filesWith(SCRIPTS, (source) => exported.test(codeOf(source)))).toEqual([]);
  });

  it('there is no any', () => {
    const any = /(?:[:<|&,=([]|\bas|\bextends|\bis)\s*any\b(?!\s+\w)/;
    expect(filesWith(SCRIPTS, (source) => any.test(codeOf(source)))).toEqual([]);
  });

  it('there is no enum and no class but errors', () => {
    const shape =
      /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?(?:enum\s+\w|class\s+\w+(?! extends Error\b)\b)/m;
    expect(filesWith(SCRIPTS, (source) => shape.test(codeOf(source)))).toEqual([]);
  });

  it('no style needs !important', () => {
    expect(filesWith(FILES, ({ text }) => /!\s*important/.test(text))).toEqual([]);
  });
});
