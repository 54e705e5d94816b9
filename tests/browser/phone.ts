// A phone: a real Chromium on a profile of its own, which can be killed and started again.

import { type BrowserContext, chromium, type Page } from '@playwright/test';

/** What an installed Chromium needs to behave the same on every machine. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const SCREEN = {
  viewport: { width: 412, height: 892 },
  deviceScaleFactor: 2.625,
  isMobile: true,
  hasTouch: true,
} as const;

export interface Phone {
  context: BrowserContext;
  page: Page;
  /** Everything that went wrong in any page: a test that expects some takes it out itself. */
  readonly troubles: string[];
  /** Says that messages like this one are part of the test. */
  readonly tolerate: (trouble: RegExp) => void;
  /** What is left of `troubles` after all that was tolerated. */
  readonly untolerated: () => readonly string[];
  /** SIGKILL to the browser process, as a phone does to an app it wants gone. */
  readonly kill: () => Promise<void>;
  /** Opens the same profile again, with a new page. */
  readonly relaunch: () => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** @param home the only origin that may be asked for anything, with a slash at its end */
export async function startPhone(profile: string, home: string): Promise<Phone> {
  const troubles: string[] = [];
  const tolerated: RegExp[] = [];

  async function launch(): Promise<Pick<Phone, 'context' | 'page'>> {
    const context = await chromium.launchPersistentContext(profile, {
      ...(process.env['CHROME'] ? { executablePath: process.env['CHROME'] } : {}),
      args: ARGS,
      ...SCREEN,
    });
    await collectTroubles(context, new URL(home).origin, troubles);
    return { context, page: context.pages()[0] ?? (await context.newPage()) };
  }

  const phone: Phone = {
    ...(await launch()),
    troubles,
    tolerate: (trouble) => void tolerated.push(trouble),
    untolerated: () => troubles.filter((one) => !tolerated.some((pattern) => pattern.test(one))),
    async kill() {
      const gone = phone.context.waitForEvent('close');
      process.kill(await browserPid(phone.context), 'SIGKILL');
      await gone;
    },
    async relaunch() {
      Object.assign(phone, await launch());
      return phone.page;
    },
    close: () => phone.context.close(),
  };
  return phone;
}

async function collectTroubles(
  context: BrowserContext,
  origin: string,
  troubles: string[],
): Promise<void> {
  context.on('weberror', (error) => troubles.push(`page error: ${error.error().stack}`));
  context.on('console', (message) => {
    if (message.type() === 'error')
      troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith('http') && asked !== origin) {
      troubles.push(`foreign request: ${request.url()}`);
    }
  });
  await context.exposeBinding('tellViolation', (_source, violation: string) => {
    troubles.push(`CSP violation: ${violation}`);
  });
  await context.addInitScript(() => {
    const { tellViolation } = globalThis as unknown as { tellViolation: (text: string) => void };
    document.addEventListener('securitypolicyviolation', (event) => {
      tellViolation(`${event.violatedDirective} by ${event.blockedURI}`);
    });
  });
}

async function browserPid(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  const browser = processInfo.find(({ type }) => type === 'browser');
  if (!browser) throw new Error('Chromium tells no process id of its own.');
  return browser.id;
}
