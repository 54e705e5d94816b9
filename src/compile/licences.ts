// The Vite plugin that lists whose code ships, each with its licence, as `virtual:licences`.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

export interface Package {
  readonly name: string;
  readonly version: string;
  /** By its short name, such as MIT. */
  readonly licence: string;
  readonly text: string;
}

const MODULE = 'virtual:licences';
const RESOLVED = `\0${MODULE}`;
/** Stands for the packages until it is known which of them are in the build. */
const UNKNOWN = 'packages of this build';

/** `worker` is the package that the service worker, which is no part of the bundle, is made of. */
export function licences({ worker }: { readonly worker: string }): Plugin {
  let root = '';
  let serving = false;

  /** Names may come twice. */
  function list(folders: readonly string[]): readonly Package[] {
    const all = [...folders, ...withDependencies(folderOf(worker, root))].map(readPackage);
    const byName = new Map(all.map((one) => [one.name, one]));
    return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  return {
    name: 'licences',
    configResolved(config) {
      root = config.root;
      serving = config.command === 'serve';
    },
    resolveId(id) {
      return id === MODULE ? RESOLVED : undefined;
    },
    load(id) {
      if (id !== RESOLVED) return undefined;
      // Nothing is bundled in development: what package.json asks for has to do.
      const packages = serving ? list(dependenciesOf(root)) : [UNKNOWN];
      return [
        `export const app = ${JSON.stringify(readPackage(root))};`,
        `export const packages = ${JSON.stringify(packages)};`,
      ].join('\n');
    },
    // Before the names of the chunks are made from what is in them.
    renderChunk(code, chunk, _options, { chunks }) {
      if (!chunk.moduleIds.includes(RESOLVED)) return null;
      const modules = Object.values(chunks).flatMap(({ moduleIds }) => moduleIds);
      const packages = list(modules.flatMap((id) => packageFolder(id, root) ?? []));
      const literal = JSON.stringify(packages).slice(1, -1);
      return code.replace(new RegExp(`(["'\`])${UNKNOWN}\\1`), () => literal);
    },
  };
}

/** Where the package lies that a module belongs to; `undefined` for a module of our own. */
function packageFolder(module: string, root: string): string | undefined {
  const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(module) ?? [];
  if (folder) return folder.replace('\0', '');
  // What the tools themselves add at run time, such as `\0vite/preload-helper.js`.
  const [, tool] = /^\0(vite|rolldown)\//.exec(module) ?? [];
  return tool && folderOf(tool, root);
}

/** As Node finds it. */
function folderOf(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return folder;
  const parent = dirname(from);
  if (parent === from) throw new Error(`There is no package ${name} in node_modules.`);
  return folderOf(name, parent);
}

function dependenciesOf(folder: string): readonly string[] {
  const { dependencies = {} } = manifestOf(folder);
  return Object.keys(dependencies).map((name) => folderOf(name, folder));
}

function withDependencies(folder: string, found = new Set<string>()): readonly string[] {
  if (!found.has(folder)) {
    found.add(folder);
    for (const each of dependenciesOf(folder)) withDependencies(each, found);
  }
  return [...found];
}

function readPackage(folder: string): Package {
  const { name, version, license } = manifestOf(folder);
  const file = readdirSync(folder).find((each) => /^licen[cs]e(?:\.md|\.txt)?$/i.test(each));
  if (!license || !file) throw new Error(`The package ${name} does not say its licence.`);
  const text = readFileSync(join(folder, file), 'utf8');
  // Vite goes on with the licences of its own tools, of which nothing ships.
  const own = text.split(/^# Licenses of bundled dependencies$/m)[0] ?? text;
  return { name, version, licence: license, text: own.trim() };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
