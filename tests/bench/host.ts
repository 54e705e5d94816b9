// A static host as the real ones are: Brotli, and, when asked, at the end of a phone's slow network.

import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';

/** All connections share it, as all apps on a phone share its radio. */
export interface Network {
  readonly roundTripMs: number;
  readonly bitsPerSecond: number;
}

/** What Lighthouse calls slow 4G. */
export const SLOW_PHONE: Network = { roundTripMs: 150, bitsPerSecond: 1_600_000 };

interface Options {
  /** Folders by the path they lie under, each with a slash at both ends. */
  readonly mounts: Readonly<Record<string, string>>;
  readonly brotli?: boolean;
  readonly network?: Network;
}

export interface Host {
  /** With a slash at its end. */
  readonly url: string;
  /** Bytes of all answers so far, with about as many for headers as HTTP/2 needs. */
  readonly sentBytes: () => number;
  readonly stop: () => Promise<void>;
}

interface Answer {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const SMALL = new Set(['.html', '.js', '.css', '.svg', '.txt', '.webmanifest']);
const HEADER_BYTES = 100;
const PACKET_BYTES = 4096;
/** A connection begins with a handshake of TCP and one of TLS 1.3. */
const HANDSHAKES = 2;

export async function startHost({ mounts, brotli = false, network }: Options): Promise<Host> {
  const answers = answersOf(mounts, brotli);
  const send = network ? slowly(network) : atOnce;
  let sentBytes = 0;

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const answer = answers.get(path);
    sentBytes += HEADER_BYTES + (answer?.body.length ?? 0);
    if (answer) void send(request.socket, response, answer);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    sentBytes: () => sentBytes,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answersOf(
  mounts: Readonly<Record<string, string>>,
  brotli: boolean,
): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const [mount, folder] of Object.entries(mounts)) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const answer = answerOf(file, brotli);
      const path = mount + relative(folder, file).split(sep).join('/');
      answers.set(path, answer);
      if (entry.name === 'index.html') answers.set(path.slice(0, -entry.name.length), answer);
    }
  }
  return answers;
}

function answerOf(file: string, brotli: boolean): Answer {
  const extension = extname(file);
  const content = readFileSync(file);
  const headers = {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    // As GitHub Pages does it, so that the service worker need not download twice.
    'cache-control': 'max-age=600',
  };
  if (!brotli || !SMALL.has(extension)) return { body: content, headers };
  const body = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return { body, headers: { ...headers, 'content-encoding': 'br' } };
}

async function atOnce(_: Socket, response: ServerResponse, answer: Answer): Promise<void> {
  response.writeHead(200, { ...answer.headers, 'content-length': answer.body.length });
  response.end(answer.body);
}

function slowly({ roundTripMs, bitsPerSecond }: Network): typeof atOnce {
  const met = new WeakSet<Socket>();
  let freeAt = 0;

  return async (socket, response, { body, headers }) => {
    const handshakes = met.has(socket) ? 0 : HANDSHAKES;
    met.add(socket);
    await wait((1 + handshakes) * roundTripMs);
    response.writeHead(200, { ...headers, 'content-length': body.length });
    for (let at = 0; at < body.length; at += PACKET_BYTES) {
      const packet = body.subarray(at, at + PACKET_BYTES);
      const now = performance.now();
      freeAt = Math.max(now, freeAt) + ((packet.length + HEADER_BYTES) * 8_000) / bitsPerSecond;
      await wait(freeAt - now);
      response.write(packet);
    }
    response.end();
  };
}
