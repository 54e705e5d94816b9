// The Vite plugin that turns content/ into `virtual:bank` and one lazy chunk per topic.

import { resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { TopicId } from '../bank/card.ts';
import { type CompiledBank, compile } from './compile.ts';
import { readContent } from './content.ts';
import { describe } from './mistake.ts';
import { pack } from './pack.ts';
import { createRenderer, type Renderer } from './render.ts';
import { validate } from './validate.ts';

const INDEX = 'virtual:bank';
const RESOLVED = `\0${INDEX}`;
// The last piece of a module's id names its chunk: `topic-routing-[hash].js`.
const RESOLVED_TOPIC = `${RESOLVED}/topic-`;
const GUIDE = `${INDEX}-guide`;
const RESOLVED_GUIDE = `${RESOLVED}/guide`;

/** `content` is the content folder, seen from Vite's root. */
export function bank({ content }: { readonly content: string }): Plugin {
  let folder = content;
  let renderer: Renderer | undefined;
  let compiled: Promise<CompiledBank> | undefined;

  async function read(): Promise<CompiledBank> {
    const verdict = validate(await readContent(folder));
    if (verdict.kind === 'broken') throw mistakesError(verdict.mistakes.map(describe));
    renderer ??= createRenderer();
    return compile(verdict.bank, renderer);
  }

  return {
    name: 'bank',
    configResolved({ root }) {
      folder = resolve(root, content);
    },
    buildStart() {
      compiled = undefined;
    },
    resolveId(id) {
      if (id === INDEX) return RESOLVED;
      if (id === GUIDE) return RESOLVED_GUIDE;
      return id.startsWith(`${INDEX}/`) ? RESOLVED_TOPIC + id.slice(INDEX.length + 1) : undefined;
    },
    async load(id) {
      if (!id.startsWith(RESOLVED)) return undefined;
      compiled ??= read();
      if (id === RESOLVED) return indexCode(await compiled);
      const { summaries, chunks, guide } = await compiled;
      if (id === RESOLVED_GUIDE) return constants({ guide });
      const topic = id.slice(RESOLVED_TOPIC.length) as TopicId;
      const cards = chunks.get(topic);
      return cards && constants({ summary: summaries.get(topic), cards });
    },
    hotUpdate({ file }) {
      if (!resolve(file).startsWith(folder + sep)) return undefined;
      compiled = undefined;
      const { moduleGraph, hot } = this.environment;
      for (const [id, module] of moduleGraph.idToModuleMap) {
        if (id.startsWith(RESOLVED)) moduleGraph.invalidateModule(module);
      }
      hot.send({ type: 'full-reload' });
      return [];
    },
  };
}

function indexCode(compiled: CompiledBank): string {
  const loaders = compiled.bank.topics.map(({ id }) => `() => import('${INDEX}/${id}')`);
  return [
    constants({ packed: pack(compiled) }),
    `export const loaders = [${loaders}];`,
    `export const loadGuide = () => import('${GUIDE}');`,
  ].join('\n');
}

// Literals: smaller after Brotli than the same text in `JSON.parse('…')`.
function constants(values: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(values).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
  );
  return lines.join('\n');
}

function mistakesError(lines: readonly string[]): Error {
  const error = new Error(`The content has mistakes:\n${lines.join('\n')}`);
  // The stack would lead the author into this plugin instead of to the card.
  error.stack = '';
  return error;
}
