// The dashboard by its keys alone: what has the focus is seen, follows what is read, and comes back.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch, open, settled, signIn } from './browser.mjs';
import { Site } from './server.mjs';

const site = new Site();
let browser;
let tenant;
let key;
let places;

before(async () => {
  site.fill();
  await site.serve();
  key = site.key('--cliente', '*', '--papel', 'operador', '--nome', 'teclas');
  tenant = site.sql('SELECT min(token_cliente) FROM service_caixas');
  const of = (rows) => site.sql(rows).replaceAll('|', '/');
  const box = of(`SELECT nr_unidade_desossa, codigo_barras FROM service_caixas WHERE token_cliente = '${tenant}' AND motivo_nao_rastreavel IN ('lote_sem_escala', 'lote_sem_animais') ORDER BY 2 LIMIT 1`);
  const farm = of(`SELECT chave_fazenda FROM service_lotes_abate WHERE token_cliente = '${tenant}' AND faz_nr_car IS NOT NULL ORDER BY 1 LIMIT 1`);
  const file = of(`SELECT id FROM arquivo WHERE token_cliente = '${tenant}' AND registros_rejeitados > 0 ORDER BY 1 LIMIT 1`);
  const rejection = of(`SELECT id FROM registro_rejeitado WHERE token_cliente = '${tenant}' AND status = 'aberto' ORDER BY id LIMIT 1`);
  const alert = of(`SELECT id FROM alerta WHERE status = 'aberto' AND token_cliente = '${tenant}' ORDER BY id LIMIT 1`);
  places = [
    '/', '/execucoes', `/execucoes/${file}`, '/execucoes?aba=rodadas', '/qualidade', '/qualidade?aba=registros', `/qualidade/${rejection}?pessoais=1`,
    '/pendencias', '/alertas', `/alertas/${alert}`, '/tendencias', '/rastreabilidade', `/rastreabilidade/caixa/${box}`, `/rastreabilidade/fazenda/${farm}`, '/sistema',
  ];
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site.close();
});

const at = (place) => `${place}${place.includes('?') ? '&' : '?'}cliente=${tenant}`;

async function visit(width = 1280) {
  const { context, page, said } = await open(browser, site.address, { width });
  await signIn(page, key);
  const go = async (place) => {
    await page.goto(at(place));
    await settled(page);
  };
  return { context, page, said, go };
}

const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return element === document.body ? '' : `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''} ${(element.getAttribute('aria-label') || element.textContent).trim().slice(0, 40)}`;
});

// Tab from the top to the end: what was stopped at, and what is wrong with a stop.
async function walk(page) {
  await page.evaluate(() => {
    window.stops = [];
    document.activeElement?.blur?.();
    window.scrollTo(0, 0);
  });
  const most = 40 + (await page.$$eval('a, button, input, select, textarea, summary, [tabindex]', (all) => all.length));
  const faults = [];
  for (let step = 0; step < most; step++) {
    await page.keyboard.press('Tab');
    const fault = await page.evaluate(() => {
      const here = document.activeElement;
      if (here === document.body) return null;
      const named = `${here.tagName} ${here.className} ${here.textContent.trim().slice(0, 30)}`;
      const before = window.stops.at(-1);
      if (here === window.stops[0]) return null;
      if (here === window.stops.at(-1)) return ''; // a field of several parts
      window.stops.push(here);
      if (window.stops.indexOf(here) < window.stops.length - 1) return `comes round to ${named}`;
      if (before && !(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING)) return `goes back to ${named}`;
      const style = getComputedStyle(here);
      const box = here.getBoundingClientRect();
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) return `shows no focus on ${named}`;
      if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return `leaves ${named} out of sight`;
      if (box.width < 12 || box.height < 12) return `stops at something too small: ${named}`;
      return '';
    });
    if (fault === null) return { faults, ended: true };
    if (fault) faults.push(fault);
    if (fault.startsWith('comes round')) break;
  }
  return { faults, ended: false };
}

// What a pointer could use and Tab did not stop at.
const unreached = (page) => page.evaluate(() => {
  const stops = new Set(window.stops);
  const usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  return usable.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !stops.has(one)).map((one) => one.outerHTML.slice(0, 80));
});

for (const width of [1280, 375]) {
  test(`TabReachesEverythingInOrderAndEndsAt${width}`, async () => {
    const { context, page, said, go } = await visit(width);
    for (const place of places) {
      await go(place);
      const { faults, ended } = await walk(page);
      assert.deepEqual(faults, [], `${place} at ${width}`);
      assert.ok(ended, `${place} never ends`);
      assert.deepEqual(await unreached(page), [], `${place} at ${width}`);
    }
    assert.deepEqual(said, []);
    await context.close();
  });
}

