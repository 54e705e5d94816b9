// The grammars behind the languages that a code block may name.

import type { LanguageRegistration } from 'shiki/core';
import docker from 'shiki/langs/docker.mjs';
import ini from 'shiki/langs/ini.mjs';
import jinja from 'shiki/langs/jinja.mjs';
import json from 'shiki/langs/json.mjs';
import nginx from 'shiki/langs/nginx.mjs';
import python from 'shiki/langs/python.mjs';
import shell from 'shiki/langs/shellscript.mjs';
import sql from 'shiki/langs/sql.mjs';
import type { Language } from './draft.ts';

/** The name of a language's grammar; `text` has none and needs none. */
export const GRAMMAR_OF: Readonly<Record<Language, string>> = {
  python: 'python',
  jinja: 'jinja-html',
  html: 'jinja-html',
  sh: 'shellscript',
  dockerfile: 'docker',
  sql: 'sql',
  json: 'json',
  ini: 'ini',
  nginx: 'nginx',
  text: 'text',
};

export const grammars: readonly LanguageRegistration[] = [
  ...docker,
  ...ini,
  ...jinja.map(withJinjaInAttributes),
  ...json,
  ...nginx,
  ...python,
  ...shell,
  ...sql,
];

/** `href="{{ url_for('x') }}"`: on its own the grammar takes an attribute for a plain string. */
function withJinjaInAttributes(grammar: LanguageRegistration): LanguageRegistration {
  if (grammar.name !== 'jinja-html') return grammar;
  const injections = {
    'L:text.html.jinja string.quoted': { patterns: [{ include: 'source.jinja' }] },
  };
  return { ...grammar, injections };
}
