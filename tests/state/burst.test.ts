// A burst as the learner lives it: one card at a time, nothing rated twice, nothing lost on the way.

import { effect } from '@preact/signals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bank, CardEntry, CardId, TopicId } from '../../src/bank/card.ts';
import type { Confidence, Review, Undo } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { dateIn } from '../../src/memory/horizon.ts';
import { readiness } from '../../src/memory/readiness.ts';
import type { Scope } from '../../src/state/bursts.ts';
import type { Minutes } from '../../src/state/settings.ts';
import { type Change, changes } from '../memory/logs.ts';
import { banks, entry, id, topic } from '../queue/banks.ts';
import { ALL, type App, bankOf, createClock, HOUR, MINUTE, openApp, SECOND } from './app.ts';
import { createDisk } from './disk.ts';

const CONFIDENCES: readonly Confidence[] = [1, 2, 3, 4];

/** A burst that has begun. */
async function begin(parts: Parameters<typeof openApp>[0] = {}, minutes: Minutes = 5, scope = ALL) {
  const app = await openApp(parts);
  app.burst.start(minutes, scope);
  return app;
}

describe('start', () => {
  it('shows the question of the weakest topic as the first card', async () => {
    const app = await begin();
    expect(app.burst.view.value).toMatchObject({
      kind: 'card',
      number: 1,
      entry: { topic: 't0' },
      face: { kind: 'question' },
      why: { kind: 'new-topic', topic: 't0' },
    });
    expect(app.burst.unfinished.value).toBe(true);
    expect(app.burst.lastReview.value).toBeNull();
  });

  it('asks no new senior card on the last day, unless there is nothing else', async () => {
    const cards = [entry('t-1', 'senior'), entry('t-2', 'junior', false)];
    const bank: Bank = { ...bankOf(), topics: [topic('t', cards)] };
    const app = await openApp({ bank });
    await app.settings.choose('interview', dateIn(1, app.clock.now()));
    app.burst.start(5, ALL);
    expect(app.answer(3)).toBe('t-2');
    expect(app.answer(3)).toBe('t-1');
  });

  it('asks a senior card on the last day that was seen before', async () => {
    const bank: Bank = { ...bankOf(), topics: [topic('t', [entry('t-1', 'senior')])] };
    const app = await begin({ bank });
    app.answer(1);
    app.burst.close();
    await app.settings.choose('interview', dateIn(1, app.clock.now()));
    app.burst.start(5, ALL);
    expect(app.up().entry.id).toBe('t-1');
  });

  it.each([3, 5, 10] as const)('gives %i minutes', async (minutes) => {
    const app = await begin({}, minutes);
    expect(app.burst.minutes.value).toBe(minutes);
    expect(app.burst.leftMs.value).toBe(minutes * MINUTE);
    app.look(MINUTE);
    expect(app.burst.leftMs.value).toBe((minutes - 1) * MINUTE);
  });

  it.each([
    ['no topic', bankOf()],
    ['no card', bankOf(0, 0)],
  ])('does nothing with a bank of %s', async (_, bank) => {
    const app = await begin({ bank });
    app.burst.reveal('sure');
    app.burst.undo();
    app.burst.pause();
    app.burst.close();
    await app.settle();
    expect(app.burst.view.value).toEqual({ kind: 'none' });
    expect(app.burst.unfinished.value).toBe(false);
    expect(app.disk.log).toEqual([]);
  });

  it('brings in every topic, so that the burst can go on in a tunnel', async () => {
    const app = await begin();
    await new Promise(setImmediate);
    for (const topic of app.bank.topics) {
      expect(app.content.cards(topic.id).value?.kind).toBe('loaded');
    }
  });

  it('begins anew where another burst ended, with its own id and time', async () => {
    const app = await begin({}, 3);
    const first = app.burstId();
    for (let cards = 0; cards < 4; cards++) app.answer(3, 50 * SECOND);
    app.burst.close();
    expect(app.burst.view.value).toEqual({ kind: 'none' });
    app.burst.start(10, ALL);
    expect(app.burstId()).not.toBe(first);
    expect(app.up().number).toBe(1);
    expect(app.burst.leftMs.value).toBe(10 * MINUTE);
    expect(app.burst.lastReview.value).toBeNull();
  });
});

describe('reveal', () => {
  it('turns the card over with what the learner said', async () => {
    const app = await begin();
    const { entry } = app.up();
    app.burst.reveal('unsure');
    expect(app.up()).toMatchObject({
      entry,
      number: 1,
      face: { kind: 'answer', prediction: 'unsure' },
    });
  });

  it('counts once: a second tap does not change the prediction', async () => {
    const app = await begin();
    app.burst.reveal('sure');
    app.burst.reveal('none');
    expect(app.up().face).toEqual({ kind: 'answer', prediction: 'sure' });
  });
});

