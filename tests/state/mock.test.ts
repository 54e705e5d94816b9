// A mock interview as the learner lives it: asked, spoken, judged, rated, reported, and nothing lost on the way.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card, CardId, Html, Level } from '../../src/bank/card.ts';
import type { Confidence, Review, Undo } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import type { Environment } from '../../src/state/environment.ts';
import { createMock, type MockModel, type MockWish } from '../../src/state/mock.ts';
import { reportOf } from '../../src/state/mockReport.ts';
import { cutShort, only } from '../../src/state/mockSteps.ts';
import { createMocks } from '../../src/state/mocks.ts';
import type { MockView } from '../../src/state/mockView.ts';
import type { Mock } from '../../src/store/mock.ts';
import { createVolatileStore } from '../../src/store/volatile.ts';
import { entry, id, review, topic } from '../queue/banks.ts';
import { bankOf, createClock, HOUR, MINUTE, openModels, SECOND } from './app.ts';
import { createClaims } from './claims.ts';
import { createDisk, type Disk, FOLDING } from './disk.ts';

const SHORT: MockWish = { level: 'mid', minutes: 15, judging: 'after-each' };
const AT_THE_END: MockWish = { ...SHORT, judging: 'at-the-end' };

interface Parts {
  readonly bank?: ReturnType<typeof bankOf>;
  readonly clock?: ReturnType<typeof createClock>;
  readonly disk?: Disk;
  readonly claim?: Environment['claim'];
}

/** The app on the mock interview's screen; opening it again on the same disk is a start after a kill. */
async function openMock({
  bank = bankOf(4, 4, 4, 4),
  clock = createClock(),
  disk = createDisk(),
  claim = createClaims(),
}: Parts = {}) {
  const models = await openModels({ bank, clock, disk, claim });
  const mocks = createMocks(disk.mock);
  const mock = createMock(models.environment, { ...models, mocks });
  await mock.open();

  const app = {
    ...models,
    mocks,
    mock,
    view: () => mock.view.peek(),
    question: () => kindOf(mock, 'question'),
    judge: () => kindOf(mock, 'judge'),
    report: () => kindOf(mock, 'report'),
    /** The learner looks at the screen, where a timer ticks. */
    look(ms: number): void {
      mock.stopwatch.run();
      for (let left = ms; left > 0; left -= SECOND) {
        clock.pass(Math.min(left, SECOND));
        mock.stopwatch.tick();
      }
    },
    /** One question, from the first word to the last. */
    speak(tookMs = 90 * SECOND): CardId {
      const { entry } = app.question();
      app.look(tookMs);
      mock.answer();
      return entry.id;
    },
    rate(confidence: Confidence): CardId {
      const { entry } = app.judge();
      if (!mock.rate(entry.id, confidence)) throw new Error(`${entry.id} was not rated`);
      return entry.id;
    },
    /** Goes on so many questions, each judged at once. */
    go(...confidences: readonly Confidence[]): void {
      for (const confidence of confidences) {
        app.speak();
        app.rate(confidence);
      }
    },
    reopen: () => openMock({ bank, clock, disk }),
    memory: (card: CardId) => models.progress.memories.peek().get(card),
  };
  return app;
}

function kindOf<Kind extends MockView['kind']>(mock: MockModel, kind: Kind) {
  const view = mock.view.peek();
  if (view.kind !== kind) throw new Error(`There is no ${kind}, but ${view.kind}`);
  return view as Extract<MockView, { readonly kind: Kind }>;
}

/** An interview that has begun. */
async function begin(parts: Parts = {}, wish: MockWish = SHORT) {
  const app = await openMock(parts);
  expect(await app.mock.start(wish)).toBe(true);
  return app;
}

