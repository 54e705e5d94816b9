// Firefox as Debian ships it, with fingers: its own test interface sends touches through the compositor.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spot } from '../browser/touch.ts';
import { type Browser, DOWNLOADS, type Launch, resultOf, scriptOf } from './browser.ts';
import { type Marionette, openMarionette } from './marionette.ts';
import { start, until } from './processes.ts';

export interface Firefox extends Browser {
  /** One finger down, along a straight line, and up. */
  readonly swipe: (from: Spot, to: Spot) => Promise<void>;
  /** Whether it is asking the learner if this page may keep its data for good. */
  readonly asksToPersist: () => Promise<boolean>;
}

/** Of the screen that it fills. */
const PHONE = { width: 412, height: 892 };

function preferences(profile: string): object {
  return {
    'marionette.port': 0,
    'dom.w3c_touch_events.enabled': 1,
    'dom.meta-viewport.enabled': true,
    // Coarse, and no hovering.
    'ui.primaryPointerCapabilities': 1,
    'ui.allPointerCapabilities': 1,
    'ui.useOverlayScrollbars': 1,
    'browser.download.folderList': 2,
    'browser.download.dir': join(profile, DOWNLOADS),
    // A browser that was killed must start like one that was closed.
    'browser.sessionstore.resume_from_crash': false,
    'toolkit.startup.max_resumed_crashes': -1,
  };
}

export const launchFirefox: Launch<Firefox> = async (profile) => {
  await mkdir(join(profile, DOWNLOADS), { recursive: true });
  const lines = Object.entries(preferences(profile)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines);
  const portFile = join(profile, 'MarionetteActivePort');
  await rm(portFile, { force: true });

  const flags = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access'];
  const size = ['--width=500', '--height=1000'];
  const program = start('firefox-esr', [...flags, ...size, '--profile', profile], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  const answered = until('Firefox', async () => {
    const port = await readFile(portFile, 'utf8').catch(() => '');
    return port ? openMarionette(Number(port)).catch(() => undefined) : undefined;
  });
  const marionette = await Promise.race([answered, program.gone]);
  const { send } = marionette;
  const { capabilities } = (await send('WebDriver:NewSession')) as {
    readonly capabilities: Readonly<Record<string, string>>;
  };
  await inChrome(marionette, watchAndShrink, PHONE);

  async function evaluate<T, A>(run: (arg: A) => T | Promise<T>, arg: A): Promise<T> {
    const script = { script: scriptOf(run), args: [arg], sandbox: null };
    const { value } = (await send('WebDriver:ExecuteAsyncScript', script)) as { value: unknown };
    return resultOf(value) as T;
  }

  return {
    version: `Firefox ${capabilities['browserVersion']}`,
    open: async (url) => void (await send('WebDriver:Navigate', { url })),
    async reload() {
      // The protocol's own reload is one with Shift held, which goes past the service worker.
      const old = await evaluate(loadedAt, null);
      await inChrome(marionette, pressReload, null);
      await until('the page', async () => {
        const now = await evaluate(loadedAt, null).catch(() => null);
        return now === null || now === old ? undefined : now;
      });
    },
    evaluate,
    tap: (at) => inChrome(marionette, touch, [at]),
    swipe: (from, to) => inChrome(marionette, touch, line(from, to)),
    asksToPersist: () => inChrome(marionette, isAskingToPersist, null),
    troubles: () => inChrome(marionette, readTroubles, null),
    kill: program.kill,
  };
};

/** Names a document by the moment it was asked for; `null` while it loads. */
function loadedAt(): number | null {
  return document.readyState === 'complete' ? performance.timeOrigin : null;
}

function line(from: Spot, to: Spot): readonly Spot[] {
  const steps = 12;
  return Array.from({ length: steps + 1 }, (_, step) => ({
    x: from.x + ((to.x - from.x) * step) / steps,
    y: from.y + ((to.y - from.y) * step) / steps,
  }));
}

/** Runs a function with the rights of the browser itself. */
async function inChrome<T, A>(
  { send }: Marionette,
  run: (arg: A) => T | Promise<T>,
  arg: A,
): Promise<T> {
  await send('Marionette:SetContext', { value: 'chrome' });
  const script = { script: scriptOf(run), args: [arg] };
  const { value } = (await send('WebDriver:ExecuteAsyncScript', script)) as { value: unknown };
  await send('Marionette:SetContext', { value: 'content' });
  return resultOf(value) as T;
}

interface ScriptError {
  readonly flags: number;
  readonly category: string;
  readonly sourceName: string;
  readonly errorMessage: string;
}

interface BrowserWindow extends Window {
  readonly gBrowser: {
    readonly selectedBrowser: HTMLElement & { screenX: number; screenY: number };
  };
  readonly windowUtils: {
    sendNativeTouchPoint(
      finger: number,
      state: number,
      x: number,
      y: number,
      pressure: number,
      orientation: number,
    ): void;
  };
  readonly PopupNotifications: { getNotification(id: string): object | null };
  readonly BrowserCommands: { reload(): void };
  troubles: string[];
  watcher: object;
}

declare const Services: {
  readonly wm: { getMostRecentWindow(type: string): BrowserWindow };
  readonly console: { registerListener(listener: object): void };
};
declare const Ci: {
  readonly nsIScriptError: { new (): ScriptError; readonly warningFlag: number };
};

/** The window cannot be as narrow as a phone, but the page in it can. */
function watchAndShrink({ width, height }: typeof PHONE): void {
  const window = Services.wm.getMostRecentWindow('navigator:browser');
  const { style } = window.gBrowser.selectedBrowser;
  style.width = `${width}px`;
  style.height = `${height}px`;
  window.troubles = [];
  window.watcher = {
    observe(message: unknown) {
      if (!(message instanceof Ci.nsIScriptError)) return;
      const { flags, category, sourceName, errorMessage } = message;
      const ofPage = sourceName.startsWith('http') && !(flags & Ci.nsIScriptError.warningFlag);
      if (ofPage) window.troubles.push(`${category}: ${errorMessage} (${sourceName})`);
    },
  };
  Services.console.registerListener(window.watcher);
}

function pressReload(): void {
  Services.wm.getMostRecentWindow('navigator:browser').BrowserCommands.reload();
}

function isAskingToPersist(): boolean {
  const { PopupNotifications } = Services.wm.getMostRecentWindow('navigator:browser');
  return PopupNotifications.getNotification('persistent-storage') !== null;
}

function readTroubles(): readonly string[] {
  return Services.wm.getMostRecentWindow('navigator:browser').troubles;
}

/** Down on the first of these spots, over the others, and up. */
async function touch(path: readonly Spot[]): Promise<void> {
  const MS_PER_MOVE = 12;
  const DOWN_OR_MOVED = 2;
  const UP = 4;
  const window = Services.wm.getMostRecentWindow('navigator:browser');
  const { screenX, screenY } = window.gBrowser.selectedBrowser;
  const send = (state: number, at: Spot | undefined) => {
    const [x, y] = [screenX + (at?.x ?? 0), screenY + (at?.y ?? 0)].map((px) =>
      Math.round(px * window.devicePixelRatio),
    );
    window.windowUtils.sendNativeTouchPoint(0, state, x ?? 0, y ?? 0, 1, 90);
  };
  send(DOWN_OR_MOVED, path[0]);
  // A tap must not wait: after 300 ms on a busy machine it would be a long press.
  for (const at of path.slice(1)) {
    await new Promise((resolve) => window.setTimeout(resolve, MS_PER_MOVE));
    send(DOWN_OR_MOVED, at);
  }
  send(UP, path.at(-1));
}