describe('rate', () => {
  it('writes what happened and goes on to the next question', async () => {
    const app = await begin();
    const { entry, burst } = app.up();
    app.look(12 * SECOND);
    app.burst.reveal('unsure');
    app.look(8 * SECOND);
    expect(app.burst.rate(entry.id, 2)).toBe(true);
    await app.settle();
    const [event] = await app.disk.events();
    expect(event).toMatchObject({
      type: 'review',
      at: app.clock.now(),
      card: entry.id,
      burst,
      confidence: 2,
      prediction: 'unsure',
      tookMs: 20 * SECOND,
    });
    expect(app.burst.lastReview.value).toEqual(event);
    expect(app.up()).toMatchObject({ number: 2, face: { kind: 'question' } });
    expect(app.up().entry.id).not.toBe(entry.id);
    expect(app.memory(entry.id)).toEqual(fold(await app.disk.events()).memories.get(entry.id));
  });

  it('measures each card on its own', async () => {
    const app = await begin();
    app.answer(3, 40 * SECOND);
    app.answer(3, 15 * SECOND);
    expect(app.burst.lastReview.value?.tookMs).toBe(15 * SECOND);
  });

  it('goes on to the topic that is weakest with this rating counted', async () => {
    const app = await begin({ bank: bankOf(3, 3) });
    app.answer(4);
    expect(app.up().entry.topic).toBe('t1');
  });

  it('does nothing before the reveal', async () => {
    const app = await begin();
    const before = app.up();
    for (const confidence of CONFIDENCES) {
      expect(app.burst.rate(before.entry.id, confidence)).toBe(false);
    }
    await app.settle();
    expect(app.up()).toEqual(before);
    expect(await app.disk.events()).toEqual([]);
  });

  it('does nothing for a card that is not up, so a double swipe rates once', async () => {
    const app = await begin();
    const rated = app.answer(3);
    app.burst.reveal('sure');
    const next = app.up();
    expect(app.burst.rate(rated, 3)).toBe(false);
    expect(app.burst.rate(id('gone'), 3)).toBe(false);
    await app.settle();
    expect(app.up()).toEqual(next);
    expect(await app.disk.events()).toHaveLength(1);
  });

  it('does nothing on the summary', async () => {
    const app = await begin({ bank: bankOf(1) });
    const rated = app.answer(4);
    expect(app.burst.view.value.kind).toBe('summary');
    expect(app.burst.rate(rated, 1)).toBe(false);
  });
});

describe('peek', () => {
  it.each(CONFIDENCES)('shows what the rating %i then brings', async (confidence) => {
    const app = await begin({ bank: bankOf(2, 2, 2) });
    for (let cards = 0; cards < 5; cards++) {
      app.look(40 * SECOND);
      app.burst.reveal('sure');
      const { id: card } = app.up().entry;
      const peeked = app.burst.peek(card, confidence);
      app.burst.rate(card, confidence);
      expect(peeked).toEqual(app.up().entry);
    }
  });

  it('leaves everything as it is', async () => {
    const app = await begin();
    app.burst.reveal('sure');
    await app.settle();
    const [view, memories, log] = [app.up(), app.progress.memories.value, [...app.disk.log]];
    for (const confidence of CONFIDENCES) app.burst.peek(view.entry.id, confidence);
    await app.settle();
    expect(app.up()).toEqual(view);
    expect(app.progress.memories.value).toBe(memories);
    expect(app.disk.log).toEqual(log);
  });

  it('sees nothing before the reveal, for another card, or when the time is up', async () => {
    const app = await begin({}, 3);
    const { id: card } = app.up().entry;
    expect(app.burst.peek(card, 3)).toBeNull();
    app.burst.reveal('sure');
    expect(app.burst.peek(id('gone'), 3)).toBeNull();
    expect(app.burst.peek(card, 3)).not.toBeNull();
    app.look(3 * MINUTE);
    expect(app.burst.peek(card, 3)).toBeNull();
  });

  it('sees nothing under the last card', async () => {
    const app = await begin({ bank: bankOf(1) });
    app.burst.reveal('sure');
    expect(app.burst.peek(app.up().entry.id, 4)).toBeNull();
  });
});

describe('the time', () => {
  it('ends the burst with the card that is up, not in the middle of it', async () => {
    const app = await begin({}, 3);
    for (let cards = 0; cards < 3; cards++) app.answer(3, 55 * SECOND);
    expect(app.burst.leftMs.value).toBe(15 * SECOND);
    const last = app.up();
    app.look(MINUTE);
    expect(app.burst.leftMs.value).toBe(0);
    expect(app.up()).toEqual(last);
    app.burst.reveal('sure');
    app.look(MINUTE);
    expect(app.up()).toMatchObject({ number: 4, face: { kind: 'answer' } });
    app.burst.rate(last.entry.id, 3);
    expect(app.burst.view.value.kind).toBe('summary');
    expect(app.burst.unfinished.value).toBe(false);
    await app.settle();
    expect(await app.disk.events()).toHaveLength(4);
    expect(app.disk.burst?.place).toEqual({ kind: 'summary' });
  });

  it('allows one more card while a second is left', async () => {
    const app = await begin({ bank: bankOf(9) }, 3);
    app.answer(3, 3 * MINUTE - SECOND);
    expect(app.up().number).toBe(2);
    app.answer(3, SECOND);
    expect(app.burst.view.value.kind).toBe('summary');
  });

  it('stands still while the learner looks away, for the burst and for the card', async () => {
    const app = await begin();
    app.look(10 * SECOND);
    app.burst.pause();
    app.clock.pass(HOUR);
    app.burst.stopwatch.run();
    app.look(5 * SECOND);
    expect(app.burst.spentMs.value).toBe(15 * SECOND);
    app.answer(3, 5 * SECOND);
    expect(app.burst.lastReview.value?.tookMs).toBe(20 * SECOND);
    expect(app.burst.leftMs.value).toBe(5 * MINUTE - 20 * SECOND);
  });
});

