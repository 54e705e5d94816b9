// Every screen and state, at both sizes and in both themes, as pictures in a folder that is not committed.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';
import { test } from './fixtures.ts';
import { moveIn, SCREENS, visit } from './screens.ts';

const FOLDER = join(ROOT, '.cache/screenshots');

const SIZES = [
  { width: 412, height: 892 },
  { width: 320, height: 568 },
  { width: 892, height: 412 },
  { width: 1280, height: 800 },
] as const;

for (const size of SIZES) {
  for (const theme of ['light', 'dark'] as const) {
    const name = `${size.width}x${size.height} ${theme}`;
    test(name, async ({ phone: { page }, served }) => {
      mkdirSync(FOLDER, { recursive: true });
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await moveIn(page, served.url);
      for (const screen of SCREENS) {
        await visit(page, screen);
        const path = join(FOLDER, `${screen} ${name}.png`.replaceAll(' ', '-'));
        await page.screenshot({ path, fullPage: true, scale: 'css' });
      }
    });
  }
}
