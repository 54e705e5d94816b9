// The bank as a whole: broad enough, with levels in proportion, chains to walk, nothing asked twice.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readContent } from '../../src/compile/content.ts';
import type { BankDraft } from '../../src/compile/draft.ts';
import { validate } from '../../src/compile/validate.ts';
import { mostAlike } from './similarity.ts';

/** Between the most alike honest pair of today and two wordings of one question. */
const TOO_ALIKE = 0.65;

let bank: BankDraft;

beforeAll(async () => {
  const verdict = validate(await readContent(join(import.meta.dirname, '../../content')));
  if (verdict.kind === 'broken') throw new Error('content.test.ts names the mistakes');
  bank = verdict.bank;
});

test('the bank was last checked against the pinned versions', async () => {
  const pins = await readFile(join(import.meta.dirname, '../bank/requirements.txt'), 'utf8');
  const { date, versions } = bank.checked;
  expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(Object.keys(versions)).toContain('flask');
  const stale = Object.entries(versions).filter(
    ([name, version]) => !new RegExp(`^${name}(\\[\\w+\\])?==${version}$`, 'm').test(pins),
  );
  expect(stale).toEqual([]);
});

test('at least 160 cards in at least 20 topics, five or more in each', () => {
  expect(bank.cards.length).toBeGreaterThanOrEqual(160);
  expect(bank.topics.length).toBeGreaterThanOrEqual(20);
  const small = bank.topics.filter(
    ({ id }) => bank.cards.filter((card) => card.topic === id).length < 5,
  );
  expect(small.map(({ id }) => id)).toEqual([]);
});

test('about 30 % junior, 40 % mid, 30 % senior', () => {
  const share = (level: string) =>
    bank.cards.filter(({ front }) => front.level === level).length / bank.cards.length;
  expect(Math.abs(share('junior') - 0.3)).toBeLessThan(0.05);
  expect(Math.abs(share('mid') - 0.4)).toBeLessThan(0.05);
  expect(Math.abs(share('senior') - 0.3)).toBeLessThan(0.05);
});

test('26 core cards, each with at least two follow-ups', () => {
  const core = bank.cards.filter(({ front }) => front.core);
  expect(core.length).toBe(26);
  expect(core.filter(({ front }) => front.followUps.length < 2)).toEqual([]);
});

test('at least 30 cards show code in the question', () => {
  const given = bank.cards.filter(({ parts }) => parts.given.length > 0);
  expect(given.length).toBeGreaterThanOrEqual(30);
});

test('an interviewer can reach every card by a chain from a core card', () => {
  const followUps = new Map(bank.cards.map(({ id, front }) => [id, front.followUps]));
  const reached = new Set(bank.cards.filter(({ front }) => front.core).map(({ id }) => id));
  for (const id of reached) for (const next of followUps.get(id) ?? []) reached.add(next);
  expect(bank.cards.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
});

test('no two cards ask the same thing', () => {
  const questions = new Map(bank.cards.map(({ id, front }) => [id as string, front.question]));
  expect(mostAlike(questions).filter(({ similarity }) => similarity >= TOO_ALIKE)).toEqual([]);
});

test('two wordings of one question count as the same', () => {
  const texts = new Map([
    ['a', 'How do you paginate a list endpoint in Flask?'],
    ['b', 'How would you paginate the list endpoints of a Flask API?'],
    ['c', 'What does the session cookie hold?'],
    ['d', 'Why is a redirect after a POST a 303?'],
    ['e', 'How many workers does Gunicorn need?'],
  ]);
  const [first, second] = mostAlike(texts);
  expect(first).toMatchObject({ a: 'a', b: 'b' });
  expect(first?.similarity).toBeGreaterThan(2 * (second?.similarity ?? 0));
});
