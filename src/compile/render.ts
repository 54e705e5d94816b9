// Markdown of a card as HTML: classes only, no inline style, no script, everything escaped.

import MarkdownIt, { type RendererRule, type Token } from 'markdown-it';
import type { CodeBlock, Html } from '../bank/card.ts';
import { type CodeDraft, LANGUAGES, type Language } from './draft.ts';
import { createHighlight, type Highlight } from './highlight.ts';

export interface Renderer {
  /** Text without a block around it: a question, a point, a claim. */
  readonly inline: (markdown: string) => Html;
  /** Paragraphs, lists, tables and code. */
  readonly blocks: (markdown: string) => Html;
  readonly code: (draft: CodeDraft) => CodeBlock;
}

/** Takes a moment (grammars): create it once. */
export function createRenderer(): Renderer {
  const highlight = createHighlight();
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  Object.assign(markdown.renderer.rules, rules(highlight));
  return {
    inline: (text) => markdown.renderInline(text.trim()) as Html,
    blocks: (text) => markdown.render(text).trim() as Html,
    code: ({ code, ...labels }) => ({ ...labels, html: pre(code, labels.language, highlight) }),
  };
}

function rules(highlight: Highlight): Readonly<Record<string, RendererRule>> {
  const plain: RendererRule = (tokens, index, options, _env, self) =>
    self.renderToken(tokens, index, options);
  return {
    fence: (tokens, index) => {
      const { content = '', info = '' } = tokens[index] ?? {};
      return pre(content.replace(/\n$/, ''), toLanguage(info), highlight);
    },
    link_open: (tokens, ...rest) => {
      tokens[rest[0]]?.attrSet('target', '_blank');
      tokens[rest[0]]?.attrSet('rel', 'noopener noreferrer');
      return plain(tokens, ...rest);
    },
    // A focusable scroller, because Safari's keyboard can't reach it otherwise.
    table_open: () => '<div class="table" tabindex="0"><table>\n',
    table_close: () => '</table></div>\n',
    th_open: (tokens, ...rest) => plain(headless(aligned(tokens, rest[0]), rest[0]), ...rest),
    td_open: (tokens, ...rest) => plain(aligned(tokens, rest[0]), ...rest),
  };
}

/** Puts a class where markdown-it puts a style, which our content security policy blocks. */
function aligned(tokens: Token[], index: number): Token[] {
  const cell = tokens[index];
  const [, side] = /^text-align:(\w+)$/.exec(String(cell?.attrGet('style') ?? '')) ?? [];
  if (cell) cell.attrs = side && side !== 'left' ? [['class', side]] : null;
  return tokens;
}

/** An empty corner heads nothing, so it is no header cell. */
function headless(tokens: Token[], index: number): Token[] {
  if (tokens[index + 1]?.content === '') {
    for (const cell of [tokens[index], tokens[index + 2]]) if (cell) cell.tag = 'td';
  }
  return tokens;
}

function toLanguage(info: string): Language {
  const [word] = info.trim().split(/\s+/);
  return LANGUAGES.find((language) => language === word) ?? 'text';
}

function pre(code: string, language: Language, highlight: Highlight): Html {
  return `<pre class="code" tabindex="0"><code>${highlight(code, language)}</code></pre>` as Html;
}