describe('a card that was blank', () => {
  /** Rates the first card blank and the others nailed, and says what came after. */
  async function play(cards: number, tookMs: number) {
    const app = await begin({ bank: bankOf(cards) }, 10);
    const blank = app.answer(1, tookMs);
    for (let others = 1; others < cards; others++) app.answer(4, tookMs);
    return { app, blank };
  }

  it('comes back after four others and two minutes', async () => {
    const { app, blank } = await play(5, 30 * SECOND);
    expect(app.up()).toMatchObject({
      entry: { id: blank },
      number: 6,
      why: { kind: 'return', confidence: 1 },
    });
  });

  it('does not come back after four others in less than two minutes', async () => {
    const { app } = await play(5, 29 * SECOND);
    expect(app.burst.view.value.kind).toBe('summary');
  });

  it('does not come back after two minutes and three others', async () => {
    const { app } = await play(4, MINUTE);
    expect(app.burst.view.value.kind).toBe('summary');
  });

  it('does not come back when the rating was taken back and is better now', async () => {
    const app = await begin({ bank: bankOf(5) }, 10);
    app.answer(1, 30 * SECOND);
    app.burst.undo();
    app.burst.rate(app.up().entry.id, 4);
    for (let others = 1; others < 5; others++) app.answer(4, 30 * SECOND);
    expect(app.burst.view.value.kind).toBe('summary');
  });
});

describe('undo', () => {
  it('shows the answer again, with the exact memory of before', async () => {
    const app = await begin();
    app.answer(3);
    await app.settle();
    const before = app.progress.memories.value;
    const rated = app.answer(1, 7 * SECOND);
    app.burst.undo();
    expect(app.up()).toMatchObject({
      entry: { id: rated },
      number: 2,
      why: { kind: 'undone' },
      face: { kind: 'answer', prediction: 'sure' },
    });
    expect(app.progress.memories.value).toEqual(before);
    await app.settle();
    expect(app.progress.memories.value).toEqual(before);
    expect(fold(await app.disk.events()).memories).toEqual(before);
  });

  it('restores what earlier bursts had left of the card', async () => {
    const bank = bankOf(1);
    const app = await begin({ bank });
    const card = app.answer(4);
    await app.settle();
    app.burst.close();
    app.clock.pass(24 * HOUR);
    const before = app.memory(card);
    app.burst.start(5, ALL);
    app.answer(1);
    expect(app.memory(card)).not.toEqual(before);
    app.burst.undo();
    expect(app.memory(card)).toEqual(before);
    await app.settle();
    expect(app.memory(card)).toEqual(before);
  });

  it('deletes nothing: the log holds the rating and that it was taken back', async () => {
    const app = await begin();
    const card = app.answer(2);
    app.burst.undo();
    await app.settle();
    const [rated, taken] = (await app.disk.events()) as [Review, Undo];
    expect(rated).toMatchObject({ type: 'review', card });
    expect(taken).toMatchObject({ type: 'undo', card, undoes: rated.id, burst: rated.burst });
  });

  it('goes back card by card to the first, and then does nothing', async () => {
    const app = await begin();
    const cards = [app.answer(3), app.answer(2), app.answer(1)];
    for (const [index, card] of [...cards.entries()].toReversed()) {
      expect(app.burst.lastReview.value?.card).toBe(card);
      app.burst.undo();
      expect(app.up()).toMatchObject({ entry: { id: card }, number: index + 1 });
    }
    const first = app.up();
    app.burst.undo();
    expect(app.up()).toEqual(first);
    await app.settle();
    expect(app.progress.memories.value.size).toBe(0);
    expect(await app.disk.events()).toHaveLength(6);
  });

  it('works on the summary', async () => {
    const app = await begin({ bank: bankOf(1) });
    const card = app.answer(1);
    expect(app.burst.view.value.kind).toBe('summary');
    app.burst.undo();
    expect(app.up()).toMatchObject({ entry: { id: card }, number: 1, face: { kind: 'answer' } });
    expect(app.burst.rate(card, 4)).toBe(true);
    expect(app.burst.view.value).toMatchObject({ summary: { again: [] } });
  });

  it('counts the time of the first try to the second rating', async () => {
    const app = await begin();
    app.answer(1, 20 * SECOND);
    app.burst.undo();
    app.look(3 * SECOND);
    app.burst.rate(app.up().entry.id, 3);
    expect(app.burst.lastReview.value).toMatchObject({ confidence: 3, tookMs: 23 * SECOND });
  });

  it('takes back the rating given last, even if the clock was set back before it', async () => {
    const app = await begin();
    app.answer(3);
    app.clock.pass(-HOUR);
    const last = app.answer(1);
    expect(app.burst.lastReview.value?.card).toBe(last);
    app.burst.undo();
    expect(app.up()).toMatchObject({ entry: { id: last }, number: 2 });
  });
});

