// Code as HTML with a few classes for its parts, so that our CSS can color it light and dark.

import { createHighlighterCoreSync } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import type { Language } from './draft.ts';
import { GRAMMAR_OF, grammars } from './grammars.ts';
import { escapeText } from './html.ts';
import { type CodeClass, classOf, theme } from './theme.ts';

/** The inside of a `<code>`. */
export type Highlight = (code: string, language: Language) => string;

/** Compiles the grammars, which takes a moment: create it once. */
export function createHighlight(): Highlight {
  const highlighter = createHighlighterCoreSync({
    themes: [theme],
    langs: [...grammars],
    engine: createJavaScriptRegexEngine(),
  });
  return (code, language) =>
    highlighter
      .codeToTokensBase(code, {
        lang: GRAMMAR_OF[language],
        theme: 'classes',
        // By default a line that takes half a second, as on a busy machine, loses its colors.
        tokenizeTimeLimit: 0,
      })
      .map((line) => toHtml(line))
      .join('\n');
}

interface Token {
  readonly content: string;
  readonly color?: string;
}

interface Run {
  readonly name: CodeClass | undefined;
  text: string;
}

/** A line with one span for each run of tokens of the same class, and none for plain code. */
function toHtml(line: readonly Token[]): string {
  const runs: Run[] = [];
  for (const { content, color } of line) {
    const name = classOf(color);
    const [before, last] = [runs.at(-2), runs.at(-1)];
    if (last && last.name === name) last.text += content;
    else if (before && last && before.name === name && last.text.trim() === '') {
      // The space between two keywords may as well be a keyword.
      before.text += last.text + content;
      runs.pop();
    } else runs.push({ name, text: content });
  }
  return runs
    .map(({ name, text }) => {
      const html = escapeText(text);
      return name ? `<span class="${name}">${html}</span>` : html;
    })
    .join('');
}
