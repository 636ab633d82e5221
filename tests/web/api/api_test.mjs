// The API as programs use it: its document against two validators, a client made from the document,
// every answer against the document, and what becomes of requests when things go wrong.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import ts from 'typescript';
import { Site } from '../server.mjs';
import { Attacks } from './attacks.mjs';
import { Document, answerOf } from './document.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const made = join(here, 'node_modules', '.cache', `gdo-${process.pid}`);
const tool = (path, ...args) =>
  execFileSync(process.execPath, [join(here, 'node_modules', path), ...args], { cwd: made, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });

const site = new Site();
let document;
let tenant;
const keys = {};

before(async () => {
  mkdirSync(made, { recursive: true });
  site.fill();
  await site.serve();
  // Of the two addresses that localhost stands for, one is not listened on.
  site.address = site.address.replace('localhost', '127.0.0.1');
  tenant = site.sql('SELECT min(token_cliente) FROM service_caixas');
  const cnpj = site.sql(`SELECT min(cnpj_industria_desossa) FROM service_caixas WHERE token_cliente = '${tenant}'`);
  const buyer = site.sql(`SELECT min(nf_cnpj_destino) FROM service_vendas WHERE token_cliente = '${tenant}' AND length(nf_cnpj_destino) = 14`);
  for (const papel of ['cliente', 'operador', 'admin']) keys[papel] = site.key('--cliente', tenant, '--papel', papel);
  keys.industria = site.key('--cliente', tenant, '--papel', 'industria', '--cnpj', cnpj);
  keys.varejo = site.key('--cliente', tenant, '--papel', 'varejo', '--cnpj', buyer);
  const response = await fetch(`${site.address}/api/v1/openapi.json`);
  document = new Document(await response.text());
  writeFileSync(join(made, 'openapi.json'), document.text);
});

after(async () => {
  rmSync(made, { recursive: true, force: true });
  await site.close();
});

const get = async (path, key, headers = {}) =>
  answerOf(await fetch(site.address + path, { headers: { ...(key && { Authorization: `Bearer ${key}` }), ...headers } }));

test('the document satisfies two validators', async () => {
  const said = tool('@redocly/cli/bin/cli.js', 'lint', 'openapi.json', '--format=json');
  assert.deepEqual(JSON.parse(said).problems, []);
  const result = await new Validator().validate(join(made, 'openapi.json'));
  assert.ok(result.valid, JSON.stringify(result.errors));
});

