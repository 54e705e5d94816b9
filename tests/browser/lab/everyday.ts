// Two devices of one learner in everyday life, and a plain list of what happened, which must come to the same.

import fc from 'fast-check';
import type { CardId } from '../../../src/bank/card.ts';
import type { Confidence, Review } from '../../../src/memory/event.ts';
import { foldMarks } from '../../../src/memory/foldMarks.ts';
import { type Memory, remember } from '../../../src/memory/memory.ts';
import { backupOf } from '../../../src/state/backup.ts';
import { createTabs } from '../../../src/state/tabs.ts';
import { createTransfer } from '../../../src/state/transfer.ts';
import type { Minutes } from '../../../src/store/settings.ts';
import { type Change, changes, marking } from '../../memory/logs.ts';
import { ALL, bankOf, type Clock, createClock, HOUR, openApp } from '../../state/app.ts';
import { createDisk } from '../../state/disk.ts';
import { dump, expectEqual, expectFolded, open, unpack } from './device.ts';

const BANK = bankOf(4, 3);
const CARDS = BANK.topics.flatMap(({ cards }) => cards.map(({ id }) => id));
const DAY = 24 * HOUR;
const NAMES = ['a', 'b'] as const;
type Name = (typeof NAMES)[number];

/** The real thing: all models over a real database. */
type Device = Awaited<ReturnType<typeof start>>;

async function start(name: Name, clock: Clock) {
  const store = open(name);
  const app = await openApp({ bank: BANK, clock, disk: { ...createDisk(), store } });
  const { environment, content, saving, progress, marks, settings } = app;
  const nothing = () => undefined;
  const quiet = { tell: nothing, onCounted: nothing, onEmptied: nothing };
  const tabs = createTabs({ store, progress, marks, settings, saving, ...quiet });
  const device = { keepReserve: async () => undefined };
  return { app, transfer: createTransfer({ environment, content, device, saving, tabs }) };
}

interface Real {
  readonly clock: Clock;
  readonly devices: Record<Name, Device>;
}

/** What happened once, in the order in which it happened. */
type Fact =
  | { readonly kind: 'rated'; readonly review: Review }
  | { readonly kind: 'undone'; readonly review: Review; readonly at: number }
  | {
      readonly kind: 'marked';
      readonly card: CardId;
      readonly at: number;
      readonly change: Change;
    };

interface Choice {
  readonly minutes: Minutes;
  readonly at: number;
}

/** What one device knows: numbers of facts, and the last choice. */
interface Known {
  facts: ReadonlySet<number>;
  choice: Choice | null;
  /** What the last import brought, and the choice that it replaced. */
  brought: {
    readonly facts: readonly number[];
    choice: Choice | null;
    taken: Choice | null;
  } | null;
}

/** The reference: one list of facts, and which device knows which. */
interface Model {
  readonly facts: Fact[];
  readonly devices: Record<Name, Known>;
}

function learn(model: Model, name: Name, fact: Fact): void {
  model.facts.push(fact);
  const known = model.devices[name];
  known.facts = new Set([...known.facts, model.facts.length - 1]);
}

/** By time; what happened at once, in the order in which it happened. */
function factsOf(model: Model, name: Name): readonly Fact[] {
  const timeOf = (fact: Fact) => (fact.kind === 'rated' ? fact.review.at : fact.at);
  return [...model.devices[name].facts]
    .sort((a, b) => a - b)
    .flatMap((number) => model.facts[number] ?? [])
    .toSorted((a, b) => timeOf(a) - timeOf(b));
}

function standing(model: Model, name: Name): readonly Review[] {
  const facts = factsOf(model, name);
  const undone = new Set(facts.flatMap((fact) => (fact.kind === 'undone' ? fact.review.id : [])));
  return facts.flatMap((fact) =>
    fact.kind === 'rated' && !undone.has(fact.review.id) ? fact.review : [],
  );
}

function memories(model: Model, name: Name): Map<CardId, Memory> {
  const result = new Map<CardId, Memory>();
  for (const review of standing(model, name)) {
    result.set(review.card, remember(result.get(review.card), review));
  }
  return result;
}

