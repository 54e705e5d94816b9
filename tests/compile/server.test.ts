import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer } from 'vite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bank } from '../../src/compile/plugin.ts';
import { CARD, type Files, ONE, OTHER_CARD, SOUND } from './fixture.ts';
import { project, write } from './folder.ts';

/** Vite's watcher takes what happens to a file within 50 ms for one change: nobody saves so fast. */
const ONE_CHANGE_MS = 100;

interface Dev {
  readonly write: (files: Files) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** The code of the bank as a browser gets it, or of the error page. */
  readonly fetchBank: () => Promise<{ readonly status: number; readonly text: string }>;
  /** Everything the server has sent to the browser since the last call. */
  readonly heard: () => string;
}

/** A real dev server on a free port with a browser's reload connection to it. */
async function dev(files: Files): Promise<Dev> {
  const root = await project({ ...files, 'index.html': '' });
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [bank({ content: 'content' })],
    server: { port: 0, host: '127.0.0.1' },
  });
  onTestFinished(() => server.close());
  await server.listen();
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('The server has no port');
  const { port } = address;
  const heard = await listen(port, server.config.webSocketToken);
  return {
    async write(changed) {
      await pause(ONE_CHANGE_MS);
      await write(root, changed);
    },
    async remove(path) {
      await pause(ONE_CHANGE_MS);
      await rm(join(root, path));
    },
    fetchBank: async () => {
      const response = await fetch(`http://127.0.0.1:${port}/@id/__x00__virtual:bank`);
      return { status: response.status, text: await response.text() };
    },
    heard,
  };
}

/** Opens Vite's WebSocket by hand: Node 20 has no client, and short frames are plain text. */
function listen(port: number, token: string): Promise<() => string> {
  const upgrade = request({
    port,
    host: '127.0.0.1',
    path: `/?token=${token}`,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-version': '13',
      'sec-websocket-protocol': 'vite-hmr',
    },
  }).end();
  return new Promise((resolve, reject) => {
    upgrade.on('error', reject);
    upgrade.on('upgrade', (_response, socket) => {
      let text = '';
      onTestFinished(() => void socket.destroy());
      socket.on('data', (data) => {
        text += String(data);
      });
      resolve(() => {
        const heard = text;
        text = '';
        return heard;
      });
    });
  });
}

/**
 * One save may reload the page more than once, the first time too early: the last one counts.
 *
 * @param check is given what the server has sent since the reload
 */
async function afterReload(
  { heard }: Dev,
  check: (sinceThen: () => string) => Promise<void>,
): Promise<void> {
  let text = '';
  const hear = () => {
    text += heard();
    return text;
  };
  await vi.waitFor(
    async () => {
      expect(hear()).toContain('"full-reload"');
      text = '';
      await check(hear);
    },
    { timeout: 20_000 },
  );
}

test('an edited, added or deleted card reloads the page', async () => {
  const server = await dev(SOUND);
  expect((await server.fetchBank()).text).not.toContain('ones');

  await server.write({ [ONE]: CARD.replace('mid', 'senior') });
  await afterReload(server, async () => {
    expect((await server.fetchBank()).text).toContain('ones');
  });

  await server.write({ 'content/alpha/three.md': OTHER_CARD });
  await afterReload(server, async () => {
    expect((await server.fetchBank()).text).toContain('three');
  });

  await server.remove('content/alpha/three.md');
  await afterReload(server, async () => {
    expect((await server.fetchBank()).text).not.toContain('three');
  });
});

test('a mistake shows in the overlay, and the server recovers after the mend', async () => {
  const server = await dev(SOUND);
  await server.fetchBank();

  await server.write({ [ONE]: CARD.replace('level: mid', 'level: low') });
  await afterReload(server, async (sinceThen) => {
    expect((await server.fetchBank()).status).toBe(500);
    const overlay = sinceThen();
    expect(overlay).toContain('"type":"error"');
    expect(overlay).toContain(
      'content/alpha/one.md:3 `level` is `low`. Use junior, mid or senior.',
    );
  });

  await server.write({ [ONE]: CARD });
  await afterReload(server, async () => {
    expect((await server.fetchBank()).status).toBe(200);
  });
});

test('a server may start on a mistake', async () => {
  const server = await dev({ ...SOUND, [ONE]: CARD.replace('level: mid', 'level: low') });
  expect((await server.fetchBank()).status).toBe(500);
  await server.write({ [ONE]: CARD });
  await afterReload(server, async () => {
    expect((await server.fetchBank()).status).toBe(200);
  });
});
