// Which code gets which CSS class: a Shiki theme whose colors are names in disguise.

import type { ThemeRegistrationRaw } from 'shiki/core';

/**
 * The classes of highlighted code: keyword, string, comment, number or constant, function or
 * decorator, type or tag.
 */
export type CodeClass = 'k' | 's' | 'c' | 'n' | 'f' | 't';

interface Rule {
  readonly color: string;
  readonly scope: readonly string[];
}

const PLAIN: Rule = {
  color: '#000000',
  scope: ['keyword.operator', 'meta.embedded', 'meta.interpolation', 'variable.meta.scope.jinja'],
};

// Colors carry a class through Shiki, which knows only colors; our CSS gives the real ones.
const RULES: Readonly<Record<CodeClass, Rule>> = {
  k: {
    color: '#000001',
    scope: [
      'keyword',
      'storage',
      'keyword.operator.logical',
      'keyword.operator.word',
      'entity.other.jinja.delimiter.tag',
      'variable.entity.other.jinja.delimiter',
    ],
  },
  s: { color: '#000002', scope: ['string', 'storage.type.string'] },
  c: { color: '#000003', scope: ['comment'] },
  n: { color: '#000004', scope: ['constant.numeric', 'constant.language', 'constant.other'] },
  f: {
    color: '#000005',
    scope: [
      'entity.name.function',
      'support.function',
      'meta.function-call.generic',
      'punctuation.definition.decorator',
      'entity.other.attribute-name',
      'variable.language.jinja',
      'variable.other.jinja.filter',
    ],
  },
  t: {
    color: '#000006',
    scope: [
      'entity.name.type',
      'entity.name.class',
      'entity.name.tag',
      'entity.name.section',
      'entity.other.inherited-class',
      'support.class',
      'support.type',
      'keyword.other.definition.ini',
    ],
  },
};

export const theme: ThemeRegistrationRaw = {
  name: 'classes',
  type: 'light',
  fg: PLAIN.color,
  bg: '#ffffff',
  settings: [PLAIN, ...Object.values(RULES)].map(({ color, scope }) => ({
    scope: [...scope],
    settings: { foreground: color },
  })),
};

const CLASSES = new Map(
  Object.entries(RULES).map(([name, { color }]) => [color, name as CodeClass]),
);

/** The class that a color of the theme stands for; plain code has none. */
export function classOf(color: string | undefined): CodeClass | undefined {
  return CLASSES.get(color ?? '');
}
