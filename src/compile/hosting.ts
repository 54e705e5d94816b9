// What protects the page on any host: its policy inside it, and a file of headers for hosts that take one.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** @param scripts in the page itself, as they stand there */
const policy = (scripts: readonly string[]) => [
  "default-src 'none'",
  ["script-src 'self'", ...scripts.map(hashOf)].join(' '),
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types pocket-flask-html pocket-flask-worker',
];

/** What only a header can say. */
const FRAMES = "frame-ancestors 'none'";

const FOREVER = 'Cache-Control: public, max-age=31536000, immutable';
const ASK = 'Cache-Control: no-cache';

/** In the form that Netlify, Cloudflare Pages and others read; paths are those of the site's root. */
const headers = (scripts: readonly string[]) => `/*
  Content-Security-Policy: ${[...policy(scripts), FRAMES].join('; ')}
  Cross-Origin-Opener-Policy: same-origin
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
/
  ${ASK}
/index.html
  ${ASK}
/sw.js
  ${ASK}
/manifest.webmanifest
  ${ASK}
/assets/*
  ${FOREVER}
`;

export function hosting(): Plugin {
  let scripts: readonly string[] = [];
  return {
    name: 'hosting',
    apply: 'build',
    configResolved({ root }) {
      const page = readFileSync(join(root, 'index.html'), 'utf8');
      scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script);
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy(scripts).join('; ') },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headers(scripts) });
    },
  };
}

function hashOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