describe('after a kill', () => {
  it('the question is up again', async () => {
    const app = await begin();
    app.answer(3);
    app.look(4 * SECOND);
    app.burst.pause();
    await app.settle();
    app.clock.pass(HOUR);
    const after = await app.reopen();
    expect(after.up()).toEqual({ ...app.up(), why: { kind: 'resumed' } });
    expect(after.burst.spentMs.value).toBe(24 * SECOND);
    expect(after.burst.leftMs.value).toBe(5 * MINUTE - 24 * SECOND);
    expect(after.progress.memories.value).toEqual(app.progress.memories.value);
  });

  it('the answer is up again, and can be rated', async () => {
    const app = await begin();
    app.answer(3);
    app.look(4 * SECOND);
    app.burst.reveal('unsure');
    await app.settle();
    const after = await app.reopen();
    expect(after.up()).toEqual({ ...app.up(), why: { kind: 'resumed' } });
    expect(after.burst.rate(after.up().entry.id, 4)).toBe(true);
    expect(after.burst.lastReview.value).toMatchObject({ prediction: 'unsure', confidence: 4 });
    expect(after.up().number).toBe(3);
  });

  it('right after a rating the next card is up, without a pause having been told', async () => {
    const app = await begin();
    app.answer(3);
    await app.settle();
    const after = await app.reopen();
    expect(after.up()).toEqual({ ...app.up(), why: { kind: 'resumed' } });
  });

  it('the summary is the same', async () => {
    const app = await begin({ bank: bankOf(2) });
    app.answer(3);
    app.answer(1);
    await app.settle();
    const after = await app.reopen();
    expect(after.burst.view.value.kind).toBe('summary');
    expect(after.burst.view.value).toEqual(app.burst.view.value);
  });

  it('undo restores the exact memory of before, of this burst and of earlier ones', async () => {
    const disk = createDisk();
    const clock = createClock();
    const bank = bankOf(2);
    const earlier = await begin({ disk, clock, bank });
    earlier.answer(4);
    earlier.answer(2);
    await earlier.settle();
    earlier.burst.close();
    clock.pass(24 * HOUR);
    const before = earlier.progress.memories.value;
    earlier.burst.start(5, ALL);
    const card = earlier.answer(1);
    await earlier.settle();
    const after = await earlier.reopen();
    after.burst.undo();
    expect(after.up()).toMatchObject({ entry: { id: card }, number: 1, why: { kind: 'undone' } });
    expect(after.progress.memories.value).toEqual(before);
    await after.settle();
    expect(after.progress.memories.value).toEqual(before);
  });

  it('a rating taken back stays taken back', async () => {
    const app = await begin();
    app.answer(3);
    app.answer(1);
    app.burst.undo();
    await app.settle();
    const after = await app.reopen();
    expect(after.up()).toEqual({ ...app.up(), why: { kind: 'resumed' } });
    expect(after.burst.lastReview.value).toEqual(app.burst.lastReview.value);
  });

  it('a card that was shown does not come up again', async () => {
    const app = await begin({ bank: bankOf(3) });
    const shown = [app.answer(3), app.answer(3)];
    await app.settle();
    const after = await app.reopen();
    expect(shown).not.toContain(after.answer(3));
    expect(after.burst.view.value.kind).toBe('summary');
  });

  it('a card that left the bank ends the burst quietly, and its ratings stay', async () => {
    const app = await begin({ bank: bankOf(1, 1) });
    app.answer(3);
    await app.settle();
    const { disk, clock } = app;
    const after = await openApp({ disk, clock, bank: bankOf(1) });
    expect(after.burst.view.value).toEqual({ kind: 'none' });
    expect(after.progress.seen.value).toBe(1);
  });

  it('a log that cannot be read does not keep the card away', async () => {
    const app = await begin();
    app.answer(3);
    await app.settle();
    app.disk.broken = true;
    const after = await app.reopen();
    expect(after.up().entry).toEqual(app.up().entry);
  });
});