function marks(model: Model, name: Name) {
  const facts = factsOf(model, name);
  return CARDS.flatMap((card) => {
    const own = facts.flatMap((fact) =>
      fact.kind === 'marked' && fact.card === card ? [fact] : [],
    );
    const events = own.map(({ at, change }, index) => marking(String(index), at, change, card));
    // The order is the reference's own; equal times must not be sorted anew.
    const last = events.at(-1);
    const folded = foldMarks(events.map((event, index) => ({ ...event, at: index })));
    return folded && last ? [[card, { ...folded, markedAt: last.at }] as const] : [];
  });
}

async function agree({ devices }: Real, model: Model): Promise<void> {
  for (const name of NAMES) {
    const { app } = devices[name];
    await app.settle();
    const shown = [...app.progress.memories.peek()].toSorted(byCard);
    const expected = [...memories(model, name)].toSorted(byCard);
    expectEqual(shown, expected, `memories on ${name}`);
    expectEqual(
      [...app.marks.all.peek()].toSorted(byCard),
      marks(model, name).toSorted(byCard),
      `marks on ${name}`,
    );
    const { choice, facts } = model.devices[name];
    expectEqual(app.settings.settings.peek().minutes, choice?.minutes ?? 5, `minutes on ${name}`);
    expectEqual((await app.disk.store.census()).events, facts.size, `events on ${name}`);
  }
}

function byCard([a]: readonly [CardId, unknown], [b]: readonly [CardId, unknown]): number {
  return a < b ? -1 : 1;
}

type Command = fc.AsyncCommand<Model, Real>;

/** A command that is always possible, and after which both sides must agree. */
function command(text: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real);
      await agree(real, model);
    },
    toString: () => text,
  };
}

const rate = (name: Name, confidence: Confidence) =>
  command(`${name} rates ${confidence}`, async (model, { devices }) => {
    const { app } = devices[name];
    const { burst } = app;
    if (burst.view.peek().kind !== 'card') burst.start(5, ALL);
    const view = burst.view.peek();
    // Every card may be suspended.
    if (view.kind !== 'card') return;
    const { id } = view.entry;
    burst.reveal('unsure');
    burst.rate(id, confidence);
    await app.settle();
    const review = (await app.disk.store.eventsOfBurst(view.burst)).findLast(
      (event): event is Review =>
        event.type === 'review' && event.id === burst.lastReview.peek()?.id,
    );
    if (review?.card !== id || review.confidence !== confidence) throw new Error('Not rated');
    learn(model, name, { kind: 'rated', review });
  });

const begin = (name: Name) =>
  command(`${name} begins anew`, async (_, { devices }) => {
    devices[name].app.burst.start(3, ALL);
  });

const undo = (name: Name) =>
  command(`${name} undoes`, async (model, { devices }) => {
    const { burst } = devices[name].app;
    const last = burst.lastReview.peek();
    const view = burst.view.peek();
    const ours = standing(model, name).filter((review) => review.burst === last?.burst);
    if (view.kind === 'none' || !last) return;
    expectEqual(ours.at(-1)?.id, last.id, `what undo takes back on ${name}`);
    burst.undo();
    learn(model, name, { kind: 'undone', review: last, at: last.at });
  });

const change = (name: Name, card: CardId, what: Change) =>
  command(`${name}: ${what.type} ${card}`, async (model, { devices, clock }) => {
    await devices[name].app.marks.change(card, what);
    const before = new Map(marks(model, name)).get(card);
    const at = Math.max(clock.now(), (before?.markedAt ?? 0) + 1);
    learn(model, name, { kind: 'marked', card, at, change: what });
  });

const choose = (name: Name, minutes: Minutes) =>
  command(`${name} chooses ${minutes} minutes`, async (model, { devices, clock }) => {
    await devices[name].app.settings.choose('minutes', minutes);
    const known = model.devices[name];
    known.choice = { minutes, at: Math.max(clock.now(), (known.choice?.at ?? 0) + 1) };
  });

const reload = (name: Name) =>
  command(`${name} is closed and opened`, async (_, real) => {
    const before = real.devices[name].app.burst.view.peek();
    real.devices[name] = await start(name, real.clock);
    const { view } = real.devices[name].app.burst;
    expectEqual(placeOf(view.peek()), placeOf(before), `where ${name} is`);
    expectFolded(await dump(name), `on disk of ${name}`);
  });

function placeOf(view: ReturnType<Device['app']['burst']['view']['peek']>) {
  return view.kind === 'card' ? [view.entry.id, view.number, view.face.kind] : view.kind;
}

