// What the progress screen tells, read from a real log, as plan, marks and settings have it now.

import { describe, expect, it } from 'vitest';
import type { CardId, TopicId } from '../../src/bank/card.ts';
import type { BurstId, Confidence, Event, EventId, Review } from '../../src/memory/event.ts';
import { parseInterviewDate } from '../../src/memory/horizon.ts';
import { createHistory, type Story } from '../../src/state/history.ts';
import { marking, undo } from '../memory/logs.ts';
import { DAY, MORNING } from '../queue/banks.ts';
import { bankOf, openModels } from './app.ts';
import { createDisk } from './disk.ts';

let ids = 0;

function rated(
  card: string,
  confidence: Confidence,
  at: number,
  parts: Partial<Review> = {},
): Review {
  return {
    type: 'review',
    id: `review-${ids++}` as EventId,
    at,
    card: card as CardId,
    burst: 'burst' as BurstId,
    confidence,
    prediction: 'none',
    tookMs: 20_000,
    ...parts,
  };
}

/** The app, opened at MORNING on a log; three topics with three cards each. */
async function open(events: readonly Event[]) {
  const disk = createDisk();
  for (const event of events) await disk.store.record(event, null);
  const models = await openModels({ disk, bank: bankOf(3, 3, 3) });
  const history = createHistory({ ...models, device: { events: disk.store.events } });
  return { ...models, history };
}

async function read(events: readonly Event[]) {
  const app = await open(events);
  await app.history.read();
  return {
    ...app,
    story(): Story {
      const view = app.history.view.value;
      if (view.kind !== 'read') throw new Error(`There is no story, but ${view.kind}`);
      return view.story;
    },
  };
}

const WEEKS: readonly Review[] = [
  rated('t0-0', 3, MORNING - 20 * DAY),
  rated('t0-1', 1, MORNING - 10 * DAY, { prediction: 'sure' }),
  rated('t1-0', 4, MORNING - 2 * DAY, { prediction: 'sure' }),
  rated('t1-1', 2, MORNING - 2 * DAY, { prediction: 'sure' }),
  rated('t1-2', 3, MORNING - DAY, { prediction: 'unsure' }),
];

describe('reading', () => {
  it('takes its time, and comes to a story', async () => {
    const { history } = await open(WEEKS);
    expect(history.view.value.kind).toBe('reading');
    await history.read();
    expect(history.view.value.kind).toBe('read');
  });

  it('says when there is nothing yet, or nothing any more', async () => {
    expect((await read([])).history.view.value.kind).toBe('empty');
    const slip = rated('t0-0', 3, MORNING - DAY);
    const events = [slip, undo('u', slip, MORNING - DAY + 1)];
    expect((await read(events)).history.view.value.kind).toBe('empty');
    const starred = marking('star', MORNING - DAY, { type: 'star' }, 't0-0');
    expect((await read([starred])).history.view.value.kind).toBe('empty');
  });

  it('says when it failed, and works the next time', async () => {
    const { disk, ...models } = await open(WEEKS);
    let broken = true;
    const events = async () => {
      if (broken) throw new Error('The disk is broken');
      return disk.store.events();
    };
    const history = createHistory({ ...models, device: { events } });
    await history.read();
    expect(history.view.value.kind).toBe('unreadable');
    broken = false;
    await history.read();
    expect(history.view.value.kind).toBe('read');
  });

  it('brings all figures to this moment', async () => {
    const app = await read(WEEKS);
    app.clock.pass(DAY);
    expect(app.story().past.at(-1)?.at).toBe(MORNING);
    await app.history.read();
    expect(app.story().past.at(-1)?.at).toBe(MORNING + DAY);
  });
});