describe('the summary', () => {
  it('goes from the readiness before the burst to the readiness now', async () => {
    const bank = bankOf(2, 1);
    const app = await begin({ bank });
    const everyCard = bank.topics.flatMap((topic) => topic.cards);
    app.answer(2);
    app.answer(3);
    app.answer(4);
    app.burst.close();
    app.clock.pass(24 * HOUR);
    const before = app.progress.memories.value;
    app.burst.start(5, ALL);
    app.answer(4);
    app.answer(4);
    const undone = app.answer(1);
    app.burst.undo();
    app.burst.rate(undone, 3);
    const view = app.burst.view.value;
    if (view.kind !== 'summary') throw new Error(`There is no summary, but ${view.kind}`);
    const { horizon, memories } = app.progress;
    expect(view.summary.overall).toEqual({
      from: readiness(everyCard, before, horizon.value),
      to: readiness(everyCard, memories.value, horizon.value),
    });
    expect(view.summary.reviews).toHaveLength(3);
    expect(view.summary.again).toEqual([]);
  });

  it('is finished once its last rating is on disk and read back, and undo goes on', async () => {
    const disk = createDisk();
    const app = await openApp({ bank: bankOf(1), disk });
    const told: boolean[] = [];
    app.burst.start(5, ALL);
    effect(() => {
      // As an update would be taken, which reloads the page.
      if (app.burst.finished.value && app.saving.settled.value) told.push(true);
    });
    const release = disk.hold();
    app.answer(4);
    expect(told).toEqual([]);
    release();
    await app.settle();
    await new Promise(setImmediate);
    expect(disk.log).toContain('burst ends');
    expect(told).toEqual([true]);
    app.burst.undo();
    expect(app.burst.finished.value).toBe(false);
  });

  it('starts before the first rating of a card that came back', async () => {
    const app = await begin({ bank: bankOf(5) }, 3);
    const blank = app.answer(1, 40 * SECOND);
    for (let others = 1; others < 5; others++) app.answer(4, 30 * SECOND);
    expect(app.up().entry.id).toBe(blank);
    app.look(MINUTE);
    app.answer(3);
    expect(app.burst.view.value).toMatchObject({ summary: { overall: { from: 0 }, again: [] } });
  });

  it('is put away by the learner; a running burst is not', async () => {
    const app = await begin({ bank: bankOf(1) });
    app.burst.close();
    expect(app.up().number).toBe(1);
    app.answer(3);
    app.burst.close();
    expect(app.burst.view.value).toEqual({ kind: 'none' });
  });
});

const overTopic = (name: string): Scope => ({ kind: 'topic', topic: name as TopicId });

function overList(...names: readonly string[]): Scope {
  return { kind: 'list', list: 'starred', cards: names.map(id) };
}

/** Rates everything that comes up, until the summary, and says what that was. */
function playOn(app: App, confidence: Confidence = 4): string[] {
  const cards: string[] = [];
  while (app.burst.view.peek().kind === 'card') cards.push(app.answer(confidence, 5 * SECOND));
  return cards;
}

const off = (...topics: readonly string[]) => topics as readonly TopicId[];

describe('a burst over everything', () => {
  const bank: Bank = {
    ...bankOf(),
    topics: [
      topic('t0', [entry('t0-0'), entry('t0-1', 'mid')]),
      topic('t1', [entry('t1-0'), entry('t1-1', 'senior')]),
      topic('t2', [entry('t2-0'), entry('t2-1')]),
    ],
  };

  it('asks what is in the interview, and nothing else', async () => {
    const app = await openApp({ bank });
    void app.settings.choose('levels', ['junior', 'mid']);
    void app.settings.choose('topicsOff', off('t2'));
    void app.marks.change(id('t0-0'), { type: 'suspend' });
    app.burst.start(10, ALL);
    expect(playOn(app).toSorted()).toEqual(['t0-1', 't1-0']);
  });

  it('asks a card again that the learner needs after all', async () => {
    const app = await openApp({ bank });
    void app.marks.change(id('t0-0'), { type: 'suspend' });
    void app.marks.change(id('t0-0'), { type: 'resume' });
    app.burst.start(10, ALL);
    expect(playOn(app)).toContain('t0-0');
  });

  it('does not ask a card any more once it is suspended, not even one that was to return', async () => {
    const app = await begin({ bank: bankOf(6) }, 10);
    const blank = app.answer(1, MINUTE);
    for (let others = 0; others < 3; others++) app.answer(4, 30 * SECOND);
    app.burst.reveal('sure');
    const { id: up } = app.up().entry;
    const next = app.burst.peek(up, 4);
    expect(next).not.toBeNull();
    for (const card of app.bank.topics[0]?.cards ?? []) {
      if (card.id !== up && card.id !== next?.id)
        void app.marks.change(card.id, { type: 'suspend' });
    }
    expect(app.burst.peek(up, 4)).toEqual(next);
    expect(app.burst.rate(up, 4)).toBe(true);
    expect(playOn(app)).toEqual([next?.id]);
    expect(app.memory(blank)?.reviews).toBe(1);
  });

  it('does not begin when nothing is left to ask', async () => {
    const app = await openApp({ bank });
    void app.settings.choose('topicsOff', off('t0', 't1', 't2'));
    app.burst.start(5, ALL);
    expect(app.burst.view.value).toEqual({ kind: 'none' });
    expect(app.disk.places).toEqual([]);
  });

  it('that cannot begin leaves the one that runs', async () => {
    const app = await begin({ bank });
    const running = app.up();
    app.burst.start(5, overList('gone'));
    expect(app.up()).toEqual(running);
  });
});