const exchange = (from: Name, to: Name) =>
  command(`${from} sends a file to ${to}`, async (model, { devices, clock }) => {
    const { app } = devices[from];
    const { backup } = await backupOf(app.disk.store, [], clock.now());
    const text = JSON.stringify(backup);
    const { transfer } = devices[to];
    await transfer.open({ size: text.length, text: async () => text });
    const [theirs, ours] = [model.devices[from], model.devices[to]];
    const news = [...theirs.facts].filter((fact) => !ours.facts.has(fact));
    const later = theirs.choice && isLater(theirs.choice, ours.choice) ? theirs.choice : null;
    const reviews = news.filter((fact) => model.facts[fact]?.kind === 'rated').length;
    const preview = {
      reviews,
      others: news.length - reviews,
      known: theirs.facts.size - news.length,
      newer: 0,
      damaged: 0,
      settings: later ? 1 : 0,
      unknownCards: 0,
    };
    expectEqual(transfer.step.peek(), { kind: 'preview', preview }, 'what is said before');
    await transfer.add();
    expectEqual(transfer.step.peek(), { kind: 'done', preview }, 'what is said after');
    ours.brought = { facts: news, choice: ours.choice, taken: later };
    ours.facts = new Set([...ours.facts, ...news]);
    if (later) ours.choice = later;
  });

function isLater(theirs: Choice, ours: Choice | null): boolean {
  if (!ours || theirs.at !== ours.at) return theirs.at > (ours?.at ?? 0);
  return String(theirs.minutes) < String(ours.minutes);
}

const takeBack = (name: Name) =>
  command(`${name} takes the last import back`, async (model, { devices }) => {
    await devices[name].transfer.takeBack();
    const known = model.devices[name];
    const { brought } = known;
    if (!brought) return;
    known.brought = null;
    known.facts = new Set([...known.facts].filter((fact) => !brought.facts.includes(fact)));
    if (brought.taken && known.choice === brought.taken) known.choice = brought.choice;
  });

const wait = (words: string, ms: number) => command(words, async (_, { clock }) => clock.pass(ms));

const names = fc.constantFrom(...NAMES);

const COMMANDS = [
  ...Array.from({ length: 4 }, () =>
    fc.tuple(names, fc.constantFrom<Confidence>(1, 2, 3, 4)).map(([name, how]) => rate(name, how)),
  ),
  names.map(begin),
  names.map(undo),
  fc.tuple(names, fc.constantFrom(...CARDS), changes).map((parts) => change(...parts)),
  fc.tuple(names, fc.constantFrom<Minutes>(3, 5, 10)).map((parts) => choose(...parts)),
  fc.tuple(names, fc.constantFrom<Minutes>(3, 10)).map((parts) => choose(...parts)),
  names.map(reload),
  names.map((name) => exchange(name, name === 'a' ? 'b' : 'a')),
  names.map(takeBack),
  fc.integer({ min: 0, max: 3 * HOUR }).map((ms) => wait(`${ms} ms pass`, ms)),
  fc.constant(wait('the clock is set back two days', -2 * DAY)),
  fc
    .constantFrom(
      ['over midnight', 16 * HOUR] as const,
      ['summer time begins', HOUR] as const,
      ['summer time ends', -HOUR] as const,
      ['the clock jumps a year', 365 * DAY] as const,
    )
    .map(([words, ms]) => wait(words, ms)),
];

/**
 * Whatever is done with two devices, each shows what a plain list of what happened comes to.
 *
 * @returns how many commands were run
 */
export async function everyday(numRuns: number, seed?: number): Promise<number> {
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 40, size: '+1' }), async (commands) => {
      const clock = createClock();
      for (const name of NAMES) await unpack(name);
      const devices = { a: await start('a', clock), b: await start('b', clock) };
      const nothing = (): Known => ({ facts: new Set(), choice: null, brought: null });
      const model: Model = { facts: [], devices: { a: nothing(), b: nothing() } };
      await fc.asyncModelRun(() => ({ model, real: { clock, devices } }), commands);
      ran += [...commands].length;
    }),
    // Shrinking would outlast whoever waits; the seed finds the same again.
    {
      numRuns,
      endOnFailure: true,
      includeErrorInReport: true,
      ...(seed === undefined ? {} : { seed }),
    },
  );
  return ran;
}
