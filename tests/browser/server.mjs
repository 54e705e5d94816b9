// A static host in a process of its own, so that a test can kill it and the network is really gone.
//
// Takes messages { mount, folder, rules } and { replaced: { [file]: text } }, answers each with { port }.

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
/** As headers.ts reads them from the build; without any, no HTTP cache keeps anything. */
let rules = [];

/** @param path from the build's root on, with a slash at its start */
function headersOf(path) {
  // No HTTP cache may stand in for the service worker's precache.
  if (rules.length === 0) return { 'cache-control': 'no-store' };
  const isFor = (rule) =>
    rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
  return Object.assign({}, ...rules.filter(isFor).map((rule) => rule.headers));
}

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (!path.startsWith(mount)) return response.writeHead(404, headersOf('/')).end();
  const headers = headersOf(path.slice(mount.length - 1));
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
    rules = message.rules ?? rules;
    process.send({ port });
  });
});

process.on('disconnect', () => process.exit());
