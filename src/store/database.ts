// The one connection to the one database: its schema, and reopening when a phone drops it.

/** A released step is never edited. All add something but the last, which moves what is only a cache. */
const STEPS: readonly ((db: IDBDatabase, upgrade: IDBTransaction) => void)[] = [
  (db) => {
    const events = db.createObjectStore('events', { keyPath: 'id' });
    events.createIndex('card', 'card');
    events.createIndex('at', 'at');
    db.createObjectStore('memories', { keyPath: 'card' });
    db.createObjectStore('settings');
  },
  // A burst is found by its id rather than by time, because a phone's clock may be set back.
  (_db, upgrade) => {
    upgrade.objectStore('events').createIndex('burst', 'burst');
  },
  (db) => {
    db.createObjectStore('marks', { keyPath: 'card' });
    db.createObjectStore('snapshots');
  },
  // A start reads all memories and marks: fewer values, if larger ones, are read sooner.
  (db) => {
    db.deleteObjectStore('memories');
    db.deleteObjectStore('marks');
    db.createObjectStore('states');
  },
];

/**
 * No storage for us at all; a tab with an older version in the way; a newer version has been here;
 * or storage that does not answer as it should.
 */
export type StoreFailure = 'refused' | 'blocked' | 'outdated' | 'unreadable';

/** What may also happen later: the browser has removed the database under a page that used it. */
export type Unavailable = StoreFailure | 'emptied';

/** The database cannot be used at all; `failure` says why. */
export class StoreUnavailable extends Error {
  readonly failure: Unavailable;

  constructor(failure: Unavailable, cause?: unknown) {
    super(`IndexedDB is ${failure}`, { cause });
    this.failure = failure;
  }
}

export interface Connection {
  /**
   * Runs an operation, which must be safe to repeat: when the browser has lost the connection, it
   * is reopened and the operation runs once more. Rejects with the operation's own error, or with
   * `StoreUnavailable` when no connection can be had.
   */
  run<T>(operation: (db: IDBDatabase) => Promise<T>): Promise<T>;
}

/** Safari and Chrome report a connection lost in the background under any of these names. */
const LOST = new Set(['InvalidStateError', 'AbortError', 'UnknownError']);

/** A database of whatever version that something has opened already, if there is one. */
export type Opening = PromiseLike<IDBDatabase | undefined>;

/**
 * @param name of the database
 * @param openTimeoutMs how long an open may hang (a blocked upgrade, old Safari) before we give up
 * @param opening of this database, to be taken over if it is of our version
 */
export function connect(name: string, openTimeoutMs: number, opening?: Opening): Connection {
  let opened: Promise<IDBDatabase> | null = null;
  /** A database that we had once and that is new all the same was emptied: it is not begun again. */
  let mayBeNew = true;

  function drop(lost: Promise<IDBDatabase>): void {
    if (opened === lost) opened = null;
  }

  function database(): Promise<IDBDatabase> {
    if (opened) return opened;
    const attempt = open(name, openTimeoutMs, mayBeNew, opening);
    opening = undefined;
    opened = attempt;
    attempt.then(
      (db) => {
        mayBeNew = false;
        db.addEventListener('close', () => drop(attempt));
        // A newer version of the app wants to upgrade in another tab: make way, reopen when needed.
        db.addEventListener('versionchange', () => {
          db.close();
          drop(attempt);
        });
      },
      () => drop(attempt),
    );
    return attempt;
  }

  return {
    async run(operation) {
      const first = database();
      try {
        return await operation(await first);
      } catch (error) {
        if (!(error instanceof DOMException && LOST.has(error.name))) throw error;
        drop(first);
        return operation(await database());
      }
    },
  };
}

async function open(
  name: string,
  timeoutMs: number,
  mayBeNew: boolean,
  opening: Opening | undefined,
): Promise<IDBDatabase> {
  let failure: Unavailable = 'refused';
  let timer: ReturnType<typeof setTimeout> | undefined;
  function openAnew(): Promise<IDBDatabase> {
    const request = indexedDB.open(name, STEPS.length);
    request.onblocked = () => {
      failure = 'blocked';
    };
    request.onupgradeneeded = ({ oldVersion }) => {
      const upgrade = request.transaction as IDBTransaction;
      if (oldVersion === 0 && !mayBeNew) {
        failure = 'emptied';
        return upgrade.abort();
      }
      for (const step of STEPS.slice(oldVersion)) step(request.result, upgrade);
    };
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  try {
    const taken = takeOver(opening).then((db) => db ?? openAnew());
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        if (failure === 'refused') failure = 'unreadable';
        reject(new Error('The open request hangs'));
      }, timeoutMs);
    });
    // An open that settles after the timeout must not leave a connection nobody owns.
    timeout.catch(() => taken.then((late) => late.close()).catch(() => undefined));
    return await Promise.race([taken, timeout]);
  } catch (error) {
    const newer = error instanceof DOMException && error.name === 'VersionError';
    throw new StoreUnavailable(newer ? 'outdated' : failure, error);
  } finally {
    clearTimeout(timer);
  }
}

async function takeOver(opening: Opening | undefined): Promise<IDBDatabase | null> {
  const db = await opening;
  if (db?.version === STEPS.length) return db;
  db?.close();
  return null;
}
