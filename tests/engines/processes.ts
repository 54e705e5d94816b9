// Programs that the tests start, each with all its children as one group that is really ended.

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Program {
  readonly child: ChildProcess;
  /** Settles only if the program could not be started or has ended: it rejects and says so. */
  readonly gone: Promise<never>;
  /** Resolves when none of the group runs any more, so that what it wrote is at rest. */
  readonly kill: () => Promise<void>;
}

/** Only a program that hangs takes so long, on any machine. */
const GIVE_UP_AFTER_MS = 60_000;

const running = new Set<number>();

process.on('exit', () => {
  for (const group of running) signal(group);
});

export function start(command: string, args: readonly string[], options: SpawnOptions): Program {
  const child = spawn(command, args, { ...options, detached: true });
  const gone = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended (${code ?? 'killed'}).`)));
  });
  gone.catch(() => undefined);
  const group = child.pid ?? 0;
  if (group > 0) running.add(group);

  return {
    child,
    gone,
    async kill() {
      if (group === 0) return;
      signal(group);
      while (isAlive(group)) await sleep(10);
      running.delete(group);
    },
  };
}

function signal(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** A dead process whose parent has not looked yet is still listed, as a zombie. */
function isAlive(group: number): boolean {
  return readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const [state, , itsGroup] = stat(pid);
    return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
  });
}

/** State, parent and group; the name before them may hold any character. */
function stat(pid: string): readonly string[] {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Asks again and again until there is something. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await sleep(25);
  }
}
