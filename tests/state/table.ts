// Reads a table as other programs do: by RFC 4180, with any separator.

/** @throws where the text is no such table */
export function rowsOf(text: string, separator: ',' | '\t'): readonly (readonly string[])[] {
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\r\n]*))(${separator}|\r?\n)`, 'y');
  const rows: string[][] = [];
  let row: string[] = [];
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (!match) throw new Error(`This is no field: ${text.slice(at, at + 40)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === separator) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Texts that break a table which is put together carelessly, or that a spreadsheet would run. */
export const NASTY = [
  'a\ttab',
  'two\nlines',
  'two\r\nlines',
  'a "quote"',
  '"',
  'a, comma; and more',
  '<script>alert("1")</script> & <br>',
  '&lt;',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1+1',
  '\n=1+1',
  '#html:false',
  'naïve 🧪',
  '',
] as const;