describe('a burst over one topic', () => {
  it('asks its cards only, weakest first, though another topic is weaker', async () => {
    const app = await begin({ bank: bankOf(3, 3) }, 10, overTopic('t1'));
    expect(app.up()).toMatchObject({
      scope: overTopic('t1'),
      why: { kind: 'new-topic', topic: 't1' },
    });
    expect(playOn(app).toSorted()).toEqual(['t1-0', 't1-1', 't1-2']);
    expect(app.burst.view.value).toMatchObject({ kind: 'summary', scope: overTopic('t1') });
    app.burst.close();
    app.burst.start(10, overTopic('t1'));
    expect(app.up().why).toMatchObject({ kind: 'weakest-topic', topic: 't1' });
  });

  it('asks a topic that is switched off, because the learner asks for it', async () => {
    const app = await openApp({ bank: bankOf(2, 2) });
    void app.settings.choose('topicsOff', off('t1'));
    app.burst.start(10, overTopic('t1'));
    expect(playOn(app).toSorted()).toEqual(['t1-0', 't1-1']);
  });

  it('asks no card that is suspended or of another level while it has others', async () => {
    const bank: Bank = {
      ...bankOf(),
      topics: [topic('t0', [entry('t0-0'), entry('t0-1', 'senior'), entry('t0-2'), entry('t0-3')])],
    };
    const app = await openApp({ bank });
    void app.settings.choose('levels', ['junior']);
    void app.marks.change(id('t0-2'), { type: 'suspend' });
    app.burst.start(10, overTopic('t0'));
    expect(playOn(app).toSorted()).toEqual(['t0-0', 't0-3']);
  });

  it('asks all of it rather than nothing', async () => {
    const app = await openApp({ bank: bankOf(2, 2) });
    void app.settings.choose('levels', ['senior']);
    app.burst.start(10, overTopic('t0'));
    expect(playOn(app).toSorted()).toEqual(['t0-0', 't0-1']);
  });

  it('brings back what was blank', async () => {
    const app = await begin({ bank: bankOf(5, 5) }, 10, overTopic('t0'));
    const blank = app.answer(1, 30 * SECOND);
    for (let others = 1; others < 5; others++) app.answer(4, 30 * SECOND);
    expect(app.up()).toMatchObject({
      entry: { id: blank },
      why: { kind: 'return', confidence: 1 },
    });
  });

  it.each([
    ['is not in the bank', 'gone'],
    ['has no card', 't2'],
  ])('does not begin if the topic %s', async (_, name) => {
    const app = await begin({ bank: bankOf(2, 2, 0) }, 5, overTopic(name));
    expect(app.burst.view.value).toEqual({ kind: 'none' });
    expect(app.disk.log).toEqual([]);
  });
});

describe('a burst over a list', () => {
  it('asks its cards in its order, whatever their topic', async () => {
    const scope = overList('t2-1', 't0-3', 't2-0', 't1-1');
    const app = await begin({}, 10, scope);
    expect(app.up()).toMatchObject({ scope, why: { kind: 'listed' } });
    expect(playOn(app)).toEqual(['t2-1', 't0-3', 't2-0', 't1-1']);
    expect(app.burst.view.value).toMatchObject({ kind: 'summary', scope });
  });

  it('lets one see the next one under the card that is up', async () => {
    const app = await begin({}, 10, overList('t2-1', 't0-3'));
    app.burst.reveal('sure');
    expect(app.burst.peek(id('t2-1'), 1)?.id).toBe('t0-3');
    expect(app.burst.rate(id('t2-1'), 1)).toBe(true);
    app.burst.reveal('sure');
    expect(app.burst.peek(id('t0-3'), 1)).toBeNull();
  });

  it('asks what is listed even of another level or a topic switched off', async () => {
    const app = await openApp();
    void app.settings.choose('levels', ['senior']);
    void app.settings.choose('topicsOff', off('t0'));
    app.burst.start(10, overList('t0-0', 't1-0'));
    expect(playOn(app)).toEqual(['t0-0', 't1-0']);
  });

  it('passes over suspended cards and cards that left the bank', async () => {
    const app = await openApp();
    void app.marks.change(id('t0-0'), { type: 'star' });
    void app.marks.change(id('t0-0'), { type: 'suspend' });
    app.burst.start(10, overList('gone', 't0-0', 't0-1', 't1-0'));
    expect(app.up().entry.id).toBe('t0-1');
    void app.marks.change(id('t1-0'), { type: 'suspend' });
    expect(playOn(app)).toEqual(['t0-1']);
  });

  it('brings back what was shaky, after four others and two minutes', async () => {
    const names = ['t0-0', 't1-0', 't2-0', 't0-1', 't1-1', 't2-1'];
    const app = await begin({}, 10, overList(...names));
    app.answer(2, 30 * SECOND);
    for (let others = 0; others < 4; others++) app.answer(4, 30 * SECOND);
    expect(app.up()).toMatchObject({
      entry: { id: 't0-0' },
      why: { kind: 'return', confidence: 2 },
    });
    expect(playOn(app)).toEqual(['t0-0', 't2-1']);
  });

  it('ends with its time like any other', async () => {
    const app = await begin({}, 3, overList('t0-0', 't1-0', 't2-0'));
    app.answer(3, 2 * MINUTE);
    app.answer(3, MINUTE);
    expect(app.burst.view.value.kind).toBe('summary');
  });

  it('can be undone', async () => {
    const app = await begin({}, 10, overList('t2-1', 't0-3'));
    app.answer(4);
    app.burst.undo();
    expect(app.up()).toMatchObject({ entry: { id: 't2-1' }, why: { kind: 'undone' } });
    app.burst.rate(id('t2-1'), 3);
    expect(app.up().entry.id).toBe('t0-3');
  });

  it.each([
    ['is empty', overList()],
    ['names no card of the bank', overList('gone')],
  ])('does not begin if the list %s', async (_, scope) => {
    const app = await begin({}, 5, scope);
    expect(app.burst.view.value).toEqual({ kind: 'none' });
    expect(app.disk.log).toEqual([]);
  });
});

