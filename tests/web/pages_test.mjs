// The dashboard as its readers use it: Chromium, `gdo serve`, a generated lake.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { accessible, fitsWidth, hoverCharts, launch, open, pageBytes, settled, shot, signIn } from './browser.mjs';
import { Site } from './server.mjs';

const site = new Site();
let browser;
let tenant;
let key;
let keyOfClient;
let box;
let untraced;
let orderless;
let sale;
let farm;
let broken;
let file;
let rejection;
let alert;

before(async () => {
  site.fill();
  await site.serve();
  key = site.key('--cliente', '*', '--papel', 'operador', '--nome', 'teste');
  tenant = site.sql('SELECT min(token_cliente) FROM service_caixas');
  keyOfClient = site.key('--cliente', tenant, '--papel', 'cliente');
  const first = (rows) => site.sql(rows).split('|');
  box = first(`SELECT nr_unidade_desossa, codigo_barras FROM service_caixas WHERE token_cliente = '${tenant}' AND flag_rastreavel AND codigo_barras IN (SELECT codigo_barras FROM service_caixas WHERE token_cliente = '${tenant}' GROUP BY 1 HAVING count(*) = 1) ORDER BY 2 LIMIT 1`);
  untraced = first(`SELECT nr_unidade_desossa, codigo_barras FROM service_caixas WHERE token_cliente = '${tenant}' AND motivo_nao_rastreavel IN ('lote_sem_escala', 'lote_sem_animais', 'sem_ordem_desossa') ORDER BY 2 LIMIT 1`);
  orderless = first(`SELECT nr_unidade_desossa, codigo_barras FROM service_caixas WHERE token_cliente = '${tenant}' AND motivo_nao_rastreavel = 'sem_ordem_desossa' ORDER BY 2 LIMIT 1`);
  sale = first(`SELECT cnpj_local_estoque, nr_pedido, carga FROM service_vendas WHERE token_cliente = '${tenant}' AND quantidade > 1 ORDER BY 2 LIMIT 1`);
  [farm] = first(`SELECT chave_fazenda FROM service_lotes_abate WHERE token_cliente = '${tenant}' AND faz_nr_car IS NOT NULL ORDER BY 1 LIMIT 1`);
  [broken] = first(`SELECT id FROM arquivo WHERE token_cliente = '${tenant}' AND status = 'erro' ORDER BY 1 LIMIT 1`);
  [file] = first(`SELECT id FROM arquivo WHERE token_cliente = '${tenant}' AND status = 'carregado' ORDER BY registros_rejeitados DESC, id LIMIT 1`);
  [rejection] = first(`SELECT id FROM registro_rejeitado WHERE token_cliente = '${tenant}' AND status = 'aberto' ORDER BY camada DESC, id LIMIT 1`);
  [alert] = first(`SELECT id FROM alerta WHERE status = 'aberto' AND token_cliente = '${tenant}' AND tipo = 'modelo_aviso' ORDER BY id LIMIT 1`);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site.close();
});

const views = () => [
  ['visao-geral', '/'],
  ['execucoes', '/execucoes'],
  ['arquivo', `/execucoes/${file}`],
  ['rodadas', '/execucoes?aba=rodadas'],
  ['qualidade', '/qualidade'],
  ['registros', '/qualidade?aba=registros'],
  ['registro', `/qualidade/${rejection}`],
  ['pendencias', '/pendencias'],
  ['alertas', '/alertas'],
  ['alerta', `/alertas/${alert}`],
  ['tendencias', '/tendencias'],
  ['rendimento', '/tendencias?medida=rendimento'],
  ['busca', '/rastreabilidade'],
  ['caixa', `/rastreabilidade/caixa/${box.join('/')}`],
  ['caixa-sem-origem', `/rastreabilidade/caixa/${untraced.join('/')}`],
  ['sem-ordem', `/rastreabilidade/caixa/${orderless.join('/')}`],
  ['venda', `/rastreabilidade/pedido/${sale.map((part) => part || '-').join('/')}`],
  ['fazenda', `/rastreabilidade/fazenda/${farm}?sem=1`],
  ['quebrado', `/execucoes/${broken}`],
  ['sistema', '/sistema'],
];

async function everyPage(width, dark) {
  const { context, page, said } = await open(browser, site.address, { width, dark });
  await signIn(page, key);
  let charts = 0;
  for (const [name, address] of views()) {
    await page.goto(`${address}${address.includes('?') ? '&' : '?'}cliente=${tenant}`);
    await settled(page);
    await shot(page, `${name}-${width}`);
    const states = await page.$$eval('.note.bad', (notes) => notes.map((note) => note.textContent));
    if (!['arquivo', 'quebrado'].includes(name)) assert.deepEqual(states, [], `${name} shows a failure`);
    const lead = await page.$eval('main .lead, main caption', (element) => element.textContent.trim());
    assert.ok(lead.length > 5, `${name} says nothing first`);
    charts += await hoverCharts(page);
    await fitsWidth(page, name);
    await accessible(page, `${name} at ${width}`);
    const sent = await pageBytes(page);
    assert.ok(sent > 0 && sent <= 300_000, `${name} is ${sent} bytes`);
  }
  assert.ok(charts >= 5, `only ${charts} charts`);
  assert.deepEqual(said, []);
  await context.close();
}

