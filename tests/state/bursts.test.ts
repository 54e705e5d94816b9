// The door to the burst: what other screens see of it before its code is there, and what they ask of it.

import { effect } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { CardId, TopicId } from '../../src/bank/card.ts';
import type { Confidence } from '../../src/memory/event.ts';
import type { BurstModel } from '../../src/state/burst.ts';
import type { Scope } from '../../src/state/bursts.ts';
import type { BurstView } from '../../src/state/burstView.ts';
import { ALL, bankOf, MINUTE, openApp, openModels, SECOND } from './app.ts';

const T1: Scope = { kind: 'topic', topic: 't1' as TopicId };
const GONE: Scope = { kind: 'list', list: 'starred', cards: ['gone' as CardId] };

type Models = Awaited<ReturnType<typeof openModels>>;

/** A device on which a five-minute burst was left with its second card up, after 30 seconds. */
async function left(confidence: Confidence = 3, bank = bankOf(4, 4, 4)) {
  const app = await openApp({ bank });
  app.burst.start(5, T1);
  const rated = app.answer(confidence, 30 * SECOND);
  app.burst.pause();
  await app.settle();
  return { app, rated, bank: app.bank, clock: app.clock, disk: app.disk };
}

function viewOf({ bursts }: Models): BurstView {
  return modelOf(bursts).view.value;
}

function modelOf(bursts: Models['bursts']): BurstModel {
  const model = bursts.model.value;
  if (!model) throw new Error('The burst was not opened');
  return model;
}

describe('before the burst is open', () => {
  it('there is none on a new device', async () => {
    const { bursts } = await openModels();
    expect(bursts.model.value).toBeNull();
    expect(bursts.unfinished.value).toBe(false);
    expect(bursts.leftMs.value).toBe(0);
  });

  it('the one that was left is known, and what is left of its time', async () => {
    const { bursts, disk } = await openModels(await left());
    const { length } = disk.log;
    expect(bursts.model.value).toBeNull();
    expect(bursts.unfinished.value).toBe(true);
    expect(bursts.leftMs.value).toBe(5 * MINUTE - 30 * SECOND);
    expect(disk.log).toHaveLength(length);
  });

  it('one over its time still has its last card, and no time', async () => {
    const { app, bank, clock, disk } = await left();
    app.burst.stopwatch.run();
    app.look(6 * MINUTE);
    app.burst.pause();
    await app.settle();
    const { bursts } = await openModels({ bank, clock, disk });
    expect(bursts.unfinished.value).toBe(true);
    expect(bursts.leftMs.value).toBe(0);
  });

  it('a finished one is not unfinished', async () => {
    const { disk, clock, bank, app } = await left(3, bankOf(1, 2));
    app.answer(3);
    expect(app.burst.view.value.kind).toBe('summary');
    await app.settle();
    const { bursts } = await openModels({ disk, clock, bank });
    expect(bursts.unfinished.value).toBe(false);
    expect(bursts.leftMs.value).toBe(0);
  });

  it('one whose card left the bank is not unfinished', async () => {
    const { disk, clock } = await left();
    const { bursts } = await openModels({ disk, clock, bank: bankOf(4) });
    expect(bursts.unfinished.value).toBe(false);
    expect(bursts.leftMs.value).toBe(0);
  });

  it('one that is asked for is unfinished, with all its time', async () => {
    const { bursts, disk } = await openModels();
    bursts.ask(10);
    expect(bursts.model.value).toBeNull();
    expect(bursts.unfinished.value).toBe(true);
    expect(bursts.leftMs.value).toBe(10 * MINUTE);
    expect(disk.log).toEqual([]);
  });

  it('the one that is asked for counts, not the one that was left', async () => {
    const { bursts } = await openModels(await left());
    bursts.ask(3);
    expect(bursts.leftMs.value).toBe(3 * MINUTE);
  });
});

