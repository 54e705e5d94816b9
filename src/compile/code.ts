// The rules of fenced code: label, language and size.

import { type CodeDraft, LANGUAGES, type Language } from './draft.ts';
import type { Fence } from './markdown.ts';
import { count, type Report } from './mistake.ts';
import { nearest } from './nearest.ts';

const MOST_LINES = 25;
const MOST_COLUMNS = 64;

const OPEN = /^```(?:[^`\s][^\t]*)?$/;
const CLOSE = /^```\s*$/;

/** What authors write by habit, and what it is called here. */
const HABITS: Readonly<Record<string, Language>> = {
  py: 'python',
  jinja2: 'jinja',
  'jinja-html': 'jinja',
  bash: 'sh',
  shell: 'sh',
  console: 'sh',
  docker: 'dockerfile',
  toml: 'ini',
  txt: 'text',
};

/** The block, or undefined if its label is broken. */
export function readCode(
  fence: Fence,
  file: 'required' | 'optional',
  report: Report,
): CodeDraft | undefined {
  // Reported wherever it stands; its end, and so its size, is not known.
  if (!fence.closed) return undefined;
  checkFence(fence, report);
  checkSize(fence, report);
  const language = readLanguage(fence, report);
  const label = readFile(fence, file, report);
  if (!language || !label) return undefined;
  return { ...label, language, code: fence.code };
}

/** The bank tests look for the one form, and would not see a block in another. */
function checkFence({ open, close, line }: Fence, report: Report): void {
  if (OPEN.test(open) && CLOSE.test(close)) return;
  const mend = 'Start both of its lines with three backticks, the first as in ```python.';
  report(line, 'The code block has another fence.', mend);
}

function readLanguage({ language, line }: Fence, report: Report): Language | undefined {
  const known = LANGUAGES.find((candidate) => candidate === language);
  if (known) return known;
  if (language === '' || language.includes('=')) {
    report(line, 'The code block has no language.', 'Name it after the backticks: ```python.');
    return undefined;
  }
  const meant = HABITS[language] ?? nearest(language, LANGUAGES);
  const mend = meant ? `Did you mean \`${meant}\`?` : `Use one of ${LANGUAGES.join(', ')}.`;
  report(line, `There is no language \`${language}\`.`, mend);
  return undefined;
}

/** Why a block cannot run is for the bank tests; the reader needs only the file. */
export function fileIn(label: string): string | undefined {
  return /^file=(\S+)(?: norun="[^"]+")?$/.exec(label)?.[1];
}

function readFile(
  fence: Fence,
  rule: 'required' | 'optional',
  report: Report,
): { readonly file?: string } | undefined {
  const label = fence.language.includes('=')
    ? `${fence.language} ${fence.label}`.trim()
    : fence.label;
  const file = fileIn(label);
  if (file) return { file };
  if (label !== '') {
    const mend = 'Write only the language and the file: ```python file=app/mail.py.';
    report(fence.line, `The label \`${label}\` is not a file.`, mend);
    return undefined;
  }
  if (rule === 'optional') return {};
  const mend = 'Add it after the language: ```python file=app/mail.py.';
  report(fence.line, 'The code block names no file.', mend);
  return undefined;
}

function checkSize(fence: Fence, report: Report): void {
  const lines = fence.code.split('\n');
  if (fence.code.trim() === '') {
    report(fence.line, 'The code block is empty.', 'Fill it, or drop it.');
  }
  if (lines.length > MOST_LINES) {
    const wrong = `The code block has ${lines.length} lines, at most ${MOST_LINES} are allowed.`;
    report(fence.line, wrong, `Cut ${count(lines.length - MOST_LINES, 'line')}.`);
  }
  for (const [index, line] of lines.entries()) {
    const columns = [...line].length;
    if (columns <= MOST_COLUMNS) continue;
    const wrong = `The code has ${columns} columns, at most ${MOST_COLUMNS} are allowed.`;
    report(fence.line + 1 + index, wrong, 'Break the line.');
  }
}