test('EveryPageAnswersAtDeskWidth', () => everyPage(1280, false));
test('EveryPageAnswersOnATelephoneInTheDark', () => everyPage(375, true));

test('AWrongKeyIsSaidAndARightOneOpens', async () => {
  const { context, page } = await open(browser, site.address);
  await page.goto('/');
  await page.fill('input[type=password]', 'gdo_errada');
  await page.click('button.primary');
  await page.waitForSelector('form [role=alert]');
  await page.fill('input[type=password]', key);
  await page.click('button.primary');
  await page.waitForSelector('nav.main');
  const [cookie] = await context.cookies();
  assert.ok(cookie.name.startsWith('__Host-') && cookie.httpOnly && cookie.secure && cookie.sameSite === 'Strict');
  assert.equal(await page.evaluate(() => document.cookie), '');
  await page.click('nav .foot button');
  await page.waitForSelector('input[type=password]');
  assert.equal((await context.cookies()).length, 0);
  await context.close();
});

test('AClientsKeySeesTraceabilityAndNoMore', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, keyOfClient);
  await page.waitForURL('**/rastreabilidade**');
  assert.equal(await page.$$eval('nav.main a', (links) => links.length), 1);
  await page.goto('/qualidade');
  await page.waitForSelector('main .note');
  assert.match(await page.textContent('main .note'), /operadores/);
  assert.match(await page.textContent('main .note'), new RegExp(`papel cliente e é do cliente ${tenant}`));
  await page.selectOption('nav.main .foot select >> nth=0', 'en');
  assert.match(await page.textContent('main .note'), /role cliente and is of tenant/);
  await page.selectOption('nav.main .foot select >> nth=0', 'pt-BR');
  await page.click('main .note a');
  await page.waitForURL('**/rastreabilidade**');
  await page.goto('/pendencias');
  await page.click('main .note button');
  await page.waitForSelector('input[type=password]');
  await signIn(page, keyOfClient);
  await page.waitForURL('**/rastreabilidade**');
  await page.goto(`/rastreabilidade/caixa/${box.join('/')}`);
  await settled(page);
  assert.match(await page.textContent('.verdict .lead'), /rastreável/);
  await context.close();
});

test('SearchFindsOutWhatAPastedCodeIs', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`/rastreabilidade?cliente=${tenant}`);
  await page.fill('#busca', `  ${box[1]} `);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict');
  assert.ok(page.url().includes(`/rastreabilidade/caixa/${box[0]}/${box[1]}`));
  await page.waitForSelector('.map circle, .map path.has');
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector('.verdict'));
  await page.fill('#busca', 'nada assim');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /Nada com/.test(document.querySelector('main .lead')?.textContent ?? ''));
  await context.close();
});

test('KeysWalkOpenAndClose', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`/execucoes?cliente=${tenant}`);
  await settled(page);
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog[open]', { state: 'detached' });
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'busca');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(/execucoes\/\d+/);
  await settled(page);
  await page.keyboard.press('Escape');
  await page.waitForURL(/execucoes(\?|$)/);
  await context.close();
});

// The stored sentences in what the server answers: Portuguese, for those who read it.
function storedSentences(answer, found = new Set()) {
  if (Array.isArray(answer)) for (const one of answer) storedSentences(one, found);
  else if (answer && typeof answer === 'object') {
    for (const [name, value] of Object.entries(answer)) {
      if (/^mensagem(_erro)?$/.test(name) && typeof value === 'string' && value.includes(' ')) found.add(value);
      else storedSentences(value, found);
    }
  }
  return found;
}

