// `npm run screenshot -- --link <sign-in link>`: talks to an agent of a running server in Chromium and takes docs/images/talk.png.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { chromium as chromiumPeer } from './peers/chromium.ts';

const { values } = parseArgs({
  options: {
    link: { type: 'string' },
    wav: { type: 'string' },
    out: { type: 'string', default: join(import.meta.dirname, '..', 'docs', 'images', 'talk.png') },
    dark: { type: 'boolean', default: false },
  },
});
if (!values.link) {
  console.error(`Usage: npm run screenshot -- --link <sign-in link that npm start prints>
  --wav FILE   what the microphone says, once (WAV; default: beeps)
  --out FILE   default: docs/images/talk.png
  --dark       the dark scheme`);
  process.exit(2);
}

/** A turn must be there by then, models loading included. */
const patienceMs = 120_000;

const { env } = await chromiumPeer.provide((text) => console.error(text));
const browser = await chromium.launch({
  executablePath: env.RINGBACK_TEST_CHROMIUM,
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    ...(values.wav ? [`--use-file-for-fake-audio-capture=${values.wav}%noloop`] : []),
  ],
});
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 2,
    colorScheme: values.dark ? 'dark' : 'light',
    permissions: ['microphone'],
  });
  page.setDefaultTimeout(patienceMs);
  await page.goto(values.link);
  await openAnAgent(page);
  await page.getByTestId('talk-button').click();
  await page.locator('[data-testid="call-state"][data-phase="live"]').waitFor();
  await page
    .getByTestId(values.wav ? 'turn-waterfall' : 'utterance-agent')
    .first()
    .waitFor();
  await page.screenshot({ path: values.out });
  await page.getByTestId('hangup-button').click();
  await page.locator('[data-testid="call-state"][data-phase="ended"]').waitFor();
  console.log(values.out);
} finally {
  await browser.close();
}

/** The first of the list; a fresh server gets one. */
async function openAnAgent(page: Page): Promise<void> {
  const row = page.getByTestId('agent-row').first();
  const welcome = page.getByTestId('welcome');
  await row.or(welcome).waitFor();
  if (await row.isVisible()) await row.getByRole('link').click();
  else await welcome.getByTestId('create-agent').click();
}
