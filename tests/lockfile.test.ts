// What an install brings is exactly what was chosen: pinned, with its hash, and without code of its own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8')) as T;
}

const project = read<{
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}>('package.json');
const { packages } = read<{ readonly packages: Readonly<Record<string, Locked>> }>(
  'package-lock.json',
);
const chosen = { ...project.dependencies, ...project.devDependencies };
const locked = Object.entries(packages).filter(([path]) => path !== '');

function pathsOf(wrong: (locked: Locked) => boolean): readonly string[] {
  return locked.filter(([, each]) => wrong(each)).map(([path]) => path);
}

it('every dependency is pinned to one version, which is the locked one', () => {
  expect(Object.keys(chosen).length).toBeGreaterThan(10);
  for (const [name, version] of Object.entries(chosen)) {
    expect.soft(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect.soft(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

it('every package has its hash', () => {
  expect(locked.length).toBeGreaterThan(100);
  expect(pathsOf(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([]);
});

it('no package names a place of its own, so that each comes from the registry npm is set to', () => {
  expect(pathsOf(({ resolved }) => resolved !== undefined)).toEqual([]);
  expect(pathsOf(({ version }) => !/^\d+\.\d+\.\d+/.test(version ?? ''))).toEqual([]);
});

it('no package that every machine installs runs a script of its own', () => {
  expect(
    pathsOf(({ hasInstallScript, optional }) => Boolean(hasInstallScript && !optional)),
  ).toEqual([]);
});