test('EverythingIsSaidInEnglishToo', async () => {
  const { context, page, said } = await open(browser, site.address);
  const stored = new Set();
  const asked = [];
  page.on('response', async (response) => {
    if (!response.url().includes('/api/v1/') || !/json/.test(response.headers()['content-type'] ?? '')) return;
    // Of a session a page reads the figures alone.
    if (!response.url().endsWith('/sessao')) asked.push(response.request().headers()['accept-language']);
    storedSentences(await response.json().catch(() => null), stored);
  });
  const saysEnglish = async (address) => {
    await settled(page);
    const words = await page.$eval('main', (main) => {
      const copy = main.cloneNode(true);
      for (const code of copy.querySelectorAll('code, pre, svg')) code.remove();
      return copy.textContent;
    });
    assert.doesNotMatch(words, /ver como tabela|O que falta|Nenhum|Tamanho/, address);
    // Of sentences: a name in the data may have any word.
    assert.doesNotMatch(words, /\b(não|foi|foram|está|nada|nenhum|pelo|pela|até)\b|[a-z](ção|ções|ões)\b/, address);
    for (const sentence of stored) assert.ok(!words.includes(sentence), `${address} shows "${sentence}"`);
  };
  await signIn(page, key);
  await settled(page);
  await page.selectOption('nav .foot select', 'en');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await saysEnglish('the page that was open');
  asked.length = 0;
  for (const [, address] of views()) {
    await page.goto(`${address}${address.includes('?') ? '&' : '?'}cliente=${tenant}`);
    await saysEnglish(address);
  }
  assert.ok(stored.size > 3, `only ${stored.size} stored sentences came`);
  // What the server itself says of a failure follows the page, not the browser.
  assert.deepEqual([...new Set(asked)], ['en']);
  assert.deepEqual(said, []);
  await context.close();
});

test('APageOfABoxLacksWhatTheWorklistNames', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  const texts = (selector) => page.$$eval(selector, (cells) => cells.map((cell) => cell.firstChild.textContent.trim()));
  await page.goto(`/pendencias?cliente=${tenant}`);
  await settled(page);
  while (await page.$('main .card p.row button')) await page.click('main .card p.row button');
  const listed = await texts('tbody td:nth-child(2)');
  for (const one of [untraced, orderless]) {
    await page.goto(`/rastreabilidade/caixa/${one.join('/')}?cliente=${tenant}`);
    await settled(page);
    const lacks = await texts('ul.lacks li');
    assert.ok(lacks.length > 0, one.join('/'));
    assert.deepEqual(lacks.filter((thing) => !listed.includes(thing)), []);
  }
  await context.close();
});

test('AnOperatorOfOneTenantIsNotToldThatThePageIsForOperators', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, site.key('--cliente', tenant, '--papel', 'operador'));
  assert.equal(await page.$('nav.main a[href="/sistema"]'), null);
  await page.goto('/sistema');
  await page.waitForSelector('main .note');
  assert.match(await page.textContent('main .note'), /todos os clientes/);
  await context.close();
});

test('BeforeTheFirstFileEveryPageSaysHowToStart', async () => {
  const { context, page, said } = await open(browser, site.address);
  await page.route('**/api/v1/sessao', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json().catch(() => ({}));
    return route.fulfill({ response: answer, json: body.clientes ? { ...body, clientes: [] } : body });
  });
  await signIn(page, key);
  for (const address of ['/', '/pendencias', '/qualidade']) {
    await page.goto(address);
    await page.waitForSelector('main .note ol');
    await accessible(page, `first use of ${address}`);
  }
  assert.deepEqual(said, []);
  await context.close();
});

test('OnATelephoneNoButtonSqueezesAText', async () => {
  const { context, page } = await open(browser, site.address, { width: 375 });
  await signIn(page, key);
  for (const address of ['/', '/pendencias', '/qualidade']) {
    await page.goto(`${address}?cliente=${tenant}`);
    await settled(page);
    const squeezed = await page.$$eval('main tr.walk', (rows) => rows.filter((row) => row.offsetParent).map((row) => row.querySelector('td:not(:has(input))')).filter((cell) => cell.clientWidth < 150).map((cell) => `${cell.clientWidth} px: ${cell.innerText}`));
    assert.deepEqual(squeezed, [], `on ${address}`);
    const hidden = await page.$$eval('main .scroll', (boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.innerText.slice(0, 60)));
    assert.deepEqual(hidden, [], `beside the edge on ${address}`);
  }
  await context.close();
});

test('FiguresOfWorkAreLinks', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  for (const address of ['/', '/pendencias']) {
    await page.goto(`${address}?cliente=${tenant}`);
    await settled(page);
    const bare = await page.$$eval('main .work td.num, main [aria-labelledby=faltas] td.num, main [aria-labelledby=causas] td.num', (cells) => cells.filter((cell) => /\d/.test(cell.innerText) && !cell.querySelector('a')).map((cell) => cell.innerText));
    assert.deepEqual(bare, [], `on ${address}`);
  }
  await context.close();
});

test('ALinkOfAnAlertOpensItWithItsCauseAndItsRows', async () => {
  const { context, page, said } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`/alertas/${alert}?cliente=${tenant}`);
  await settled(page);
  assert.match(await page.textContent('main .cols'), /O que fazer|o que fazer/);
  await page.click('.proofs a');
  await page.waitForURL(/rastreabilidade/);
  await settled(page);
  assert.equal(await page.$('main .note'), null);
  assert.deepEqual(said, []);
  await context.close();
});

