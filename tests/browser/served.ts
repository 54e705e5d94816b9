// The static host as a test sees it: where it is, what it serves, and how to kill it.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Rule } from './headers.ts';

export interface Served {
  readonly url: string;
  /** Serves another build from now on, as a deployment does. */
  readonly deploy: (folder: string) => Promise<void>;
  /** Serves these texts instead of the build's files of that name. */
  readonly replace: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** Kills the process and proves that nobody answers any more. */
  readonly kill: () => Promise<void>;
  /** Lets the process die in the middle of an answer, after so many whole ones. */
  readonly dieAfter: (answers: number) => Promise<void>;
  /** Resolves once the process has died, and proves that nobody answers any more. */
  readonly died: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Host {
  /** The path that the build lies under, with a slash at both ends. */
  readonly mount?: string;
  /** The headers by path; without any, nothing may be kept in an HTTP cache. */
  readonly rules?: readonly Rule[];
  /** To come back on the origin of a server that has died; else any free one. */
  readonly port?: number;
}

export async function serve(folder: string, host: Host = {}): Promise<Served> {
  const { mount = '/', rules = [], port: wanted = 0 } = host;
  const server = join(import.meta.dirname, 'server.mjs');
  const child = fork(server, [String(wanted)], { execArgv: [] });
  const { port } = await tell(child, { folder, mount, rules });
  const url = `http://127.0.0.1:${port}${mount}`;
  const gone = once(child, 'exit');

  async function stop(): Promise<void> {
    child.kill('SIGKILL');
    await gone;
  }

  async function died(): Promise<void> {
    await gone;
    const refusal = await fetch(url).catch((error: Error) => error.cause as { code?: string });
    expect(refusal).toMatchObject({ code: 'ECONNREFUSED' });
  }

  return {
    url,
    deploy: async (next) => void (await tell(child, { folder: next })),
    replace: async (replaced) => void (await tell(child, { replaced })),
    async kill() {
      await stop();
      await died();
    },
    dieAfter: async (answers) => void (await tell(child, { dieAfter: answers })),
    died,
    stop,
  };
}

async function tell(child: ChildProcess, message: object): Promise<{ readonly port: number }> {
  const answer = once(child, 'message');
  child.send(message);
  const [said] = (await answer) as [{ port: number }];
  return said;
}