describe('after a kill, a burst with a scope', () => {
  it.each([
    ['one topic', overTopic('t1')],
    ['a list', overList('t2-0', 't0-1', 't1-3', 't0-2')],
  ])('over %s goes on where it was, and to the same end', async (_, scope) => {
    const [killed, unhurt] = [await begin({}, 10, scope), await begin({}, 10, scope)];
    for (const app of [killed, unhurt]) {
      app.answer(4);
      app.look(4 * SECOND);
      app.burst.pause();
      app.burst.stopwatch.run();
      await app.settle();
    }
    const after = await killed.reopen();
    expect(after.up()).toEqual({ ...killed.up(), why: { kind: 'resumed' } });
    expect(after.up().scope).toEqual(scope);
    const rest = playOn(after);
    expect(rest).toHaveLength(3);
    expect(new Set([...rest, killed.burst.lastReview.value?.card]).size).toBe(4);
    if (scope.kind === 'list') expect(rest).toEqual(playOn(unhurt));
    for (const card of rest) {
      if (scope.kind === 'topic') expect(card).toMatch(/^t1-/);
    }
    expect(after.burst.view.value).toMatchObject({ kind: 'summary', scope });
  });

  it('has the same summary', async () => {
    const app = await begin({}, 10, overList('t2-0', 't0-1'));
    app.answer(4);
    app.answer(1);
    await app.settle();
    const after = await app.reopen();
    expect(after.burst.view.value.kind).toBe('summary');
    expect(after.burst.view.value).toEqual(app.burst.view.value);
  });

  it('shows the card that was up although its topic was switched off since', async () => {
    const app = await begin({}, 10, overTopic('t1'));
    app.answer(4);
    await app.settle();
    await app.settings.choose('topicsOff', off('t1'));
    const after = await app.reopen();
    expect(after.up().entry).toEqual(app.up().entry);
    expect(playOn(after).every((card) => card.startsWith('t1-'))).toBe(true);
  });
});

describe('the summary of an interview that is not the whole bank', () => {
  const cardsOf = ({ topics }: Bank, ...left: readonly string[]): CardEntry[] =>
    topics.flatMap(({ cards }) => cards).filter((card) => !left.includes(card.id));

  it('counts the topics and cards of the interview only', async () => {
    const bank = bankOf(2, 2, 2);
    const app = await openApp({ bank });
    void app.settings.choose('topicsOff', off('t2'));
    void app.marks.change(id('t0-1'), { type: 'suspend' });
    app.burst.start(10, ALL);
    expect(playOn(app, 3).toSorted()).toEqual(['t0-0', 't1-0', 't1-1']);
    const { horizon, memories, readiness: overall } = app.progress;
    const asked = cardsOf(bank, 't0-1', 't2-0', 't2-1');
    expect(asked).toHaveLength(3);
    expect(app.burst.view.value).toMatchObject({
      summary: { overall: { from: 0, to: readiness(asked, memories.value, horizon.value) } },
    });
    expect(app.burst.view.value).toMatchObject({ summary: { overall: { to: overall.value } } });
  });

  it('of a topic that is switched off shows that topic, and no change overall', async () => {
    const bank = bankOf(2, 2);
    const app = await openApp({ bank });
    void app.settings.choose('topicsOff', off('t1'));
    app.burst.start(10, overTopic('t1'));
    playOn(app, 3);
    const { horizon, memories } = app.progress;
    const t1 = bank.topics[1];
    expect(app.burst.view.value).toMatchObject({
      summary: {
        overall: { from: 0, to: 0 },
        topics: [
          { topic: t1, from: 0, to: readiness(t1?.cards ?? [], memories.value, horizon.value) },
        ],
      },
    });
  });

  it('shows a topic with the cards that may be asked of it', async () => {
    const app = await openApp({ bank: bankOf(2) });
    void app.marks.change(id('t0-1'), { type: 'suspend' });
    app.burst.start(10, ALL);
    playOn(app, 4);
    const { overall, topics } = summaryOf(app);
    expect(topics[0]?.topic.cards.map((card) => card.id)).toEqual(['t0-0']);
    expect(topics[0]?.to).toBe(overall.to);
  });

  function summaryOf(app: App) {
    const view = app.burst.view.value;
    if (view.kind !== 'summary') throw new Error(`There is no summary, but ${view.kind}`);
    return view.summary;
  }
});

it('a clock set back in the middle does no harm: the memory is the fold of the log', async () => {
  const bank = bankOf(1);
  const app = await begin({ bank });
  const card = app.answer(4);
  await app.settle();
  app.burst.close();
  app.clock.pass(-3 * 24 * HOUR);
  app.burst.start(5, ALL);
  app.look(10 * SECOND);
  app.clock.pass(-HOUR);
  app.answer(2);
  // The second in which the clock was set is not counted.
  expect(app.burst.spentMs.value).toBe(29 * SECOND);
  await app.settle();
  expect(app.memory(card)).toEqual(fold(await app.disk.events()).memories.get(card));
  app.burst.undo();
  await app.settle();
  expect(app.memory(card)).toEqual(fold(await app.disk.events()).memories.get(card));
});

