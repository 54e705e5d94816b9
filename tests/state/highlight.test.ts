// Words are cut from a text at their place, hits stand out, and long texts are cut around them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Html } from '../../src/bank/card.ts';
import { escapeText } from '../../src/compile/html.ts';
import { excerpt, type Highlighted, highlight } from '../../src/state/highlight.ts';
import { linesOf, plainText } from '../../src/state/plainText.ts';
import { termsIn } from '../../src/state/searchTerms.ts';

const textsOf = (text: string) => termsIn(text).map((term) => term.text);
const whole = (text: Highlighted) => text.map((piece) => piece.text).join('');
const hitsOf = (text: Highlighted) =>
  text.filter((piece) => piece.isHit).map(({ text: hit }) => hit);

describe('the words of a text', () => {
  it.each<[text: string, ...terms: string[]]>([
    ['Set a cookie.', 'set', 'a', 'cookie'],
    ['url_for', 'url_for', 'url', 'for'],
    ['app.url_for()', 'app.url_for', 'app', 'url_for', 'url', 'for'],
    ['__name__', '__name__', 'name'],
    ['ProxyFix', 'proxyfix', 'proxy', 'fix'],
    ['SQLAlchemy', 'sqlalchemy'],
    ['N+1', 'n+1', 'n', '1'],
    ['Set-Cookie', 'set', 'cookie'],
    ['don’t', 'don', 't'],
    ['Straße', 'straße'],
    ['…!?'],
  ])('%s', (text, ...terms) => {
    expect(textsOf(text)).toEqual(expect.arrayContaining(terms));
    expect(new Set(textsOf(text))).toEqual(new Set(terms));
  });

  it('stand where they say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const { text: term, start, end } of termsIn(text)) {
          expect(term).toBe(text.slice(start, end).toLowerCase());
          expect(term).not.toBe('');
        }
      }),
    );
  });

  it('come once for each place', () => {
    const name = fc.stringMatching(/^[a-zA-Z_.+]{1,12}$/);
    fc.assert(
      fc.property(name, (text) => {
        const places = termsIn(text).map(({ start, end }) => `${start}-${end}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });
});

describe('a highlighted text', () => {
  it('has each hit at its place', () => {
    expect(highlight('Is g the app’s g?', new Set(['g', 'app']))).toEqual([
      { at: 0, text: 'Is ', isHit: false },
      { at: 3, text: 'g', isHit: true },
      { at: 4, text: ' the ', isHit: false },
      { at: 9, text: 'app', isHit: true },
      { at: 12, text: '’s ', isHit: false },
      { at: 15, text: 'g', isHit: true },
      { at: 16, text: '?', isHit: false },
    ]);
  });

  it('marks a part of a name, and the name once where both were hit', () => {
    expect(hitsOf(highlight('current_app', new Set(['app'])))).toEqual(['app']);
    expect(hitsOf(highlight('current_app', new Set(['app', 'current_app'])))).toEqual([
      'current_app',
    ]);
  });

  it('has no hit where there is none', () => {
    expect(highlight('Nothing.', new Set(['g']))).toEqual([
      { at: 0, text: 'Nothing.', isHit: false },
    ]);
    expect(highlight('', new Set(['g']))).toEqual([]);
  });

  it('is the text, whatever is hit', () => {
    const text = fc
      .array(fc.constantFrom('app', 'url_for', 'a.b', ' ', '_', 'ProxyFix', '½'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.constantFrom('app', 'url', 'a.b', 'b', 'proxyfix')),
        (one, hits) => {
          const pieces = highlight(one, new Set(hits));
          expect(whole(pieces)).toBe(one);
          for (const [index, { at, text: piece }] of pieces.entries()) {
            expect(one.slice(at, at + piece.length)).toBe(piece);
            // Pieces take turns, so no hit is cut in two.
            expect(piece).not.toBe('');
            expect(pieces[index - 1]?.isHit).not.toBe(pieces[index]?.isHit);
          }
        },
      ),
    );
  });
});

describe('an excerpt', () => {
  const LONG = `${'before '.repeat(30)}the hit ${'after '.repeat(30)}`.trim();

  it('of a short text is all of it', () => {
    expect(whole(excerpt('A short one.', new Set(['one']), 140))).toBe('A short one.');
  });

  it('of a long text is cut at words around the first hit', () => {
    const text = excerpt(LONG, new Set(['hit']), 80);
    expect(whole(text)).toMatch(/^… (?:before )+the hit (?:after )+…$/);
    expect(hitsOf(text)).toEqual(['hit']);
  });

  it('has the first hit also where there is room for little else', () => {
    const text = excerpt('url_for url_for word hit', new Set(['hit']), 20);
    expect(whole(text)).toBe('… url_for word hit');
  });

  it('of a long text begins with it where the hit is early', () => {
    expect(whole(excerpt(`hit ${LONG}`, new Set(['hit']), 40))).toMatch(/^hit before .* …$/);
  });

  it('has the first hit whole, no more than asked for, and nothing that is not there', () => {
    const word = fc.constantFrom('hit', 'a', 'word', 'url_for', 'x'.repeat(60));
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 60 }),
        fc.integer({ min: 20, max: 140 }),
        (words, most) => {
          const text = words.join(' ');
          const cut = excerpt(text, new Set(['hit']), most);
          expect(hitsOf(cut).slice(0, 1)).toEqual(words.includes('hit') ? ['hit'] : []);
          const inner = whole(cut).replace(/^… /, '').replace(/ …$/, '');
          expect(text).toContain(inner);
          expect(inner.length).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});

describe('the text of compiled HTML', () => {
  it('has no tag and no entity', () => {
    const html = '<p>Use <code>g</code> &amp; <em>no</em> global.</p>\n<ul><li>a &lt; b</li></ul>';
    expect(linesOf(html as Html)).toEqual(['Use g & no global.', 'a < b']);
  });

  it('is what was escaped, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainText(escapeText(text) as Html)).toBe(text);
      }),
    );
  });
});
