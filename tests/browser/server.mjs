// A static host in a process of its own, so that a test can kill it and the network is really gone.
//
// Takes messages { mount, folder } and { replaced: { [file]: text } }, and answers each with { port }.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.webmanifest': 'application/manifest+json',
};

let mount = '/';
let folder = '';
let replaced = {};

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  // No HTTP cache may stand in for the service worker's precache.
  const headers = { 'cache-control': 'no-store' };
  if (!path.startsWith(mount)) return response.writeHead(404, headers).end();
  const asked = normalize(path.slice(mount.length));
  const file = asked === '.' || asked.endsWith('/') ? 'index.html' : asked;
  try {
    const body = replaced[file] ?? (await readFile(join(folder, file)));
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'content-type': type }).end(body);
  } catch {
    response.writeHead(404, headers).end();
  }
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  process.on('message', (message) => {
    mount = message.mount ?? mount;
    folder = message.folder ?? folder;
    replaced = message.replaced ?? replaced;
    process.send({ port });
  });
});

process.on('disconnect', () => process.exit());