type Step =
  | { readonly do: 'look' | 'set clock'; readonly ms: number }
  | { readonly do: 'answer'; readonly confidence: Confidence }
  | { readonly do: 'start'; readonly scope: Scope }
  | { readonly do: 'mark'; readonly change: Change; readonly card: CardId }
  | { readonly do: 'switch off'; readonly topics: readonly TopicId[] }
  | { readonly do: 'reveal' | 'undo' | 'pause' | 'kill' | 'break' | 'mend' | 'close' };

/** Of any bank that has it. */
const someCard = fc.tuple(fc.nat(2), fc.nat(2)).map(([t, c]) => id(`t${t}-${c}`));

const scopes: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant(ALL),
  fc.constantFrom('t0', 't1', 't2').map(overTopic),
  fc.array(someCard, { maxLength: 6 }).map((cards) => overList(...cards)),
);

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      confidence: fc.constantFrom(...CONFIDENCES),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'undo' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('look' as const), ms: fc.nat(90_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set clock' as const),
      ms: fc.integer({ min: -3 * 24 * HOUR, max: 24 * HOUR }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('reveal', 'pause', 'kill', 'break', 'mend', 'close')
      .map((what) => ({ do: what }) as Step),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('start' as const), scope: scopes }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('mark' as const), change: changes, card: someCard }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('switch off' as const),
      topics: fc.subarray([...off('t0', 't1', 't2')]),
    }),
  },
);

/** The card that just came up is one that this burst may ask, as things stand now. */
function expectAskable({ up, plan, content }: App): void {
  const { entry, scope } = up();
  if (scope.kind === 'list') {
    expect(scope.cards).toContain(entry.id);
    expect(plan.isSuspended(entry.id)).toBe(false);
    return;
  }
  if (scope.kind === 'all') {
    expect(plan.topics.peek().flatMap(({ cards }) => cards)).toContain(entry);
    return;
  }
  expect(entry.topic).toBe(scope.topic);
  const topic = content.topic(scope.topic);
  const askable = topic ? plan.askable(topic).cards : [];
  if (askable.length > 0) expect(askable).toContain(entry);
}

/** Does the step and holds what every step must keep. */
async function take(app: App, step: Step): Promise<App> {
  const { burst } = app;
  switch (step.do) {
    case 'look':
      app.look(step.ms);
      return app;
    case 'set clock':
      app.clock.pass(step.ms);
      return app;
    case 'answer': {
      if (burst.view.peek().kind !== 'card') return app;
      burst.reveal('none');
      const { entry, number } = app.up();
      const peeked = burst.peek(entry.id, step.confidence);
      expect(burst.rate(entry.id, step.confidence)).toBe(true);
      expect(burst.rate(entry.id, step.confidence)).toBe(false);
      expect(burst.lastReview.peek()?.card).toBe(entry.id);
      if (burst.view.peek().kind === 'summary') expect(peeked).toBeNull();
      else {
        expect(app.up()).toMatchObject({ entry: peeked, number: number + 1 });
        expectAskable(app);
      }
      return app;
    }
    case 'undo': {
      const last = burst.lastReview.peek();
      burst.undo();
      if (last) expect(app.up()).toMatchObject({ entry: { id: last.card } });
      return app;
    }
    case 'start':
      if (!burst.unfinished.peek()) burst.start(3, step.scope);
      return app;
    case 'mark':
      void app.marks.change(step.card, step.change);
      return app;
    case 'switch off':
      void app.settings.choose('topicsOff', step.topics);
      return app;
    case 'reveal':
      burst.reveal('sure');
      return app;
    case 'pause':
      burst.pause();
      burst.stopwatch.run();
      return app;
    case 'kill': {
      app.disk.broken = false;
      burst.pause();
      await app.settle();
      const after = await app.reopen();
      const view = burst.view.peek();
      if (view.kind !== 'card') return after;
      expect(after.up()).toEqual({ ...view, why: { kind: 'resumed' } });
      expect(after.burst.spentMs.peek()).toBe(burst.spentMs.peek());
      return after;
    }
    case 'break':
    case 'mend':
      app.disk.broken = step.do === 'break';
      return app;
    case 'close':
      burst.close();
      return app;
  }
}

it('whatever the learner, the phone and the clock do, memories and marks are the fold of all that happened', async () => {
  await fc.assert(
    fc.asyncProperty(banks, fc.array(steps, { maxLength: 40 }), async (topics, all) => {
      let app = await begin(
        { bank: { version: '1', checked: { date: '', versions: {} }, topics } },
        3,
      );
      for (const step of all) {
        app = await take(app, step);
        expect(app.burst.leftMs.peek()).toBeGreaterThanOrEqual(0);
      }
      app.disk.broken = false;
      await app.settle();
      expect(app.saving.settled.peek()).toBe(true);
      const { memories, marks } = fold(await app.disk.events());
      expect(app.progress.memories.peek()).toEqual(memories);
      expect(app.marks.all.peek()).toEqual(marks);
    }),
    { numRuns: 200 },
  );
});
