// An import that breaks off at any of its steps leaves every byte as it was.

import { marking, review } from '../../memory/logs.ts';
import { dump, dumpWithoutCopy, expectFolded, expectSame, importFrom, merge } from './device.ts';
import { exported, live, type Past } from './logs.ts';

const NOW = 1_850_000_000_000;

/** How a call of IndexedDB can fail in the middle of a transaction. */
const FAULTS = {
  'a request that fails': (store: IDBObjectStore) => store.add({ id: '0', card: 'a' }),
  'a full disk': () => {
    throw new DOMException('Injected.', 'QuotaExceededError');
  },
  'a value that cannot be stored': (store: IDBObjectStore) => store.add({ id: '1', f: () => 0 }),
  'an aborted transaction': (store: IDBObjectStore) => store.transaction.abort(),
  InvalidStateError: () => {
    throw new DOMException('Injected.', 'InvalidStateError');
  },
  AbortError: () => {
    throw new DOMException('Injected.', 'AbortError');
  },
  UnknownError: () => {
    throw new DOMException('Injected.', 'UnknownError');
  },
} as const;

export type Fault = keyof typeof FAULTS;

const here: Past = {
  events: [review('0', 1), review('1', 2, 2), marking('2', 3, { type: 'star' })],
  strange: [{ id: 'n', type: 'applause' }],
  choices: [{ key: 'minutes', value: 3, at: 5 }],
};

const there: Past = {
  events: [review('1', 2, 2), review('3', 4, 4, 'b'), marking('4', 5, { type: 'suspend' }, 'c')],
  strange: [{ id: 'm', type: 'applause', card: 'a' }],
  choices: [{ key: 'topicsOff', value: ['routing'], at: 6 }],
};

/**
 * Fails at the k-th write of an import, for every k, and then the same of taking it back.
 *
 * @returns how many imports were broken off
 */
export async function abortAnywhere(fault: Fault): Promise<number> {
  const text = await exported(await live('a', there));
  let broken = 0;
  for (const what of ['merge', 'takeBack'] as const) {
    for (let k = 0; ; k += 1) {
      const store = await live('b', here);
      if (what === 'takeBack') await merge(store, text, NOW);
      const before = await dump('b');
      const act = what === 'merge' ? () => merge(store, text, NOW) : () => store.takeBack();
      const { reached, failed } = await failingAt(k, FAULTS[fault], act);
      const after = await dump('b');
      if (failed) expectSame(after, before, `${what}, broken off at write ${k}`);
      await act();
      await store.load();
      expectFolded(await dump('b'), `${what} after a failure at write ${k}`);
      if (!reached) break;
      broken += 1;
    }
  }
  return broken;
}

/** Lets the k-th write of an action fail, once. */
async function failingAt(
  k: number,
  fault: (store: IDBObjectStore) => unknown,
  act: () => Promise<void>,
): Promise<{ readonly reached: boolean; readonly failed: boolean }> {
  const { prototype } = IDBObjectStore;
  const { put } = prototype;
  let left = k;
  prototype.put = function (this: IDBObjectStore, ...args) {
    left -= 1;
    if (left !== -1) return put.apply(this, args);
    const request = fault(this.transaction.objectStore('events'));
    return request instanceof IDBRequest ? request : put.apply(this, args);
  };
  try {
    await act();
    return { reached: left < 0, failed: false };
  } catch {
    return { reached: left < 0, failed: true };
  } finally {
    prototype.put = put;
  }
}

/**
 * Begins an import that takes a while; whoever asks may go away in the middle of it.
 *
 * @param size how many ratings it brings
 * @returns what is on disk before it
 */
export async function bigMerge(size: number): Promise<string> {
  const store = await live('b', here);
  const events = Array.from({ length: size }, (_, index) =>
    review(`big-${index}`, NOW + index, 3, `card-${index % 150}`),
  );
  const text = JSON.stringify({ app: 'pocket-flask', format: 1, exportedAt: NOW, events });
  const file = await importFrom(store, text);
  const before = JSON.stringify(await dumpWithoutCopy('b'));
  const progress = (share: number) => Object.assign(globalThis, { share });
  void store.merge(file, NOW, progress);
  return before;
}