describe('start', () => {
  it.each([
    [15, 7],
    [30, 15],
    [45, 22],
  ] as const)('of %i minutes asks %i questions', async (minutes, questions) => {
    const app = await openMock({ bank: bankOf(10, 10, 10) });
    expect(app.mock.questions({ level: 'mid', minutes })).toBe(questions);
    await app.mock.start({ ...SHORT, minutes });
    expect(app.question()).toMatchObject({ number: 1, of: questions });
    expect(new Set(app.mocks.mock.value?.questions).size).toBe(questions);
    expect(app.mocks.running.value).toBe(true);
  });

  it('asks all there are where there are fewer', async () => {
    const app = await begin({ bank: bankOf(2, 1) });
    expect(app.question().of).toBe(3);
  });

  it.each([
    ['no card', bankOf(0, 0), 'mid'],
    ['none of the level', bankOf(4, 4), 'senior'],
  ] as const)('does nothing with a bank of %s', async (_, bank, level: Level) => {
    const app = await openMock({ bank });
    expect(app.mock.questions({ level, minutes: 15 })).toBe(0);
    expect(await app.mock.start({ ...SHORT, level })).toBe(false);
    expect(app.view()).toEqual({ kind: 'none' });
    expect(app.disk.mock).toBeNull();
  });

  it('asks any level, whatever the learner studies, but no topic or card that is switched off', async () => {
    const app = await openMock({ bank: bankOf(3, 3, 3) });
    await app.settings.choose('levels', ['senior']);
    await app.settings.choose('topicsOff', [topic('t1', []).id]);
    await app.marks.change(id('t0-0'), { type: 'suspend' });
    await app.mock.start(SHORT);
    expect(app.mocks.mock.value?.questions.toSorted()).toEqual([
      't0-1',
      't0-2',
      't2-0',
      't2-1',
      't2-2',
    ]);
  });

  it('twice in a row begins once', async () => {
    const app = await openMock();
    const both = await Promise.all([app.mock.start(SHORT), app.mock.start(AT_THE_END)]);
    expect(both).toEqual([true, true]);
    expect(app.mocks.mock.value?.judging).toBe('after-each');
  });
});

describe('the clock', () => {
  it('gives two minutes, then goes on counting', async () => {
    const app = await begin();
    expect(app.mock.leftMs.value).toBe(2 * MINUTE);
    app.look(90 * SECOND);
    expect(app.mock.leftMs.value).toBe(30 * SECOND);
    app.look(42 * SECOND);
    expect(app.mock.leftMs.value).toBe(-12 * SECOND);
    expect(app.question().number).toBe(1);
  });

  it('counts only while the learner looks, and only over questions', async () => {
    const app = await begin();
    app.look(30 * SECOND);
    app.mock.pause();
    app.clock.pass(HOUR);
    app.look(10 * SECOND);
    expect(app.mock.leftMs.value).toBe(80 * SECOND);
    app.mock.answer();
    app.clock.pass(HOUR);
    expect(app.judge().spentMs).toBe(40 * SECOND);
    app.rate(3);
    expect(app.mock.leftMs.value).toBe(2 * MINUTE);
    app.look(5 * SECOND);
    expect(app.mock.totalMs.value).toBe(45 * SECOND);
  });

  it('runs on from question to question when judging comes at the end', async () => {
    const app = await begin({}, AT_THE_END);
    app.speak(50 * SECOND);
    app.look(20 * SECOND);
    expect(app.mock.leftMs.value).toBe(100 * SECOND);
    expect(app.mock.totalMs.value).toBe(70 * SECOND);
  });
});

describe('an answer', () => {
  it('is judged right away, if the learner wants it so', async () => {
    const app = await begin();
    const card = app.speak();
    expect(app.judge()).toMatchObject({ entry: { id: card }, number: 1, ticked: [] });
    app.rate(3);
    expect(app.question().number).toBe(2);
  });

  it('is judged in the order of the interview after the last one, if the learner wants it so', async () => {
    const app = await begin({}, AT_THE_END);
    const asked = Array.from({ length: 7 }, () => app.speak());
    const judged = Array.from({ length: 7 }, () => app.rate(2));
    expect(judged).toEqual(asked);
    expect(app.view().kind).toBe('report');
  });

  it('keeps its ticks, each until it is taken back', async () => {
    const app = await begin();
    app.speak();
    for (const point of [2, 0, 1, 2]) app.mock.toggle(point);
    expect(app.judge().ticked).toEqual([0, 1]);
  });

  it('is given once: nothing happens before the question or after it', async () => {
    const app = await begin();
    app.mock.toggle(0);
    expect(app.mock.rate(app.question().entry.id, 4)).toBe(false);
    app.speak();
    const before = app.mocks.mock.value;
    app.mock.answer();
    expect(app.mocks.mock.value).toEqual(before);
    await app.settle();
    expect(await app.disk.events()).toEqual([]);
  });
});