describe('opening', () => {
  it('brings no burst on a new device', async () => {
    const models = await openModels();
    await models.openBurst();
    expect(viewOf(models)).toEqual({ kind: 'none' });
    expect(models.bursts.unfinished.value).toBe(false);
    expect(models.bursts.leftMs.value).toBe(0);
  });

  it('brings back the one that was left, card, scope and time', async () => {
    const { app, rated, ...device } = await left(1);
    const models = await openModels(device);
    await models.openBurst();
    expect(viewOf(models)).toEqual({ ...app.up(), why: { kind: 'resumed' } });
    expect(viewOf(models)).toMatchObject({ number: 2, scope: T1 });
    expect(models.bursts.unfinished.value).toBe(true);
    expect(models.bursts.leftMs.value).toBe(5 * MINUTE - 30 * SECOND);
    modelOf(models.bursts).undo();
    expect(viewOf(models)).toMatchObject({ number: 1, entry: { id: rated } });
  });

  it('brings back a summary', async () => {
    const { disk, clock, bank, app } = await left(3, bankOf(1, 2));
    app.answer(3);
    await app.settle();
    const models = await openModels({ disk, clock, bank });
    await models.openBurst();
    expect(viewOf(models)).toEqual(app.burst.view.value);
    expect(models.bursts.unfinished.value).toBe(false);
  });

  it('shows nothing before the burst is ready, so that no screen flickers', async () => {
    const { bursts, openBurst } = await openModels(await left());
    const shown: (string | undefined)[] = [];
    const dispose = effect(() => {
      shown.push(bursts.model.value?.view.value.kind);
    });
    await openBurst();
    dispose();
    expect(shown).toEqual([undefined, 'card']);
  });

  it('begins what was asked for instead, in its scope', async () => {
    const { app, ...device } = await left();
    const models = await openModels(device);
    models.bursts.ask(3);
    await models.openBurst();
    expect(viewOf(models)).toMatchObject({ kind: 'card', number: 1, scope: ALL });
    expect(viewOf(models)).not.toMatchObject({ burst: app.burstId() });
    expect(models.disk.log).not.toContain('burst begins');
    expect(modelOf(models.bursts).minutes.value).toBe(3);
    expect(models.bursts.leftMs.value).toBe(3 * MINUTE);
  });

  it('begins the last that was asked for, once', async () => {
    const models = await openModels();
    models.bursts.ask(3);
    models.bursts.ask(10, T1);
    await models.openBurst();
    await models.settle();
    expect(viewOf(models)).toMatchObject({ kind: 'card', entry: { topic: 't1' }, scope: T1 });
    expect(models.disk.places).toHaveLength(1);
    expect(models.disk.burst).toMatchObject({ minutes: 10, scope: T1 });
  });

  it('begins what is asked for while it is on its way', async () => {
    const { app: _, ...device } = await left();
    const models = await openModels(device);
    const release = models.disk.hold();
    const opening = models.openBurst();
    models.bursts.ask(3);
    expect(models.bursts.model.value).toBeNull();
    release();
    await opening;
    expect(viewOf(models)).toMatchObject({ number: 1, scope: ALL });
    expect(modelOf(models.bursts).minutes.value).toBe(3);
  });

  it('happens once, however often its screen comes', async () => {
    const models = await openModels();
    await models.openBurst();
    const first = models.bursts.model.value;
    modelOf(models.bursts).start(5, ALL);
    const view = viewOf(models);
    await Promise.all([models.openBurst(), models.openBurst()]);
    expect(models.bursts.model.value).toBe(first);
    expect(viewOf(models)).toEqual(view);
  });

  it('makes one burst even if its screen comes twice before it is ready', async () => {
    const { app: _, ...device } = await left();
    const models = await openModels(device);
    const { events } = models.disk;
    await Promise.all([models.openBurst(), models.openBurst()]);
    expect(models.disk.log.filter((line) => line === 'burst begins')).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });

  it('survives a log that cannot be read', async () => {
    const { app, ...device } = await left();
    device.disk.broken = true;
    const models = await openModels(device);
    await models.openBurst();
    expect(viewOf(models)).toMatchObject({ kind: 'card', entry: app.up().entry });
  });
});

describe('asking when the burst is open', () => {
  it('begins at once', async () => {
    const models = await openModels();
    await models.openBurst();
    models.bursts.ask(3, T1);
    expect(viewOf(models)).toMatchObject({ kind: 'card', number: 1, scope: T1 });
    expect(models.bursts.unfinished.value).toBe(true);
    expect(models.bursts.leftMs.value).toBe(3 * MINUTE);
  });

  it('is about everything unless it says what', async () => {
    const models = await openModels();
    await models.openBurst();
    models.bursts.ask(5);
    expect(viewOf(models)).toMatchObject({ scope: ALL });
  });

  it('begins anew over the one that runs', async () => {
    const { app } = await left();
    const former = app.burstId();
    app.bursts.ask(10);
    expect(app.up()).toMatchObject({ number: 1, scope: ALL });
    expect(app.burstId()).not.toBe(former);
    expect(app.bursts.leftMs.value).toBe(10 * MINUTE);
  });

  it('for cards that are not there leaves everything as it is', async () => {
    const { app } = await left();
    const before = app.up();
    app.bursts.ask(10, GONE);
    expect(app.up()).toEqual(before);
    const models = await openModels();
    await models.openBurst();
    models.bursts.ask(5, GONE);
    expect(viewOf(models)).toEqual({ kind: 'none' });
    expect(models.bursts.unfinished.value).toBe(false);
    expect(models.bursts.leftMs.value).toBe(0);
  });

  it('follows the burst to its end', async () => {
    const { bursts, burst, answer } = await openApp({ bank: bankOf(2) });
    bursts.ask(5);
    answer(4, 10 * SECOND);
    expect(bursts.leftMs.value).toBe(5 * MINUTE - 10 * SECOND);
    expect(bursts.unfinished.value).toBe(true);
    answer(4, 10 * SECOND);
    expect(bursts.unfinished.value).toBe(false);
    burst.undo();
    expect(bursts.unfinished.value).toBe(true);
  });
});
