import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { bank } from './src/compile/plugin.ts';

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
].join('; ');

/** A static host sets no headers, so the page carries its own policy. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  // Relative, so that the same build works under any path of any static host.
  base: './',
  plugins: [
    bank({ content: 'content' }),
    contentSecurityPolicy(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: null,
      includeManifestIcons: false,
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,webp}'],
        clientsClaim: true,
        cleanupOutdatedCaches: true,
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
      manifest: {
        id: 'pocket-flask',
        name: 'Pocket Flask',
        short_name: 'Pocket Flask',
        description:
          'Flask interview questions in five-minute bursts, offline, weakest topic first.',
        lang: 'en',
        dir: 'ltr',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#f7f5f0',
        theme_color: '#f7f5f0',
        categories: ['education', 'productivity'],
        launch_handler: { client_mode: 'navigate-existing' },
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
          {
            src: 'icon-maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
        shortcuts: [
          {
            name: '5-minute burst',
            url: './#/start/5',
            icons: [{ src: 'icon-192.png', sizes: '192x192', type: 'image/png' }],
          },
          {
            name: 'Topics',
            url: './#/topics',
            icons: [{ src: 'icon-192.png', sizes: '192x192', type: 'image/png' }],
          },
        ],
        screenshots: [
          {
            src: 'screenshot-home.webp',
            sizes: '412x892',
            type: 'image/webp',
            form_factor: 'narrow',
            label: 'Home: how ready you are, and the weakest topics',
          },
          {
            src: 'screenshot-card.webp',
            sizes: '412x892',
            type: 'image/webp',
            form_factor: 'narrow',
            label: 'A card with its answer',
          },
          {
            src: 'screenshot-topics.webp',
            sizes: '1280x800',
            type: 'image/webp',
            form_factor: 'wide',
            label: 'Topics, weakest first',
          },
        ],
      },
    }),
  ],
  build: {
    target: 'es2023',
    cssTarget: ['chrome111', 'firefox115', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    testTimeout: 30_000,
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**'],
  },
});