describe('rate', () => {
  it('writes a review of this interview, and moves readiness at once', async () => {
    const app = await begin();
    const readiness = app.progress.readiness.value;
    const card = app.speak(100 * SECOND);
    app.clock.pass(20 * SECOND);
    app.rate(2);
    expect(app.progress.readiness.value).toBeGreaterThan(readiness);
    await app.settle();
    const events = await app.disk.events();
    expect(events).toMatchObject([
      {
        type: 'review',
        at: app.clock.now(),
        card,
        burst: app.mocks.mock.value?.id,
        confidence: 2,
        prediction: 'none',
        tookMs: 100 * SECOND,
      },
    ]);
    expect(app.memory(card)).toEqual(fold(events).memories.get(card));
    expect(app.disk.mock).toEqual(app.mocks.mock.value);
  });

  it('does nothing for a card that is not up, so a double tap rates once', async () => {
    const app = await begin();
    app.speak();
    const rated = app.rate(3);
    app.speak();
    expect(app.mock.rate(rated, 3)).toBe(false);
    await app.settle();
    expect(await app.disk.events()).toHaveLength(1);
  });

  it('never goes back in time, even where the clock does', async () => {
    const app = await begin();
    app.go(3);
    app.clock.pass(-HOUR);
    app.go(3, 3);
    await app.settle();
    const times = (await app.disk.events()).map(({ at }) => at);
    expect(times).toHaveLength(3);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
  });
});

describe('undo', () => {
  it('takes the last rating back: the same answer with its ticks, the memory as it was', async () => {
    const app = await begin();
    app.go(3);
    const before = app.progress.memories.value;
    const card = app.speak(70 * SECOND);
    app.mock.toggle(0);
    const judged = app.judge();
    app.rate(4);
    app.look(30 * SECOND);
    app.mock.undo();
    expect(app.judge()).toEqual(judged);
    expect(app.progress.memories.value).toEqual(before);
    await app.settle();
    const events = await app.disk.events();
    const undo = events.find((event): event is Undo => event.type === 'undo');
    expect(undo).toMatchObject({ card, burst: app.mocks.mock.value?.id });
    expect(fold(events).memories).toEqual(before);

    app.rate(1);
    expect(app.question().number).toBe(3);
    expect(app.mock.leftMs.value).toBe(90 * SECOND);
    expect(app.mock.lastStep.value?.review?.confidence).toBe(1);
  });

  it.each([SHORT, AT_THE_END])(
    'goes back step by step, answers too, to the first question, and then does nothing: %o',
    async (wish) => {
      const app = await begin({ bank: bankOf(2, 1) }, wish);
      const passed = [app.view()];
      while (app.view().kind !== 'report') {
        if (app.view().kind === 'question') app.speak(0);
        else app.rate(3);
        passed.push(app.view());
      }
      expect(passed).toHaveLength(7);
      const went = passed.slice(0, -1).toReversed();
      for (const view of went) {
        app.mock.undo();
        expect(app.view()).toEqual(view);
      }
      expect(app.mock.lastStep.value).toBeNull();
      app.mock.undo();
      expect(app.view()).toEqual(passed[0]);
      expect(app.progress.memories.value.size).toBe(0);
      await app.settle();
      const types = (await app.disk.events()).map(({ type }) => type);
      expect(types.toSorted()).toEqual(['review', 'review', 'review', 'undo', 'undo', 'undo']);
    },
  );

  it.each([SHORT, AT_THE_END])(
    'takes back an answer that was not over: its clock goes on, nothing is an event: %o',
    async (wish) => {
      const app = await begin({}, wish);
      const card = app.speak(40 * SECOND);
      app.look(5 * SECOND);
      const before = app.view();
      app.mock.undo();
      expect(app.question()).toMatchObject({ entry: { id: card }, number: 1 });
      expect(app.mock.leftMs.value).toBe(80 * SECOND);
      app.look(10 * SECOND);
      app.mock.answer();
      expect(app.mocks.mock.value?.spentMs[0]).toBe(50 * SECOND);
      expect(app.view().kind).toBe(before.kind);
      await app.settle();
      expect(await app.disk.events()).toEqual([]);
      expect(app.disk.mock).toEqual(app.mocks.mock.value);
    },
  );

  it('asks no spoken answer twice: from judging it goes to that very question first', async () => {
    const app = await begin();
    app.go(3, 2);
    app.speak();
    app.mock.toggle(0);
    const judged = app.judge();
    app.mock.undo();
    expect(app.question().number).toBe(3);
    app.mock.undo();
    expect(app.judge().number).toBe(2);
    app.rate(4);
    expect(app.question().number).toBe(3);
    app.mock.answer();
    expect(app.judge()).toEqual(judged);
  });

  it('takes back an end in the middle of judging, and goes on there', async () => {
    const app = await begin({}, AT_THE_END);
    for (let left = 7; left > 0; left -= 1) app.speak();
    app.rate(3);
    app.rate(2);
    app.mock.toggle(0);
    const judged = app.judge();
    app.mock.end();
    app.mock.undo();
    expect(app.judge()).toEqual(judged);
    expect(app.mocks.running.value).toBe(true);
    for (let left = 5; left > 0; left -= 1) app.rate(4);
    expect(app.report().report.judged).toHaveLength(7);
  });

  it('works from the report, full screen again', async () => {
    const app = await begin({ bank: bankOf(1, 1) });
    app.go(3, 1);
    expect(app.mocks.running.value).toBe(false);
    app.mock.undo();
    expect(app.judge().number).toBe(2);
    expect(app.mocks.running.value).toBe(true);
  });

  it('works after a restart, also for a card with a past', async () => {
    const first = await begin({ bank: bankOf(1) });
    first.go(2);
    first.mock.close();
    first.clock.pass(24 * HOUR);
    await first.mock.start(SHORT);
    const past = first.progress.memories.value;
    first.go(4);
    await first.settle();
    const app = await first.reopen();
    expect(app.progress.memories.value).not.toEqual(past);
    app.mock.undo();
    expect(app.progress.memories.value).toEqual(past);
    await app.settle();
    expect(app.progress.memories.value).toEqual(past);
  });
});

