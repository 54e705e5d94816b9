// The starred cards, the least ready first, without those that are not needed.

import { expect, it } from 'vitest';
import { starredCards } from '../../src/state/starred.ts';
import { id } from '../queue/banks.ts';
import { openApp } from './app.ts';

it('lists what has a star and is needed, the least ready first', async () => {
  const app = await openApp();
  expect(starredCards(app)).toEqual([]);
  for (const card of ['t0-0', 't1-1', 't2-3']) void app.marks.change(id(card), { type: 'star' });
  expect(starredCards(app).map((card) => card.id)).toEqual(['t0-0', 't1-1', 't2-3']);

  app.burst.start(5, { kind: 'all' });
  const up = app.up().entry.id;
  void app.marks.change(up, { type: 'star' });
  app.answer(4);
  const starred = starredCards(app).map((card) => card.id);
  expect(starred.at(-1)).toBe(up);
  expect(new Set(starred)).toEqual(new Set([id('t0-0'), id('t1-1'), id('t2-3'), up]));

  void app.marks.change(id('t1-1'), { type: 'suspend' });
  void app.marks.change(up, { type: 'unstar' });
  expect(starredCards(app).map((card) => card.id)).not.toContain('t1-1');
  expect(starredCards(app).map((card) => card.id)).not.toContain(up);

  void app.marks.change(id('t1-1'), { type: 'resume' });
  expect(starredCards(app).map((card) => card.id)).toContain('t1-1');
});

it('keeps a starred card whose topic or level is switched off', async () => {
  const app = await openApp();
  void app.marks.change(id('t0-0'), { type: 'star' });
  await app.settings.choose('topicsOff', [app.bank.topics[0]?.id ?? ('' as never)]);
  expect(app.plan.topics.value.map((topic) => topic.id)).toEqual(['t1', 't2']);
  expect(starredCards(app).map((card) => card.id)).toEqual(['t0-0']);
});
