// `npm start`: builds the production app and serves it on this machine.

import { build, preview } from 'vite';

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 4173, strictPort: false } });
const [address] = server.resolvedUrls?.local ?? [];
console.log(`\nPocket Flask is at ${address}\nStop it with Ctrl+C.`);

// npm's shell does not always pass a signal on; without it there is nothing to serve for.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(0), 500).unref();
