// WebKitGTK as Debian ships it, in a window of its own on a screen that nobody sees, over WebDriver.

import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DOWNLOADS, type Launch, resultOf, scriptOf } from './browser.ts';
import { type Program, start, until } from './processes.ts';

const WINDOW = join(import.meta.dirname, 'window.py');

/** A browser that does not answer must fail its test, not hang it. */
const ANSWER_WITHIN_MS = 60_000;

export const launchWebKit: Launch = async (profile) => {
  await mkdir(join(profile, DOWNLOADS), { recursive: true });
  const screen = await startScreen();
  const port = await freePort();
  const log = join(profile, 'console.log');
  const output = await open(log, 'w');
  const driver = start('WebKitWebDriver', [`--port=${port}`], {
    stdio: ['ignore', output.fd, output.fd],
    env: {
      ...process.env,
      DISPLAY: screen.display,
      GDK_BACKEND: 'x11',
      NO_AT_BRIDGE: '1',
      HOME: profile,
      PROFILE: profile,
    },
  });
  await output.close();
  const call = connectTo(`http://127.0.0.1:${port}`);
  const answered = until('WebKitWebDriver', () => call('GET', '/status').catch(() => undefined));
  await Promise.race([answered, driver.gone]);
  const { sessionId, capabilities } = (await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: WINDOW, args: [] } } },
  })) as { sessionId: string; capabilities: Readonly<Record<string, string>> };
  const post = (path: string, body: object) => call('POST', `/session/${sessionId}${path}`, body);

  return {
    version: `WebKitGTK ${capabilities['browserVersion']}`,
    open: async (url) => void (await post('/url', { url })),
    reload: async () => void (await post('/refresh', {})),
    evaluate: async <T, A>(run: (arg: A) => T | Promise<T>, arg: A) =>
      resultOf(await post('/execute/async', { script: scriptOf(run), args: [arg] })) as T,
    // Its WebDriver has no fingers: it makes a mouse of a pointer of type touch.
    async tap({ x, y }) {
      const actions = [
        {
          type: 'pointerMove',
          duration: 0,
          origin: 'viewport',
          x: Math.round(x),
          y: Math.round(y),
        },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await post('/actions', { actions: [{ type: 'pointer', id: 'pointer', actions }] });
    },
    async troubles() {
      const lines = (await readFile(log, 'utf8')).split('\n');
      return lines.filter((line) => /CONSOLE (\w+ )?ERROR/.test(line));
    },
    async kill() {
      await driver.kill();
      await screen.kill();
    },
  };
};

async function startScreen(): Promise<Program & { readonly display: string }> {
  const args = ['-displayfd', '3', '-screen', '0', '1024x1024x24', '-nolisten', 'tcp'];
  const program = start('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const said = once(program.child.stdio[3] as Readable, 'data');
  const [number] = (await Promise.race([said, program.gone])) as [Buffer];
  return { ...program, display: `:${number.toString().trim()}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}

function connectTo(base: string) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(base + path, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${path}: ${value.error} ${value.message}`);
    return value;
  };
}
