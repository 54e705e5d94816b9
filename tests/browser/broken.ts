// Browsers whose storage fails: scripts that run in a page before the app does.

import type { Page } from '@playwright/test';

/** The ways in which a browser gives us no IndexedDB at all. */
export const REFUSALS = {
  'throws, as in a sandboxed frame': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  },
  'fails, as in a private window': () => {
    const open = IDBFactory.prototype.open;
    // A first version that is not let through is a real way for a real request to fail.
    IDBFactory.prototype.open = function (this: IDBFactory, name: string) {
      const request = open.call(this, `${name}-refused`, 1);
      request.addEventListener('upgradeneeded', (event) => {
        event.stopImmediatePropagation();
        request.transaction?.abort();
      });
      return request;
    };
  },
  'is missing': () => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  },
};

/** Refuses the page and the app in it, and not whoever writes behind their back later. */
export function refuseStorageAtStart(): void {
  const { open } = IDBFactory.prototype;
  let refused = 0;
  IDBFactory.prototype.open = () => {
    refused += 1;
    if (refused === 2) IDBFactory.prototype.open = open;
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
}

export interface Fault {
  /** Counts down over the app's writes and fails the one at 0. */
  readonly failIn?: number;
  readonly failAll?: boolean;
  /** Of the exception. */
  readonly name?: string;
}

/** For `addInitScript`: writes fail as `setFault` says. */
export function failingWrites(): void {
  const fault = { failIn: -1, failAll: false, name: 'UnknownError' };
  Object.assign(globalThis, { fault });
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    if (args[1] === 'readwrite' && this.name === 'pocket-flask') {
      const mustFail = fault.failAll || fault.failIn === 0;
      fault.failIn -= 1;
      if (mustFail) throw new DOMException('Injected.', fault.name);
    }
    return begin.apply(this, args);
  };
}

export async function setFault(page: Page, fault: Fault): Promise<void> {
  await page.evaluate((change) => {
    Object.assign((globalThis as unknown as { fault: object }).fault, change);
  }, fault);
}

/** How any call of IndexedDB may go wrong. */
export const KINDS = [
  'InvalidStateError',
  'AbortError',
  'UnknownError',
  'a full disk',
  'a closed connection',
  'a closed connection and a refused open',
  'an aborted transaction',
] as const;

export type Kind = (typeof KINDS)[number];

/** For `addInitScript`: the n-th call of IndexedDB from now on goes wrong, as `armFault` says. */
export function failingCalls(): void {
  const fault = { left: -1, kind: '', refuseOpen: false };
  Object.assign(globalThis, { fault });

  function connectionOf(target: IDBDatabase | IDBObjectStore | IDBIndex): IDBDatabase {
    if (target instanceof IDBDatabase) return target;
    const store = target instanceof IDBIndex ? target.objectStore : target;
    return store.transaction.db;
  }

  function goWrong(connection: IDBDatabase, call: () => unknown): unknown {
    if (/Error$/.test(fault.kind)) throw new DOMException('Injected.', fault.kind);
    if (fault.kind === 'a full disk') throw new DOMException('Injected.', 'QuotaExceededError');
    if (fault.kind.startsWith('a closed connection')) {
      connection.close();
      fault.refuseOpen = fault.kind.endsWith('refused open');
      return call();
    }
    const result = call();
    const transaction =
      result instanceof IDBTransaction ? result : (result as IDBRequest).transaction;
    transaction?.abort();
    return result;
  }

  type Method = (...args: unknown[]) => unknown;
  function watch(prototype: object, names: readonly string[]): void {
    const methods = prototype as Record<string, Method>;
    for (const name of names) {
      const method = methods[name] as Method;
      methods[name] = function (this: IDBDatabase | IDBObjectStore | IDBIndex, ...args) {
        const connection = connectionOf(this);
        const call = () => method.apply(this, args);
        if (fault.left < 0 || connection.name !== 'pocket-flask') return call();
        fault.left -= 1;
        return fault.left < 0 ? goWrong(connection, call) : call();
      };
    }
  }

  const requests = ['get', 'getKey', 'getAll', 'getAllKeys', 'count'];
  watch(IDBDatabase.prototype, ['transaction']);
  watch(IDBObjectStore.prototype, [...requests, 'put', 'delete', 'clear']);
  watch(IDBIndex.prototype, requests);
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (this: IDBFactory, ...args) {
    if (!fault.refuseOpen) return open.apply(this, args);
    fault.refuseOpen = false;
    throw new DOMException('Injected.', 'SecurityError');
  };
}

/** @param left how many calls go well before the one that does not */
export async function armFault(page: Page, kind: Kind, left: number): Promise<void> {
  await page.evaluate(
    (change) => {
      Object.assign((globalThis as unknown as { fault: object }).fault, change);
    },
    { kind, left },
  );
}

/** @returns whether the fault has come to pass; either way nothing goes wrong from now on */
export function disarmFault(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { fault } = globalThis as unknown as { fault: { left: number; refuseOpen: boolean } };
    const happened = fault.left < 0;
    Object.assign(fault, { left: -1, refuseOpen: false });
    return happened;
  });
}

/** For `addInitScript`: while `swallow.on`, events seem to be stored, and are not. */
export function swallowedEvents(): void {
  const swallow = { on: false };
  Object.assign(globalThis, { swallow });
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args) {
    if (!swallow.on || this.name !== 'events') return put.apply(this, args);
    return put.call(this.transaction.objectStore('settings'), args[0], 'nowhere');
  };
}

export async function setSwallowing(page: Page, on: boolean): Promise<void> {
  await page.evaluate((value) => {
    (globalThis as unknown as { swallow: { on: boolean } }).swallow.on = value;
  }, on);
}