describe('killed at any moment', () => {
  it.each([SHORT, AT_THE_END])('it goes on where it was: %o', async (wish) => {
    let app = await begin({ bank: bankOf(2, 1) }, wish);
    for (let steps = 0; steps < 12; steps += 1) {
      const before = {
        view: app.view(),
        mock: app.mocks.mock.value,
        last: app.mock.lastStep.value,
      };
      await app.settle();
      const again = await app.reopen();
      await again.content.warm();
      expect(again.mocks.mock.value).toEqual(before.mock);
      expect(again.view()).toEqual(before.view);
      expect(again.mock.lastStep.value).toEqual(before.last);
      expect(again.mocks.running.value).toBe(false);
      app = again;
      const view = app.view();
      if (view.kind === 'question') app.speak();
      else if (view.kind === 'judge' && view.ticked.length === 0) app.mock.toggle(0);
      else if (view.kind === 'judge') app.rate(2);
    }
    expect(app.report().report.judged).toHaveLength(3);
  });

  it('a question has the time that was left when the learner looked away', async () => {
    const first = await begin();
    first.look(30 * SECOND);
    first.mock.pause();
    await first.settle();
    const app = await first.reopen();
    expect(app.mocks.underWay.value).toEqual({ number: 1, of: 7 });
    expect(app.mock.leftMs.value).toBe(90 * SECOND);
  });

  it('cards that have left the bank are not asked', async () => {
    const first = await begin({ bank: bankOf(3, 3) });
    first.go(3);
    await first.settle();
    const app = await openMock({ bank: bankOf(3), clock: first.clock, disk: first.disk });
    expect(app.mocks.mock.value?.questions.every((card) => card.startsWith('t0-'))).toBe(true);
    const none = await openMock({ bank: bankOf(0), clock: first.clock, disk: first.disk });
    expect(none.view()).toEqual({ kind: 'none' });
  });

  it('a rating that cannot be saved waits, and is saved later', async () => {
    const app = await begin();
    app.disk.broken = true;
    app.go(3, 2);
    await app.settle();
    expect(app.saving.unsaved.value).toBe(2);
    app.disk.broken = false;
    await app.settle();
    expect(await app.disk.events()).toHaveLength(2);
    expect(app.disk.mock).toEqual(app.mocks.mock.value);
  });
});