test('TheFirstKeySkipsToTheContent', async () => {
  const { context, page, go } = await visit();
  await go('/execucoes');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.waitForFunction(() => document.activeElement.getBoundingClientRect().top >= 0);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'conteudo');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  await context.close();
});

test('AnotherPageBeginsAtItsContentAndSoDoesGoingBack', async () => {
  const { context, page, go } = await visit();
  await go('/execucoes');
  await page.focus('main tbody a');
  await page.keyboard.press('Enter');
  await page.waitForURL(/execucoes\/\d+/);
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'conteudo');
  await page.goBack();
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'conteudo');
  await context.close();
});

test('ADialogHoldsTheFocusAndGivesItBack', async () => {
  const { context, page, go } = await visit();
  for (const [place, button] of [['/alertas', 'main tr.walk .row button >> nth=1'], [places[6], 'main .row button >> nth=1'], ['/execucoes', 'header button']]) {
    await go(place);
    await page.focus(button);
    const opener = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog[open]') !== null), place);
    }
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    assert.ok(await page.evaluate((element) => document.activeElement === element, opener), `${place}: ${await focused(page)}`);
  }
  await context.close();
});

test('AFilterThatIsChosenByArrowsKeepsTheFocus', async () => {
  const { context, page, go } = await visit();
  for (const [place, field] of [['/alertas', 0], ['/execucoes', 0], ['/execucoes', 1], ['/qualidade', 0], ['/qualidade', 1], ['/qualidade?aba=registros', 0], ['/pendencias', 0], ['/tendencias', 0], ['/tendencias', 1], [places[13], 0]]) {
    await go(place);
    const select = page.locator('main form.filters select').nth(field);
    await select.focus();
    const before = page.url();
    for (let press = 0; press < 2; press++) {
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction((url) => location.href !== url, before);
      await settled(page);
      assert.ok(await select.evaluate((element) => element === document.activeElement), `${place}, field ${field}: ${await focused(page)}`);
    }
  }
  await context.close();
});

test('ADayIsTypedWholeBeforeItIsAskedFor', async () => {
  const { context, page, go } = await visit();
  await go('/pendencias');
  const asked = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/pendencias')) asked.push(new URL(request.url()).searchParams.get('dia'));
  });
  await page.focus('main input[type=date]');
  await page.keyboard.type('06062026');
  await page.waitForURL(/dia=\d{4}-/);
  await settled(page);
  assert.deepEqual(asked.filter((day) => day && day < '2026'), []);
  assert.equal(await page.evaluate(() => document.activeElement.type), 'date');
  await context.close();
});

test('AChartIsATableForWhoHasNoPointer', async () => {
  const { context, page, go } = await visit();
  await go('/tendencias');
  const button = page.locator('main section button.textual').first();
  await button.focus();
  assert.match(await button.getAttribute('aria-label'), /tabela: .+/);
  await page.keyboard.press('Enter');
  await page.waitForSelector('main section .scroll table');
  assert.ok(await button.evaluate((element) => element === document.activeElement));
  await context.close();
});

test('WhatScrollsSaysWhatItIs', async () => {
  const { context, page, go } = await visit(375);
  let regions = 0;
  for (const place of places) {
    await go(place);
    const names = await page.$$eval('main [tabindex="0"]', (all) => all.map((one) => `${one.getAttribute('role')}: ${one.getAttribute('aria-label')}`));
    for (const name of names) assert.match(name, /^region: \S+/, place);
    regions += names.length;
  }
  assert.ok(regions > 0);
  await context.close();
});

test('AnAnsweredAlertLeavesTheFocusOnThePage', async () => {
  const { context, page, go } = await visit();
  await go('/alertas');
  const open = await page.$$eval('main tr.walk', (rows) => rows.length);
  await page.focus('main tr.walk .row button');
  await page.keyboard.press('Enter');
  await page.waitForFunction((count) => document.querySelectorAll('main tr.walk').length < count, open);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'conteudo');
  await context.close();
});

test('TheLanguageAndTheWayOutAreOnATelephoneToo', async () => {
  const { context, page, go } = await visit(375);
  await go('/');
  await page.focus('nav.main .foot select >> nth=0');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.documentElement.lang === 'en');
  await page.focus('nav.main .foot button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('input[type=password]');
  assert.equal(await page.evaluate(() => document.activeElement.type), 'password');
  await context.close();
});