// The work of a day of production that is not the last stands on the overview all the same, and the
// figure of the last day is that of the worklist which it links to.
test('TheOverviewNamesTheHeaviestWorkAndItsFigureIsTheWorklists', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`/pendencias?cliente=${tenant}`);
  await settled(page);
  const heaviest = await page.$eval('[aria-labelledby=faltas] tbody td:nth-child(2)', (cell) => cell.firstChild.textContent.trim());
  await page.goto(`/?cliente=${tenant}`);
  await settled(page);
  await page.waitForSelector('table.work');
  assert.equal(await page.$eval('table.work tbody td', (cell) => cell.firstChild.textContent.trim()), heaviest);
  const figure = await page.textContent('.stage.service .d');
  await page.click('.stage.service .d a');
  await page.waitForURL(/pendencias\?dia=/);
  await settled(page);
  const [good, all] = figure.match(/[\d.]+/g);
  assert.match(await page.textContent('main .sub'), new RegExp(`^${good} de ${all} caixas`));
  await context.close();
});

test('BeforeTheFirstFileTheServerItselfIsSeen', async () => {
  const empty = new Site();
  try {
    empty.gdo('migrate');
    const first = empty.key('--cliente', '*', '--papel', 'operador');
    await empty.serve();
    const { context, page, said } = await open(browser, empty.address, { width: 375 });
    await signIn(page, first);
    await page.goto('/sistema');
    await settled(page);
    assert.match(await page.textContent('main .sub'), /PostgreSQL/);
    assert.deepEqual(said, []);
    await context.close();
  } finally {
    await empty.close();
  }
});

test('AnAddressOfATenantThatIsNotOnesOwnShowsOnesOwn', async () => {
  const { context, page, said } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto('/?cliente=*');
  await settled(page);
  assert.equal(await page.$('.note.bad'), null);
  assert.deepEqual(said, []);
  await context.close();
});

test('FiltersLiveInTheAddress', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`/execucoes?cliente=${tenant}`);
  await settled(page);
  await page.selectOption('form.filters select >> nth=0', 'caixas');
  await page.waitForURL(/payload=caixas/);
  await settled(page);
  const kinds = await page.$$eval('tbody small', (cells) => cells.map((cell) => cell.textContent.split(' · ')[0].trim()));
  assert.ok(kinds.length > 0 && kinds.every((kind) => kind === 'caixas'), kinds.join());
  const other = await context.newPage();
  await other.goto(page.url());
  await settled(other);
  assert.equal(await other.inputValue('form.filters select >> nth=0'), 'caixas');
  await context.close();
});

test('BytesOfPeopleAreShownOnDemandAndThatIsLogged', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  const notes = () => Number(site.sql("SELECT count(*) FROM log_processamento WHERE mensagem LIKE 'leitura de dados pessoais%'"));
  const beforehand = notes();
  await page.goto(`/qualidade/${rejection}?cliente=${tenant}`);
  await settled(page);
  assert.equal(await page.$('pre.bytes'), null);
  await page.click('text=Mostrar os bytes');
  await page.waitForSelector('pre.bytes');
  assert.equal(notes(), beforehand + 1);
  await context.close();
});

test('AServerThatIsGoneLeavesTheLastFiguresAndSaysSo', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`/?cliente=${tenant}`);
  await settled(page);
  await page.route('**/api/v1/painel/visao-geral**', (route) => route.abort());
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForSelector('.note.warn');
  assert.ok(await page.$('.stale .flow'));
  await context.close();
});

test('ADroppedFileIsSeenOnTheOpenOverviewWithoutAReload', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  site.watch();
  await page.goto(`/?cliente=${tenant}`);
  await settled(page);
  const records = () => page.textContent('.stage.raw .v');
  const beforehand = await records();
  await page.evaluate(() => (window.stillOpen = true));
  await new Promise((done) => setTimeout(done, 2000)); // the watch has made its first round
  const dropped = Date.now();
  site.drop('animais', tenant);
  await page.waitForFunction((text) => document.querySelector('.stage.raw .v').textContent !== text, beforehand, { timeout: 20_000 });
  console.log(`seen after ${Date.now() - dropped} ms`);
  assert.equal(await page.evaluate(() => window.stillOpen), true);
  await context.close();
});

test('ATraceIsPrintedAsADocument', async () => {
  const { context, page } = await open(browser, site.address);
  await signIn(page, key);
  await page.goto(`/rastreabilidade/caixa/${box.join('/')}?cliente=${tenant}`);
  await settled(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.isVisible('nav.main'), false);
  assert.equal(await page.isVisible('.print-only'), true);
  const pdf = await page.pdf({ format: 'A4' });
  assert.ok(pdf.length > 5000);
  await context.close();
});
