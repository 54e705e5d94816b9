import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/compile/draft.ts';
import { createRenderer } from '../../src/compile/render.ts';

const { inline, blocks, code } = createRenderer();

describe.each<[Language, string, readonly string[]]>([
  ['python', '@bp.get("/<int:id>")\nasync def f(): return f"{1}"  # x', ['f', 's', 'k', 'n', 'c']],
  ['jinja', '<a href="{{ url_for("x") }}">{% if y|upper %}{# z #}', ['t', 'f', 's', 'k', 'c']],
  ['html', '<!-- x --><input name="a">', ['c', 't', 'f', 's']],
  ['sh', 'export A=1 && echo "$A"  # x', ['k', 'n', 'f', 's', 'c']],
  ['dockerfile', '# x\nFROM python:3.12\nCMD ["flask"]', ['c', 'k', 's']],
  ['sql', "SELECT count(*) FROM t WHERE a = 'x' AND b > 1 -- c", ['k', 'f', 's', 'n', 'c']],
  ['json', '{ "a": [1, "x"] }', ['t', 'n', 's']],
  ['ini', '# x\n[pytest]\na = b', ['c', 't']],
  ['nginx', 'location / { proxy_pass http://app; } # x', ['k', 'c']],
  ['text', 'if 1 < 2: "x"', []],
])('%s', (language, source, classes) => {
  const { html } = code({ language, code: source });

  test('is highlighted with our classes only', () => {
    const found = [...html.matchAll(/<span class="(\w+)">/g)].map(([, name]) => name);
    expect(new Set(found)).toEqual(new Set(classes));
  });

  test('keeps its text, escaped', () => {
    const text = html.replace(/<[^>]*>/g, '');
    expect(text).toBe(
      source.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
    expect(html).not.toMatch(/style=|<script/);
  });
});

test('neighbors of one class share a span, and plain code has none', () => {
  expect(code({ language: 'python', code: 'x is not None' }).html).toBe(
    '<pre class="code" tabindex="0"><code>x <span class="k">is not</span> <span class="n">None</span></code></pre>',
  );
});

test('Jinja is highlighted inside an attribute', () => {
  const { html } = code({ language: 'jinja', code: '<a href="{{ url_for(\'x\') }}">' });
  expect(html).toContain('<span class="k">{{</span> url_for(<span class="s">\'x\'</span>)');
});

test('a block keeps its file and language', () => {
  expect(code({ language: 'text', file: 'a.txt', code: 'x' })).toMatchObject({
    file: 'a.txt',
    language: 'text',
  });
  expect(code({ language: 'text', code: 'x' })).not.toHaveProperty('file');
});

test('HTML in text is escaped', () => {
  expect(inline('<script>x</script> & `<b>`')).toBe(
    '&lt;script&gt;x&lt;/script&gt; &amp; <code>&lt;b&gt;</code>',
  );
  expect(blocks('<div style="x">')).toBe('<p>&lt;div style=&quot;x&quot;&gt;</p>');
});

test('a link opens elsewhere and tells nothing', () => {
  expect(inline('[Flask](https://example.org)')).toBe(
    '<a href="https://example.org" target="_blank" rel="noopener noreferrer">Flask</a>',
  );
});

test('a table has a wrapper to scroll in, and classes for alignment', () => {
  const html = blocks('| a | b |\n|:--|--:|\n| c | d |');
  expect(html).toMatch(/^<div class="table" tabindex="0"><table>[\s\S]*<\/table><\/div>$/);
  expect(html).toContain('<th>a</th>\n<th class="right">b</th>');
  expect(html).toContain('<td>c</td>\n<td class="right">d</td>');
  expect(html).not.toContain('style=');
});

test('a block of Markdown may hold code', () => {
  expect(blocks('```text\na -> b\n```')).toBe(
    '<pre class="code" tabindex="0"><code>a -&gt; b</code></pre>',
  );
});
