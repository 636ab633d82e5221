// Debian's Chromium, and what every page is held to.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '../../web/node_modules/playwright-core/index.mjs';

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const flags = ['--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
// As root, Chromium has no sandbox to start in.
if (process.getuid?.() === 0) flags.push('--no-sandbox');

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });

export async function open(browser, address, { width = 1280, dark = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', locale: 'pt-BR', timezoneId: 'UTC', reducedMotion: 'reduce', baseURL: address,
  });
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()} (${page.url()})`));
  page.on('pageerror', (error) => said.push(`error: ${error.message} (${page.url()})`));
  return { context, page, said };
}

export async function signIn(page, key) {
  await page.goto('/');
  await page.fill('input[type=password]', key);
  await page.click('button.primary');
  await page.waitForSelector('nav.main');
}

/** Until figures have come, in place of frames. */
export async function settled(page) {
  await page.waitForSelector('main .lead, main table', { timeout: 30_000 });
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy=true]'), null, { timeout: 30_000 });
  await page.waitForTimeout(400);
}

/** axe-core without what it calls serious or critical. Runs as a script of the page itself would. */
export async function accessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')}`);
  });
  assert.deepEqual(found, [], `axe on ${where}`);
}

export async function fitsWidth(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${where} is ${over} px too wide`);
}

/** The pointer over all of every chart: what a policy forbids would be said in the console. */
export async function hoverCharts(page) {
  let seen = 0;
  for (const chart of await page.$$('.chart:not(.sr) svg')) {
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (!box) continue;
    seen++;
    for (let step = 1; step < 8; step++) await page.mouse.move(box.x + (box.width * step) / 8, box.y + box.height / 2);
  }
  await page.mouse.move(2, 2);
  return seen;
}

export async function shot(page, name) {
  if (!process.env.SHOTS) return;
  mkdirSync(process.env.SHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}

/** Bytes that came for a page, as sent: without the API's answers. */
export const pageBytes = (page) =>
  page.evaluate(() => performance.getEntriesByType('resource').filter((r) => r.name.includes('/assets/')).reduce((sum, r) => sum + r.encodedBodySize, 0));
