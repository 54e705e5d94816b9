// A report says everything that is needed to find and mend what is wrong, and nothing else.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bank } from '../../src/bank/card.ts';
import {
  LONGEST_WORDS,
  PARTS,
  type Report,
  reportAddress,
  reportText,
  reportTitle,
} from '../../src/state/report.ts';
import { id } from '../queue/banks.ts';
import { bankOf, cardsOf } from './app.ts';

const bank: Bank = {
  ...bankOf(1),
  version: 'abc123',
  checked: { date: '2026-11-20', versions: { flask: '3.1.3', werkzeug: '3.1.9' } },
};
const [topic] = bank.topics;
const card = topic && cardsOf(bank, topic.id).get(id('t0-0'));
if (!card) throw new Error('The bank has no card.');

const report: Report = {
  card: { ...card, plainQuestion: 'What is g?' },
  bank,
  part: 'Code',
  words: '  It prints 2 & not 1. ',
  address: 'https://example.org/app/#/card/t0-0',
};

describe('a report', () => {
  it('names the card, the versions, the part, the words and the address', () => {
    expect(reportTitle(report)).toBe('Wrong: What is g?');
    expect(reportText(report)).toBe(
      [
        'Card: t0-0',
        'Question: What is g?',
        'Bank: abc123',
        'Checked: 2026-11-20, flask 3.1.3, werkzeug 3.1.9',
        'What is wrong: Code',
        '',
        'It prints 2 & not 1.',
        '',
        'https://example.org/app/#/card/t0-0',
      ].join('\n'),
    );
  });

  it('says so when the cards were not checked yet', () => {
    const unchecked = { ...bank, checked: { date: '', versions: {} } };
    expect(reportText({ ...report, bank: unchecked })).toContain('Checked: not yet\n');
  });

  it.each([
    ['https://github.com/some/flask/issues', 'https://github.com/some/flask/issues/new'],
    ['https://github.com/some/flask/issues/', 'https://github.com/some/flask/issues/new'],
    ['https://tracker.example/report', 'https://tracker.example/report'],
    ['https://tracker.example/report?project=7', 'https://tracker.example/report'],
  ])('opens in %s', (bugsUrl, place) => {
    const url = new URL(reportAddress(bugsUrl, report));
    expect(url.origin + url.pathname).toBe(place);
    expect(url.searchParams.get('title')).toBe(reportTitle(report));
    expect(url.searchParams.get('body')).toBe(reportText(report));
    expect(url.searchParams.get('project')).toBe(new URL(bugsUrl).searchParams.get('project'));
  });

  it('arrives whole in an address whatever is written, as long as it is short', () => {
    const anything = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(
      fc.property(anything, fc.constantFrom(...PARTS), (words, part) => {
        const own = { ...report, words, part };
        const url = new URL(reportAddress('https://tracker.example/issues', own));
        expect(url.searchParams.get('body')).toBe(reportText(own));
      }),
    );
  });

  it('is cut where an address would be too long for a server, never within a character', () => {
    const words = '🧪'.repeat(LONGEST_WORDS / 2);
    const address = reportAddress('https://tracker.example/issues', {
      ...report,
      words: words + words,
    });
    expect(address.length).toBeLessThanOrEqual(8000);
    const body = new URL(address).searchParams.get('body') ?? '';
    expect(body).toMatch(/\n🧪+…\n/u);
    expect(body).toContain(report.address);
    expect(decodeURIComponent(address)).not.toContain('\ufffd');
  });
});