describe('in two tabs', () => {
  /** What both tabs are on. */
  const device = () => ({ clock: createClock(), disk: createDisk(), claim: createClaims() });

  it('it is in one at a time, and is taken over right where it is, with its ratings', async () => {
    const parts = device();
    const one = await begin(parts);
    one.go(3);
    await one.settle();
    const two = await openMock(parts);
    expect(two.view()).toEqual({ kind: 'elsewhere' });
    one.go(2);
    one.speak();
    one.mock.toggle(0);
    const judged = one.judge();
    await one.settle();

    await two.mock.takeOver();
    expect(two.judge()).toEqual(judged);
    expect(two.mocks.running.value).toBe(true);
    expect(one.view()).toEqual({ kind: 'elsewhere' });
    two.rate(4);
    two.mock.undo();
    two.rate(1);
    two.mock.undo();
    two.mock.undo();
    two.mock.undo();
    expect(two.judge().number).toBe(2);
    await two.settle();
    const events = await parts.disk.events();
    expect(events.map(({ type }) => type).toSorted()).toEqual([
      ...['review', 'review', 'review', 'review'],
      ...['undo', 'undo', 'undo'],
    ]);
  });

  it('the one it was taken from changes nothing any more, until it takes it back', async () => {
    const parts = device();
    const one = await begin(parts, AT_THE_END);
    one.look(30 * SECOND);
    await one.settle();
    const two = await openMock(parts);
    await two.mock.takeOver();
    two.speak();
    await two.settle();
    const before = parts.disk.mock;
    one.mock.answer();
    one.mock.undo();
    one.mock.end();
    one.mock.pause();
    one.mock.close();
    await one.settle();
    expect(parts.disk.mock).toEqual(before);
    await one.mock.takeOver();
    expect(one.question().number).toBe(2);
    expect(two.view()).toEqual({ kind: 'elsewhere' });
  });

  it('once left it is free, and goes on as the one that left it has written it', async () => {
    const parts = device();
    const one = await begin(parts);
    const two = await openMock(parts);
    one.go(3, 2);
    one.look(30 * SECOND);
    one.mock.leave();
    await one.settle();
    await two.mock.open();
    expect(two.question().number).toBe(3);
    expect(two.mock.leftMs.value).toBe(90 * SECOND);
    expect(two.mock.lastStep.value?.review?.confidence).toBe(2);
  });

  it('none is begun in place of one that began in the other', async () => {
    const parts = device();
    const two = await openMock(parts);
    const one = await begin(parts);
    one.go(3);
    await one.settle();
    expect(await two.mock.start(AT_THE_END)).toBe(true);
    expect(two.view()).toEqual({ kind: 'elsewhere' });

    one.mock.leave();
    await one.settle();
    const before = parts.disk.mock;
    expect(await two.mock.start(AT_THE_END)).toBe(true);
    await two.settle();
    expect(two.question().number).toBe(2);
    expect(parts.disk.mock).toEqual(before);
  });

  it('the next may begin in either once its report is put away', async () => {
    const parts = { ...device(), bank: bankOf(1) };
    const one = await begin(parts);
    const two = await openMock(parts);
    one.go(3);
    one.mock.close();
    await one.settle();
    await two.mock.open();
    expect(two.view()).toEqual({ kind: 'none' });
    await two.mock.start(AT_THE_END);
    expect(two.question().number).toBe(1);
  });

  it('where nothing outlives the page it is still there after leaving and coming back', async () => {
    const app = await begin({ disk: { ...createDisk(), store: createVolatileStore(FOLDING) } });
    app.go(3);
    app.speak();
    const judged = app.judge();
    app.mock.leave();
    await app.settle();
    await app.mock.open();
    expect(app.judge()).toEqual(judged);
  });

  it('what cannot be saved is not stepped back from by leaving and coming back', async () => {
    const app = await begin();
    app.disk.broken = true;
    app.go(3, 2);
    app.mock.leave();
    await app.settle();
    await app.mock.open();
    expect(app.question().number).toBe(3);
    expect(app.mock.lastStep.value?.review?.confidence).toBe(2);
  });
});

