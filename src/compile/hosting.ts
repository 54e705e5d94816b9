// What protects the page on any host: its policy inside it, and a file of headers for hosts that take one.

import type { Plugin } from 'vite';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
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
const HEADERS = `/*
  Content-Security-Policy: ${[...POLICY, FRAMES].join('; ')}
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
  return {
    name: 'hosting',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY.join('; ') },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: HEADERS });
    },
  };
}
