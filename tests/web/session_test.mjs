// A page that stays open: its session ends, its server goes and comes back.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch, open, settled, signIn } from './browser.mjs';
import { Site } from './server.mjs';

const site = new Site();
let browser;
let tenant;

before(async () => {
  site.fill();
  await site.serve();
  tenant = site.sql('SELECT min(token_cliente) FROM service_caixas');
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site.close();
});

const staff = () => site.newKey('--cliente', '*', '--papel', 'operador', '--nome', 'sessao');

// An open page, and how often it asked for the stream of events.
async function visit(place, key) {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`${place}${place.includes('?') ? '&' : '?'}cliente=${tenant}`);
  await settled(page);
  let streams = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/eventos')) streams++;
  });
  return { context, page, streams: () => streams };
}

const live = (page) => page.waitForSelector('header .dot:not(.off)');

// The login says why it came, takes another key, and the page that was there is there again.
async function comesBack(page, key, address) {
  await page.waitForSelector('input[type=password]', { timeout: 40_000 });
  assert.match(await page.textContent('[role=alert]'), /sessão terminou/);
  assert.equal(page.url(), address);
  assert.equal(await page.evaluate(() => document.activeElement.type), 'password');
  await page.keyboard.type(key);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav.main');
  await settled(page);
  assert.equal(page.url(), address);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'conteudo');
  await live(page);
}

test('AKeyThatIsRevokedLeadsToTheLoginAndBack', async () => {
  const key = staff();
  const { context, page, streams } = await visit('/qualidade?dias=90', key.chave);
  await live(page);
  const address = page.url();
  site.gdo('keys', 'revoke', key.id);
  await comesBack(page, staff().chave, address);
  assert.ok(streams() <= 4, `asked ${streams()} times for events`);
  await page.waitForTimeout(2000);
  assert.ok(streams() <= 4, `asks on for events: ${streams()}`);
  await context.close();
});

test('ASessionThatIsOverIsNoticedWhenThePageIsLookedAt', async () => {
  const key = staff();
  const { context, page } = await visit('/pendencias?motivo=lote_sem_escala', key.chave);
  const address = page.url();
  const other = await context.newPage();
  await other.goto('/');
  await other.waitForSelector('nav.main');
  await other.click('nav .foot button');
  await other.waitForSelector('input[type=password]');
  assert.equal(await other.$('[role=alert]'), null);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await comesBack(page, key.chave, address);
  await context.close();
});

test('AWrongKeyAtThatLoginIsSaidAndNothingIsLost', async () => {
  const key = staff();
  const { context, page } = await visit('/tendencias?medida=rejeicao', key.chave);
  const address = page.url();
  await context.clearCookies();
  await page.selectOption('form.filters select >> nth=1', '28');
  await page.waitForSelector('input[type=password]');
  await page.keyboard.type('gdo_errada');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=alert] >> text=não vale');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'password');
  await page.fill('input[type=password]', key.chave);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav.main');
  assert.equal(new URL(page.url()).pathname, new URL(address).pathname);
  await context.close();
});

test('AServerThatStopsIsSaidAndOneThatStartsAgainAsksForTheKey', async () => {
  const key = staff();
  const { context, page, streams } = await visit('/?dia=2026-06-29', key.chave);
  await live(page);
  const address = page.url();
  const figure = await page.textContent('.stage.raw .v');
  await site.stop();
  await page.waitForSelector('header .dot.off');
  assert.match(await page.textContent('header [role=status]'), /sem atualização/);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForSelector('.note.warn');
  assert.equal(await page.textContent('.stage.raw .v'), figure);
  await page.waitForTimeout(6000);
  assert.ok(streams() <= 6, `asked ${streams()} times for events while the server was away`);
  await site.serve(new URL(site.address).port);
  await comesBack(page, key.chave, address);
  assert.equal(await page.$('.note.warn'), null);
  await context.close();
});

test('AStreamThatIsRefusedIsAskedForAgainEverLater', async () => {
  const key = staff();
  const { context, page } = await open(browser, site.address);
  let asked = 0;
  await page.route('**/api/v1/eventos**', (route) => {
    asked++;
    return asked <= 2 ? route.fulfill({ status: 503, body: '' }) : route.continue();
  });
  await signIn(page, key.chave);
  await page.waitForSelector('header .dot.off');
  await live(page);
  assert.equal(asked, 3);
  assert.equal(await page.$('input[type=password]'), null);
  await context.close();
});

test('APageThatIsLeftAloneAsksForNothingMore', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, staff().chave);
  for (const place of ['/', '/execucoes', '/execucoes?aba=rodadas', '/qualidade', '/qualidade?aba=registros', '/pendencias', '/alertas', '/tendencias', '/rastreabilidade', '/sistema']) {
    await page.goto(`${place}${place.includes('?') ? '&' : '?'}cliente=${tenant}`);
    await settled(page);
    await page.waitForTimeout(600);
    const asked = [];
    const note = (request) => asked.push(request.url());
    page.on('request', note);
    await page.waitForTimeout(1500);
    page.off('request', note);
    assert.deepEqual(asked, [], place);
  }
  await context.close();
});
