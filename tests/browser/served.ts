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
  readonly stop: () => Promise<void>;
}

/**
 * @param mount the path that the build lies under, with a slash at both ends
 * @param rules the headers by path; without any, nothing may be kept in an HTTP cache
 */
export async function serve(
  folder: string,
  mount = '/',
  rules: readonly Rule[] = [],
): Promise<Served> {
  const child = fork(join(import.meta.dirname, 'server.mjs'), { execArgv: [] });
  const { port } = await tell(child, { folder, mount, rules });
  const url = `http://127.0.0.1:${port}${mount}`;

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  return {
    url,
    deploy: async (next) => void (await tell(child, { folder: next })),
    replace: async (replaced) => void (await tell(child, { replaced })),
    async kill() {
      await stop();
      const refusal = await fetch(url).catch((error: Error) => error.cause as { code?: string });
      expect(refusal).toMatchObject({ code: 'ECONNREFUSED' });
    },
    stop,
  };
}

async function tell(child: ChildProcess, message: object): Promise<{ readonly port: number }> {
  const answer = once(child, 'message');
  child.send(message);
  const [said] = (await answer) as [{ port: number }];
  return said;
}