test('a client made from the document type-checks and runs', async () => {
  tool('openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'api.d.ts');
  copyFileSync(join(here, 'client.ts'), join(made, 'client.ts'));
  tool('typescript/bin/tsc', '--noEmit', '--strict', '--noUncheckedIndexedAccess', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', 'client.ts');
  const { outputText } = ts.transpileModule(readFileSync(join(made, 'client.ts'), 'utf8'), { compilerOptions: { target: 'es2022', module: 'esnext' } });
  writeFileSync(join(made, 'client.mjs'), outputText);
  const { useClient } = await import(pathToFileURL(join(made, 'client.mjs')));
  const used = await useClient(site.address, keys.cliente);
  const boxes = Number(site.sql(`SELECT count(*) FROM service_caixas WHERE token_cliente = '${tenant}' AND flag_rastreavel`));
  assert.equal(used.barcodes.length, boxes);
  assert.equal(used.tipo, 'caixa');
  assert.equal(used.resultados, Math.min(10, boxes));
  assert.equal(used.refused, 'parametro_invalido');
});

// A row's key in the order of the path, as the list shows it.
async function keyed(path) {
  const resource = path.split('/')[3];
  const list = await get(`/api/v1/${resource}?limite=1`, keys.admin);
  const row = JSON.parse(list.body).dados?.[0];
  return row && path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(row[name] === '' ? '-' : row[name]));
}

const endless = '/api/v1/eventos';

test('every answer to every role is what the document says', async () => {
  const seen = new Set();
  for (const { path, method } of document.operations()) {
    if (method !== 'get' || path === endless) continue;
    const asked = path.includes('{') ? await keyed(path) : path;
    if (!asked) continue;
    const asks = [['', undefined], ['', 'gdo_nada'], ['?parametro_que_nao_ha=1', keys.admin], ['?cliente=zz9', keys.cliente]];
    for (const key of Object.values(keys)) asks.push(['', key]);
    for (const [suffix, key] of asks) {
      const answer = await get(asked + suffix, key);
      assert.notEqual(answer.status, 500, `${asked}${suffix} ${answer.body}`);
      assert.deepEqual(document.faults(path, method, answer), [], `${asked}${suffix} ${answer.status} ${answer.body.slice(0, 400)}`);
      seen.add(`${answer.status}`);
    }
  }
  for (const status of ['200', '400', '401', '403', '404']) assert.ok(seen.has(status), `never saw ${status}`);
});

test('rows show no column that the document does not know', async () => {
  for (const { path, operation } of document.operations()) {
    const rows = operation.responses['200']?.content?.['application/json']?.schema?.properties?.dados?.items?.$ref;
    if (!rows) continue;
    const answer = JSON.parse((await get(`${path}?limite=20`, keys.admin)).body);
    for (const row of answer.dados) assert.deepEqual(document.undocumented(rows.split('/').pop(), row), [], path);
  }
});

test('lineage shows records with personal data masked, and in clear only to those who may', async () => {
  const [unit, day, lot, cpf] = site.sql(`SELECT nr_unidade_abate, dt_abate, nr_lote_abate, prod_cpf_cnpj FROM service_lotes_abate WHERE token_cliente = '${tenant}' AND length(prod_cpf_cnpj) = 11 ORDER BY 1, 2, 3 LIMIT 1`).split('|');
  const path = `/api/v1/lotes-abate/${unit}/${day}/${lot}/linhagem`;
  const masked = await get(path, keys.cliente);
  assert.equal(masked.status, 200, masked.body);
  const records = JSON.parse(masked.body).origens;
  assert.ok(records.length > 0 && records.every((record) => record.confere && record.conteudo), masked.body.slice(0, 500));
  assert.ok(!masked.body.includes(cpf));
  const clear = await get(`${path}?pessoais=1`, keys.operador);
  assert.ok(clear.body.includes(cpf));
  assert.equal((await get(`${path}?pessoais=1`, keys.cliente)).status, 403);
});

test('a recall over HTTP is the one of the command line', async () => {
  const car = site.sql(`SELECT faz_nr_car FROM service_lotes_abate WHERE token_cliente = '${tenant}' AND faz_nr_car IS NOT NULL ORDER BY 1 LIMIT 1`);
  const told = await get(`/api/v1/recall?chave=fazenda:${car}&todas=1&sem=1`, keys.operador);
  assert.equal(told.status, 200, told.body);
  const printed = site.gdo('recall', `fazenda:${car}`, '--cliente', tenant, '--all', '--sem', '--json');
  assert.deepEqual(JSON.parse(told.body), JSON.parse(printed));
});

test('nothing that is injected breaks out, shows what is another\'s, or is logged', async (context) => {
  const others = site.sql(`SELECT DISTINCT token_cliente FROM service_caixas WHERE token_cliente <> '${tenant}'`).split('\n');
  assert.ok(others.length > 0);
  const sample = {};
  for (const { path, method } of document.operations()) if (method === 'get' && path.includes('{')) sample[path] = await keyed(path);
  const outro = site.key('--cliente', others[0], '--papel', 'cliente');
  const attacks = new Attacks({ site, document, tenant, others, keys: { ...keys, outro }, sample });
  for (const way of ['parameters', 'paths', 'headers', 'cursors', 'bodies']) await context.test(way, () => attacks[way]());
  await context.test('logs', () => attacks.logs());
  assert.ok(attacks.sent > 3000, `${attacks.sent} requests`);
});

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

test('the same 50 MB sent by twenty at once are one file, loaded once', async () => {
  const record = (n) => `{"id_animal": "BR${String(n).padStart(9, '0')}", "data_nascimento": "2024-01-05", "id_propriedade": "P1", "x": "${'y'.repeat(19_400)}"}`;
  const body = Buffer.from(`[${Array.from({ length: 2_600 }, (_, n) => record(n)).join(',\n')}]`);
  assert.ok(body.length > 50_000_000);
  const send = () => fetch(`${site.address}/api/v1/payloads/animais`, { method: 'POST', body, headers: { Authorization: `Bearer ${keys.cliente}`, 'Content-Type': 'application/json' } }).then(answerOf);
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [...Array(19).fill(200), 202], answers.find((answer) => answer.status > 202)?.body);
  for (const answer of answers) assert.deepEqual(document.faults('/api/v1/payloads/{payload}', 'post', answer), []);
  const told = answers.map((answer) => JSON.parse(answer.body));
  assert.equal(new Set(told.map((one) => one.arquivo)).size, 1);
  assert.equal(told.filter((one) => !one.duplicado).length, 1);
  const memory = /process_resident_memory_bytes (\d+)/.exec(await (await fetch(`${site.address}/metrics`)).text());
  site.memory = Number(memory[1]);
  site.gdo('run', '--quiet');
  const loaded = site.sql(`SELECT count(*), sum(registros_carregados) FROM arquivo WHERE sha256 = decode('${told[0].sha256}', 'hex') AND status = 'carregado'`);
  assert.equal(loaded, `1|${told[0].aceitos + told[0].com_avisos}`);
  assert.equal((await send()).status, 200, 'and once more, when it is loaded');
});