describe('ended early', () => {
  it('judges what was answered and reports it', async () => {
    const app = await begin({}, AT_THE_END);
    const asked = [app.speak(), app.speak()];
    app.look(10 * SECOND);
    app.mock.end();
    expect(app.judge()).toMatchObject({ entry: { id: asked[0] }, number: 1, of: 2 });
    app.rate(3);
    app.rate(1);
    expect(app.report().report.judged.map(({ card }) => card.id)).toEqual(asked);
  });

  it('reports at once what was judged', async () => {
    const app = await begin();
    app.go(3, 2);
    app.look(10 * SECOND);
    app.mock.end();
    expect(app.report().report.judged).toHaveLength(2);
  });

  it('keeps the answer that is being judged, with its ticks', async () => {
    const app = await begin();
    app.go(3, 2);
    const card = app.speak(70 * SECOND);
    app.mock.toggle(0);
    app.mock.end();
    expect(app.judge()).toMatchObject({ entry: { id: card }, number: 3, of: 3, ticked: [0] });
    app.rate(4);
    const { judged } = app.report().report;
    expect(judged.map(({ confidence }) => confidence)).toEqual([3, 2, 4]);
    expect(judged[2]).toMatchObject({ card: { id: card }, spentMs: 70 * SECOND });
  });

  it.each([0, 2, 6])(
    'while all are judged at the end, %i of them so far, it tells the rest as not judged',
    async (judged) => {
      const app = await begin({}, AT_THE_END);
      const asked = Array.from({ length: 7 }, () => app.speak());
      for (let left = judged; left > 0; left -= 1) {
        app.mock.toggle(0);
        app.rate(3);
      }
      app.mock.toggle(0);
      app.mock.end();
      const { report } = app.report();
      expect(report.answers.map(({ card }) => card.id)).toEqual(asked);
      expect(report.answers.every(({ spentMs }) => spentMs === 90 * SECOND)).toBe(true);
      expect(report.judged.map(({ card }) => card.id)).toEqual(asked.slice(0, judged));
      expect(report.points).toEqual({ hit: judged, of: judged });
      await app.settle();
      expect((await app.disk.events()).map(({ type }) => type)).toEqual(
        Array.from({ length: judged }, () => 'review'),
      );
    },
  );

  it('leaves nothing where nothing was answered', async () => {
    const app = await begin();
    app.mock.end();
    await app.settle();
    expect(app.view()).toEqual({ kind: 'none' });
    expect(app.disk.mock).toBeNull();
  });
});

describe('close', () => {
  it('puts the report away, on disk as well, and keeps the reviews', async () => {
    const app = await begin({ bank: bankOf(1, 1) });
    app.go(3, 1);
    app.mock.close();
    await app.settle();
    expect(app.view()).toEqual({ kind: 'none' });
    expect(app.disk.mock).toBeNull();
    expect((await app.disk.events()).filter(({ type }) => type === 'review')).toHaveLength(2);
    expect((await app.reopen()).view()).toEqual({ kind: 'none' });
  });
});

