// A static host in a process of its own, so that a test can kill it and the network is really gone.
//
// Takes messages { mount, folder, rules }, { replaced: { [file]: text } } and { dieAfter: number of
// answers }, and answers each with { port }.

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
let answersLeft = Number.POSITIVE_INFINITY;

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
    const body =
      file in replaced ? Buffer.from(replaced[file]) : await readFile(join(folder, file));
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'content-type': type, 'content-length': body.length });
    answersLeft -= 1;
    if (answersLeft < 0) response.write(body.subarray(0, body.length / 2), die);
    else response.end(body);
  } catch {
    response.writeHead(404, headers).end();
  }
});

function die() {
  process.kill(process.pid, 'SIGKILL');
}

server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  const { port } = server.address();
  process.on('message', (message) => {
    mount = message.mount ?? mount;
    folder = message.folder ?? folder;
    replaced = message.replaced ?? replaced;
    rules = message.rules ?? rules;
    answersLeft = message.dieAfter ?? answersLeft;
    process.send({ port });
  });
});

process.on('disconnect', () => process.exit());