test('an upload that is cut leaves nothing', async () => {
  const listed = () => execFileSync('find', [site.lake, '-type', 'f'], { encoding: 'utf8' });
  const before = listed();
  for (const headers of [{ 'Content-Length': '4000000' }, { 'Transfer-Encoding': 'chunked' }]) {
    await new Promise((done) => {
      const request = http.request(`${site.address}/api/v1/payloads/animais?nome=cortado.json`, { method: 'POST', headers: { Authorization: `Bearer ${keys.cliente}`, 'Content-Type': 'application/json', ...headers } });
      request.on('error', () => done());
      request.write(`[{"id_animal": "BR1", "x": "${'y'.repeat(2_000_000)}"`, () => setTimeout(() => request.destroy(), 200));
      request.on('close', done);
    });
  }
  await wait(500);
  assert.equal(listed(), before);
});

test('PostgreSQL killed under load: 503 within 2 s, served again within 5 s of its return', async () => {
  const [pid] = readFileSync(join(site.sql('SHOW data_directory'), 'postmaster.pid'), 'utf8').split('\n');
  const answers = [];
  let loading = true;
  const load = async () => {
    while (loading) {
      const sent = Date.now();
      const { status, headers } = await get('/api/v1/caixas?limite=5', keys.cliente);
      answers.push({ sent, took: Date.now() - sent, status, retry: headers.get('retry-after') });
      if (status !== 200) await wait(20);
    }
  };
  const loads = Array.from({ length: 8 }, load);
  await wait(500);
  const killed = Date.now();
  process.kill(Number(pid), 'SIGKILL');
  await wait(3000);
  const away = answers.filter(({ sent }) => sent > killed + 200);
  await site.gdoBeside('pg', 'start');
  const back = Date.now();
  while (answers.at(-1).status !== 200 && Date.now() - back < 15_000) await wait(50);
  const waited = Date.now() - back;
  await wait(300);
  loading = false;
  await Promise.all(loads);
  assert.ok(answers.some(({ sent, status }) => sent < killed && status === 200));
  assert.ok(away.length > 20 && away.every(({ status, retry }) => status === 503 && Number(retry) > 0), JSON.stringify(away.find(({ status }) => status !== 503)));
  for (const { took, status } of answers) assert.ok(status === 200 || took < 2000, `${status} after ${took} ms`);
  assert.ok(waited < 5000, `served again after ${waited} ms`);
  const sessions = Number(site.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'gdo_api'"));
  assert.ok(sessions <= 8 + 16, `${sessions} sessions`);
});

test('SIGTERM ends the server when nothing is under way', async () => {
  const ended = new Promise((done) => site.server.once('close', (code) => done(code)));
  site.server.removeAllListeners('exit');
  site.server.kill('SIGTERM');
  assert.equal(await Promise.race([ended, wait(10_000)]), 0);
});
