import { basename, dirname } from 'node:path';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import project from './package.json' with { type: 'json' };
import { hosting } from './src/compile/hosting.ts';
import { licences } from './src/compile/licences.ts';
import { bank } from './src/compile/plugin.ts';

/** What a start runs besides the bank's index and main.tsx, which name all topics by their hash. */
const START = /src.(ui|state|store|memory|pwa|queue)|node_modules|preload-helper/;

/** What screens with cards have in common: small files that would each cost a request. */
const PARTS =
  /src.ui.(CardParts|Checked|Code|Markup|confidence|duration|useOverflow|topics.words)\b/;

/** What a burst needs, and some other screens too: each file of its own would delay the first question. */
const ASKING =
  /src.(memory.(fsrs|memory|order|reviews)|queue.(fading|order|pick|shuffle|standing)|ui.(Install|burst.Ratings))\b|ts-fsrs/;

/** All of the storage that a start does not need, but the first rating. */
const DISK =
  /src.store.(buckets|choices|disk|events|promised|refold|transaction)\b|node_modules.idb/;

/** Where reports of wrong cards go; without it the app hands them to the learner. */
function bugsUrl(): string | null {
  const { bugs } = project as { readonly name: string; readonly bugs?: { readonly url?: string } };
  return bugs?.url ?? null;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * a, b, … Z, aa, ab, …: Terser's own choice follows the letters of all the code, so that a card that
 * is added would rename variables, and change the bytes, of every file.
 */
function nameOf(index: number): string {
  const last = LETTERS.charAt(index % LETTERS.length);
  const rest = Math.floor(index / LETTERS.length);
  return rest === 0 ? last : nameOf(rest - 1) + last;
}

export default defineConfig({
  // Relative, so that the same build works under any path of any static host.
  base: './',
  plugins: [
    bank({ content: 'content' }),
    licences({ worker: 'workbox-precaching' }),
    hosting(),
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
            name: 'Mock interview',
            url: './#/mock',
            icons: [{ src: 'icon-192.png', sizes: '192x192', type: 'image/png' }],
          },
          {
            name: 'Cheat sheet',
            url: './#/guide',
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
  css: {
    modules: {
      /** `burst-Card-question`: unique by folder and file, and smaller after Brotli than a hash. */
      generateScopedName: (name, file) =>
        `${basename(dirname(file))}-${basename(file, '.module.css')}-${name}`,
    },
  },
  define: {
    __BUGS_URL__: JSON.stringify(bugsUrl()),
    __VERSION__: JSON.stringify(project.version),
  },
  build: {
    target: 'es2023',
    cssTarget: ['chrome111', 'firefox115', 'safari16.4'],
    assetsInlineLimit: 0,
    // Half a kilobyte smaller at the start than what Vite comes with.
    minify: 'terser',
    terserOptions: {
      ecma: 2020,
      module: true,
      compress: { passes: 3 },
      mangle: { nth_identifier: { get: nameOf } },
      safari10: false,
    },
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Apart from the bank's index, so that editing a card changes no file that others import.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'app', tags: ['$initial'], test: START },
            { name: 'parts', test: PARTS },
            { name: 'asking', test: ASKING },
            { name: 'disk', test: DISK },
          ],
        },
      },
    },
  },
  test: {
    testTimeout: 30_000,
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**', 'tests/hard/**'],
  },
});
