// Chromium for the tests of the pages, with a microphone that beeps.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** `npm test` names the program; by hand the usual places are tried. */
const programs = [
  process.env.RINGBACK_TEST_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** `flags` are added to ours. Throws with what to do when there is no Chromium. */
export async function launchBrowser(flags: string[] = []): Promise<Browser> {
  const executablePath = programs.find((path) => path !== undefined && existsSync(path));
  if (!executablePath) throw new Error('There is no Chromium to test the pages with: set RINGBACK_TEST_CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      // Loopback candidates instead of names that only mDNS resolves.
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...flags,
    ],
  });
}

/** A browser that waits for something which never comes fails the test; a slow machine does not. */
export const patience = { timeout: 240_000 };
/** ms. Below that of the test, so that what did not come is named. */
const waitMs = 200_000;

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Everything the page complained about: thrown errors and errors of the console. */
  complaints: string[];
}

export interface VisitOptions {
  /** False: the person has not allowed it. */
  microphone?: boolean;
  width?: number;
  dark?: boolean;
  /** For tests that put scripts of their own into the page. */
  ignorePolicy?: boolean;
}

/** A fresh profile on this address. */
export async function visit(
  browser: Browser,
  url: string,
  { microphone = true, width = 1280, dark = false, ignorePolicy = false }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 860 },
    colorScheme: dark ? 'dark' : 'light',
    bypassCSP: ignorePolicy,
    permissions: microphone ? ['microphone'] : [],
  });
  context.setDefaultTimeout(waitMs);
  context.setDefaultNavigationTimeout(waitMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, context, complaints };
}
