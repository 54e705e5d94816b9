// Counts what a page asks of its database.

import { expect, type Page } from '@playwright/test';

export interface DatabaseWork {
  /** Operations on stores and indexes. */
  readonly requests: number;
  /** Values and keys that came back. */
  readonly rows: number;
}

interface Counter extends DatabaseWork {
  /** Requests that have not been answered. */
  readonly open: number;
}

type Operation = (...values: unknown[]) => IDBRequest<unknown>;

/** From the next document on. */
export async function countDatabaseWork(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const work = { requests: 0, rows: 0, open: 0 };
    Object.assign(globalThis, { databaseWork: work });
    const reads = ['get', 'getAll', 'getAllKeys', 'getKey', 'count', 'openCursor', 'openKeyCursor'];
    for (const { prototype } of [IDBObjectStore, IDBIndex]) {
      const operations = prototype as unknown as Record<string, Operation | undefined>;
      for (const name of [...reads, 'add', 'put', 'delete', 'clear']) {
        const operation = operations[name];
        if (!operation) continue;
        operations[name] = function (this: unknown, ...values) {
          const request = operation.apply(this, values);
          work.requests += 1;
          work.open += 1;
          request.addEventListener('success', () => {
            const { result } = request;
            // A bucket of memories is a list, too, but one value.
            const isList = name.startsWith('getAll') && Array.isArray(result);
            work.rows += isList ? result.length : Number(result !== undefined);
          });
          for (const end of ['success', 'error']) {
            request.addEventListener(end, () => (work.open -= 1), { once: true });
          }
          return request;
        };
      }
    }
  });
}

/** Once every request has been answered. */
export async function databaseWork(page: Page): Promise<DatabaseWork> {
  const read = () =>
    page.evaluate(() => (globalThis as unknown as { databaseWork: Counter }).databaseWork);
  await expect.poll(async () => (await read()).open).toBe(0);
  const { requests, rows } = await read();
  return { requests, rows };
}
