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