describe('readiness', () => {
  it('ends with what home shows', async () => {
    const { story, progress } = await read(WEEKS);
    // Home sums it up topic by topic, which rounds otherwise.
    const readiness = expect.closeTo(progress.readiness.value, 12);
    expect(story().past.at(-1)).toEqual({ at: MORNING, readiness });
  });

  it('is told for the interview as it is planned now', async () => {
    const { story, progress, settings } = await read(WEEKS);
    const before = story().past.map((point) => point.readiness);
    await settings.choose('topicsOff', ['t0' as TopicId]);
    expect(story().past.map((point) => point.readiness)).not.toEqual(before);
    expect(story().past.at(-1)?.readiness).toBe(progress.readiness.value);
    await settings.choose('interview', parseInterviewDate('2026-03-10'));
    expect(story().past.at(-1)?.readiness).toBe(progress.readiness.value);
    expect(story().outlook).toMatchObject({ kind: 'forecast', toInterview: true });
  });

  it('goes on from there in the forecast', async () => {
    const { story } = await read(WEEKS);
    const { outlook } = story();
    if (outlook.kind !== 'forecast') throw new Error('There is a pace');
    expect(outlook.points[0]?.at).toBe(MORNING + DAY);
    expect(outlook.end.readiness).toBeGreaterThan(story().past.at(-1)?.readiness ?? 1);
  });

  it('of no topic at all is nothing, then and ahead', async () => {
    const { story, settings, bank } = await read(WEEKS);
    await settings.choose(
      'topicsOff',
      bank.topics.map(({ id }) => id),
    );
    expect(story().past.every((point) => point.readiness === 0)).toBe(true);
    expect(story().topics).toEqual([]);
  });
});

describe('topics', () => {
  it('come from what was shown a week ago, the biggest change first, without unbegun ones', async () => {
    const { story, progress } = await read(WEEKS);
    const [first, second, ...rest] = story().topics;
    expect(first?.topic.id).toBe('t1');
    expect(first?.from).toBe(0);
    expect(second?.topic.id).toBe('t0');
    expect(second?.from).toBeGreaterThan(0);
    expect(rest).toEqual([]);
    for (const { topic, to } of story().topics) {
      expect(to).toBe(progress.ofTopic(topic).readiness);
    }
  });

  it('come from nothing when nothing had been rated then', async () => {
    const { story } = await read(WEEKS.slice(2));
    expect(story().topics).toMatchObject([{ from: 0 }]);
  });
});

describe('sure and wrong', () => {
  it('are the cards of this bank that are needed, the last surprise first', async () => {
    const events = [
      ...WEEKS,
      rated('left-the-bank', 1, MORNING - DAY, { prediction: 'sure' }),
      rated('t2-0', 2, MORNING - DAY, { prediction: 'sure' }),
      marking('not-needed', MORNING - 2, { type: 'suspend' }, 't2-0'),
    ];
    const { story, marks } = await read(events);
    expect(story().sureAndWrong.map(({ id }) => id)).toEqual(['t1-1', 't0-1']);
    await marks.change('t2-0' as CardId, { type: 'resume' });
    expect(story().sureAndWrong.map(({ id }) => id)).toEqual(['t2-0', 't1-1', 't0-1']);
  });

  it('are counted with all predictions that were made', async () => {
    const { story } = await read(WEEKS);
    expect(story().calibration).toEqual({
      sure: { knew: 1, didNot: 2 },
      unsure: { knew: 1, didNot: 0 },
    });
  });
});

describe('days and time', () => {
  it('count cards that left the bank, too, but nothing that was undone', async () => {
    const slip = rated('t0-0', 1, MORNING - DAY, { tookMs: 99_000 });
    const gone = rated('left-the-bank', 3, MORNING - DAY, { tookMs: 60_000 });
    const { story } = await read([...WEEKS, slip, undo('u', slip, MORNING - DAY + 1), gone]);
    expect(story().effort).toEqual({ cards: 6, ms: 160_000 });
    expect(story().lately).toEqual({ cards: 4, ms: 120_000 });
    expect(story().calendar).toMatchObject({ cards: 6, bursts: 1, days: 4 });
  });
});