describe('the report', () => {
  const topics = [
    topic('a', [entry('a-1'), entry('a-2')]),
    topic('b', [entry('b-1')]),
    topic('c', [entry('c-1')]),
  ];
  const [a1, a2, b1, c1] = ['a-1', 'a-2', 'b-1', 'c-1'].map(id);

  function card(own: CardId): Card | undefined {
    const base = topics.flatMap(({ cards }) => cards).find((each) => each.id === own);
    const html = own as string as Html;
    const parts = { plainQuestion: own, given: [], say: html, code: [], why: html };
    const rest = { wrong: [], extras: [], followUps: [], sources: [] };
    const points = ['1', '2', '3'] as string[] as Html[];
    return base && { ...base, ...parts, ...rest, question: html, points };
  }

  function done(ticks: readonly (readonly number[])[]): Mock {
    return {
      id: 'm' as Mock['id'],
      ...SHORT,
      startedAt: 0,
      questions: [a1, b1, a2, c1] as CardId[],
      spentMs: [60_000, 130_000, 90_000],
      ticks,
      place: { kind: 'report' },
    };
  }

  const reviews: readonly Review[] = [
    review(id('a-1'), 2, 1),
    review(id('b-1'), 1, 2),
    review(id('a-2'), 4, 3),
    review(id('c-1'), 2, 4),
  ];

  it('counts points and time, and puts the weakest topic first', () => {
    const report = reportOf(done([[0], [1, 2], [0, 1, 2], []]), card, topics, reviews);
    expect(report.points).toEqual({ hit: 6, of: 12 });
    expect(report.spentMs).toBe(280_000);
    expect(report.topics.map(({ topic: own, points }) => [own.id, points.hit, points.of])).toEqual([
      ['c', 0, 3],
      ['a', 4, 6],
      ['b', 2, 3],
    ]);
    expect(report.judged.map(({ number, spentMs }) => [number, spentMs])).toEqual([
      [1, 60_000],
      [2, 130_000],
      [3, 90_000],
      [4, 0],
    ]);
  });

  it('sends the learner to what was blank, then to what was shaky with the fewest points', () => {
    const report = reportOf(done([[0], [1, 2], [0, 1, 2], []]), card, topics, reviews);
    expect(report.studyNext.map((each) => each.card.id)).toEqual(['b-1', 'c-1', 'a-1']);
  });

  it('counts no point twice and none that a card no longer has', () => {
    const report = reportOf(done([[0, 0, 7], [3], [], []]), card, topics, reviews);
    expect(report.points).toEqual({ hit: 1, of: 12 });
  });

  it('shows a question whose rating was lost without one, and leaves it out of what to study', () => {
    const report = reportOf(done([[], [], [], []]), card, topics, reviews.slice(1));
    expect(report.answers[0]?.confidence).toBeNull();
    expect(report.judged).toHaveLength(3);
    expect(report.studyNext.map((each) => each.card.id)).toEqual(['b-1', 'c-1']);
  });
});

const CARDS = ['a', 'b', 'c', 'd', 'e', 'f'].map(id);

/** Any record that the app itself could have made. */
const records: fc.Arbitrary<Mock> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...CARDS), { minLength: 1 }),
    fc.nat(),
    fc.constantFrom('question', 'judge', 'report'),
    fc.constantFrom<MockWish['judging']>('after-each', 'at-the-end'),
  )
  .map(([questions, dice, kind, judging]) => ({
    id: 'm' as Mock['id'],
    level: 'mid',
    minutes: 15,
    judging,
    startedAt: 0,
    questions,
    spentMs: questions.map((_, index) => index + 1),
    ticks: questions.map((_, index) => [index]),
    place: kind === 'report' ? { kind } : { kind, number: 1 + (dice % questions.length) },
  }));

/** How many were spoken. Those that are being judged are among them: to drop them would lose an answer. */
function answersOf({ place, judging, questions }: Mock): number {
  if (place.kind === 'question') return place.number - 1;
  if (place.kind === 'judge' && judging === 'after-each') return place.number;
  return questions.length;
}

describe('only some of the questions', () => {
  it('keep their time and ticks, and the place among them', () => {
    fc.assert(
      fc.property(records, fc.subarray(CARDS), (mock, some) => {
        const left = only(mock, (card) => some.includes(card));
        const kept = mock.questions.filter((card) => some.includes(card));
        if (kept.length === 0) {
          expect(left).toBeNull();
          return;
        }
        expect(left?.questions).toEqual(kept);
        for (const [index, card] of kept.entries()) {
          const before = mock.questions.indexOf(card);
          expect(left?.spentMs[index]).toBe(mock.spentMs[before]);
          expect(left?.ticks[index]).toEqual(mock.ticks[before]);
        }
        const { place } = mock;
        if (place.kind === 'report' || !left || left.place.kind === 'report') return;
        expect(left.place.number).toBeLessThanOrEqual(kept.length);
        const up = mock.questions[place.number - 1];
        if (up && some.includes(up)) {
          expect(left.questions[left.place.number - 1]).toBe(up);
          expect(left.place.kind).toBe(place.kind);
        }
      }),
    );
  });

  it('are those that were answered, with time and ticks, when the interview is cut short', () => {
    fc.assert(
      fc.property(records, (mock) => {
        const given = answersOf(mock);
        const left = cutShort(mock);
        expect(left?.questions ?? []).toEqual(mock.questions.slice(0, given));
        expect(left?.spentMs ?? []).toEqual(mock.spentMs.slice(0, given));
        expect(left?.ticks ?? []).toEqual(mock.ticks.slice(0, given));
        expect(left?.place.kind).not.toBe('question');
      }),
    );
  });
});
