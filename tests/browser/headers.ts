// A build's `_headers`, in the form that Netlify, Cloudflare Pages and others read.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Rule {
  /** From the build's root on; a `*` at its end stands for anything. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A path at the start of a line, and under it, indented, its headers. */
export function headerRules(folder: string): readonly Rule[] {
  const rules: { path: string; headers: Record<string, string> }[] = [];
  for (const line of readFileSync(join(folder, '_headers'), 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const last = rules.at(-1);
    const [, name, value] = /^\s+([\w-]+):\s*(.+)$/.exec(line) ?? [];
    if (name && value && last) last.headers[name.toLowerCase()] = value;
    else if (/^\/\S*$/.test(line)) rules.push({ path: line, headers: {} });
    else throw new Error(`_headers has a line that no host would read: ${line}`);
  }
  return rules;
}
