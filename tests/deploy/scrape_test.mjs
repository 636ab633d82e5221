// A real Prometheus reads gdo serve, a real Alertmanager hears of it: from Prometheus and from gdo.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Site } from '../web/server.mjs';

const deploy = new URL('../../deploy/', import.meta.url);
const site = new Site();
const running = [];
let prometheus;
let alertmanager;

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

function start(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: site.folder });
  child.said = '';
  child.stderr.on('data', (data) => (child.said += data));
  child.on('error', (error) => (child.said += error.message));
  running.push(child);
  return child;
}

async function json(address) {
  const answer = await fetch(address);
  assert.equal(answer.status, 200, address);
  return answer.json();
}

/** Until `ask` gives something, two minutes at the most. */
async function eventually(what, ask) {
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    const found = await ask().catch(() => undefined);
    if (found) return found;
    await new Promise((done) => setTimeout(done, 300));
  }
  assert.fail(`${what} did not come: ${running.map((child) => child.said.slice(-600)).join('\n')}`);
}

const queried = async (expression) => (await json(`http://127.0.0.1:${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`)).data.result;

before(async () => {
  [prometheus, alertmanager] = [await freePort(), await freePort()];
  site.gdo('generate', '--out', site.lake, '--days', '1', '--records', '400', '--seed', '3', '--quiet');
  const broken = join(site.lake, 'pending', 'animais', 'cliente=a1b2c3');
  mkdirSync(broken, { recursive: true });
  writeFileSync(join(broken, 'animais_2026_06_29_10_00_00_000Z.json'), '[{"id_animal": ');
  try {
    site.gdo('run', '--quiet');
  } catch (error) {
    assert.equal(error.status, 1, error.stderr); // a broken file is a failure of the run
  }
  site.env.GDO_ALERTMANAGER_URL = `http://127.0.0.1:${alertmanager}`;
  writeFileSync(join(site.folder, 'alertmanager.yml'), 'route: {receiver: ninguem}\nreceivers: [{name: ninguem}]\n');
  start('/usr/bin/prometheus-alertmanager', ['--config.file=alertmanager.yml', `--storage.path=${join(site.folder, 'am')}`, `--web.listen-address=127.0.0.1:${alertmanager}`, '--cluster.listen-address=']);
  await eventually('Alertmanager', () => json(`http://127.0.0.1:${alertmanager}/api/v2/status`));
  await site.serve();
  copyFileSync(new URL('prometheus/gdo.rules.yml', deploy), join(site.folder, 'gdo.rules.yml'));
  const config = readFileSync(new URL('prometheus/prometheus.yml', deploy), 'utf8');
  writeFileSync(join(site.folder, 'prometheus.yml'), config.replaceAll('15s', '1s').replace('127.0.0.1:9093', `127.0.0.1:${alertmanager}`).replace('127.0.0.1:8080', site.address.replace('http://localhost', '127.0.0.1')));
  // Its first alerts are there before it has found Alertmanager, and are told again a minute later.
  start('/usr/bin/prometheus', ['--rules.alert.resend-delay=1s', '--config.file=prometheus.yml', `--storage.tsdb.path=${join(site.folder, 'tsdb')}`, `--web.listen-address=127.0.0.1:${prometheus}`]);
});

after(async () => {
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done))));
  await site.close();
});

test('PrometheusReadsWhatTheTablesSay', async () => {
  await eventually('gdo_files', async () => (await queried('gdo_files')).length > 0);
  const files = Number((await queried('sum(gdo_files{status="carregado"})'))[0].value[1]);
  assert.equal(files, Number(site.sql("SELECT count(*) FROM arquivo WHERE status = 'carregado'")));
  const records = Number((await queried('sum(gdo_records_total{layer="raw"})'))[0].value[1]);
  assert.equal(records, Number(site.sql('SELECT sum(registros_lidos) FROM lote')));
  assert.equal((await queried('gdo_database_up'))[0].value[1], '1');
  assert.equal((await queried('gdo_lake_up'))[0].value[1], '1');
  const lotes = Number((await queried('sum(gdo_lote_duration_seconds_count{layer="raw"})'))[0].value[1]);
  assert.equal(lotes, Number(site.sql('SELECT count(*) FROM lote')));
});

test('AlertmanagerHearsOfTheWatchFromPrometheusAndOfTheBrokenFileFromGdo', async () => {
  const names = async () => (await json(`http://127.0.0.1:${alertmanager}/api/v2/alerts`)).map((alert) => alert.labels.alertname);
  await eventually('GdoVigia', async () => (await names()).includes('GdoVigia'));
  console.log(`Prometheus told after ${Math.round(performance.now() / 1000)} s`);
  await eventually('gdo_arquivo_com_erro', async () => (await names()).includes('gdo_arquivo_com_erro'));
});

test('WhatRulesAndTheDashboardNameIsThere', async () => {
  const read = async () => (await fetch(`${site.address}/metrics`)).text();
  // What the tables say is read every few seconds; the channel was used just now.
  const metrics = await eventually('gdo_alert_channel_up', async () => ((text) => text.includes('gdo_alert_channel_up') && text)(await read()));
  const known = new Set([...metrics.matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]));
  // Only while a lote waits, or something is rejected.
  known.add('gdo_oldest_lote_age_seconds');
  known.add('gdo_rejections_open');
  const asked = ['prometheus/gdo.rules.yml', 'grafana/gdo.json'].map((file) => readFileSync(new URL(file, deploy), 'utf8')).join('\n');
  const names = [...asked.matchAll(/\b(?:gdo|process)_[a-z_]+\b/g)].map((match) => match[0].replace(/_(bucket|sum|count)$/, ''));
  assert.deepEqual([...new Set(names)].filter((name) => !known.has(name)), []);
});
