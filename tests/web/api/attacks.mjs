// Injection by every way a value comes in: each parameter, header, part of a path, cursor and body of
// every route of the document. What holds whatever is sent: no 500, no row of another tenant, an
// answer as the document says, and nothing of the value in a log.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { answerOf } from './document.mjs';

const mark = 'zzataquezz';
const values = [
  `${mark}' OR '1'='1`,
  `${mark}'; DROP TABLE service_caixas; --`,
  `${mark}') UNION SELECT token_cliente FROM service_caixas --`,
  `${mark}\\'; SET gdo.cliente = 'outro'; --`,
  `$1::text || ${mark} {0} {} %s %n`,
  `${mark}\u0000\r\nX-Injetado: sim`,
  `../../../../${mark}/etc/passwd`,
  `${mark}","token_cliente":"outro`,
  `\u202e${mark}\ufffe<script>alert(1)</script>`,
];
// Where so many values go to so many columns that one of each kind must do.
const few = [values[0], values[3], values[5]];
const columnSuffix = /\.(de|ate)$/;

export class Attacks {
  constructor({ site, document, tenant, others, keys, sample }) {
    Object.assign(this, { site, document, tenant, others, keys, sample });
    this.sent = 0;
  }

  async ask(path, { method = 'GET', key = this.keys.operador, headers = {}, body } = {}) {
    this.sent += 1;
    const answer = await fetch(this.site.address + path, { method, body, headers: { ...(key && { Authorization: `Bearer ${key}` }), ...headers } });
    return answerOf(answer);
  }

  // What must hold of every answer.
  judge(what, route, method, answer) {
    assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.body.slice(0, 300)}`);
    assert.equal(answer.headers.get('x-injetado'), null, what);
    for (const other of this.others) assert.ok(!answer.body.includes(other), `${what} shows ${other}`);
    if (route) assert.deepEqual(this.document.faults(route, method, answer), [], `${what}: ${answer.status} ${answer.body.slice(0, 300)}`);
  }

  // Some at a time; the first failure ends it.
  async each(items, attack) {
    const waiting = [...items];
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await attack(item);
    }));
  }

  reads() {
    return this.document.operations().filter(({ path, method }) => method === 'get' && path !== '/api/v1/eventos');
  }

  async parameters() {
    const items = this.reads().flatMap(({ path, operation }) =>
      (operation.parameters ?? []).filter((one) => one.in === 'query').flatMap(({ name }) => {
        const column = path.split('/').length === 4 && !['campos', 'ordem', 'limite', 'cursor', 'cliente', 'pessoais'].includes(name);
        return (column ? few : values).map((value) => ({ path, name, value, column }));
      }));
    await this.each(items, async ({ path, name, value, column }) => {
      const asked = path.includes('{') ? this.sample[path] : path;
      if (!asked) return;
      const target = `${asked}?${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
      const answer = await this.ask(target);
      this.judge(target, path, 'get', answer);
      const rows = answer.status === 200 && answer.type === 'application/json' ? JSON.parse(answer.body).dados : undefined;
      if (column && rows && !columnSuffix.test(name)) assert.deepEqual(rows, [], target);
    });
    // The name of a parameter is a value, too.
    await this.each(this.reads(), async ({ path }) => {
      const asked = path.includes('{') ? this.sample[path] : path;
      if (!asked) return;
      for (const value of values) this.judge(path, path, 'get', await this.ask(`${asked}?${encodeURIComponent(value)}=1`));
    });
    return items.length;
  }

  async paths() {
    const items = this.document.operations().filter(({ path }) => path.includes('{')).flatMap(({ path, method }) =>
      path.match(/\{\w+\}/g).flatMap((part) => values.map((value) => ({ path, method, part, value }))));
    await this.each(items, async ({ path, method, part, value }) => {
      const asked = path.replace(part, encodeURIComponent(value)).replaceAll(/\{\w+\}/g, '1');
      const body = method === 'post' ? '{"motivo": "x"}' : undefined;
      const answer = await this.ask(asked, { method: method.toUpperCase(), body, headers: body && { 'Content-Type': 'application/json' } });
      this.judge(asked, null, method, answer);
      assert.ok([400, 404].includes(answer.status), `${asked}: ${answer.status} ${answer.body.slice(0, 300)}`);
    });
    return items.length;
  }

  // Bytes of our own: clients refuse to send most of these.
  raw(text) {
    const { hostname, port } = new URL(this.site.address);
    this.sent += 1;
    return new Promise((done, failed) => {
      let answer = '';
      const socket = net.connect(Number(port), hostname, () => socket.write(text, 'latin1'));
      socket.setTimeout(60_000, () => socket.destroy(new Error(`no answer to ${text.split('\r\n')[0]}`)));
      socket.on('data', (data) => (answer += data));
      socket.on('error', failed);
      socket.on('close', () => done(answer));
    });
  }

  async headers() {
    const names = ['Accept', 'Accept-Language', 'Accept-Encoding', 'If-None-Match', 'Prefer', 'Cookie', 'Last-Event-ID', 'Range', 'X-Forwarded-For', 'X-Request-Id', 'Origin', 'Referer', 'User-Agent', 'Content-Type', 'Content-Digest', 'Authorization', 'Host', mark];
    const head = (path, name, value) => `GET ${path} HTTP/1.1\r\n${name === 'Host' ? '' : 'Host: localhost\r\n'}${name === 'Authorization' ? '' : `Authorization: Bearer ${this.keys.operador}\r\n`}${name}: ${value}\r\nConnection: close\r\n\r\n`;
    const paths = [...new Set(this.reads().map(({ path }) => (path.includes('{') ? this.sample[path] : path)))].filter(Boolean);
    // All headers and values on one route; on the others some, in turn.
    const items = paths.flatMap((path, at) => [0, 1, 2, 3, 4].map((n) => ({ path, name: names[(at + n * 4) % names.length], value: values[(at + n) % values.length] })));
    for (const name of names) for (const value of values) items.push({ path: '/api/v1/caixas?limite=1', name, value });
    await this.each(items, async ({ path, name, value }) => {
      const answer = await this.raw(head(path, name, value));
      const status = Number(answer.slice(9, 12));
      assert.ok(status >= 200 && status < 500, `${path} ${name}: ${value}: ${answer.slice(0, 300)}`);
      for (const other of this.others) assert.ok(!answer.includes(other), `${path} ${name} shows ${other}`);
      assert.ok(!/^x-injetado:/im.test(answer.split('\r\n\r\n')[0]), `${path} ${name}`);
    });
    return items.length;
  }

  async cursors() {
    const path = '/api/v1/caixas?limite=2';
    const cursor = JSON.parse((await this.ask(path, { key: this.keys.cliente })).body).proximo;
    const use = (text, key, query = path) => this.ask(`${query}&cursor=${encodeURIComponent(text)}`, { key });
    assert.equal((await use(cursor, this.keys.cliente)).status, 200);
    const tried = [...values, '', 'null', '[]', Buffer.from(`["${mark}", "x"]`).toString('base64url'), cursor.slice(1), `${cursor}AA`];
    for (let at = 0; at < cursor.length; at += 3) tried.push(cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1));
    for (const text of tried.filter(Boolean)) {
      const answer = await use(text, this.keys.cliente);
      // The last letter of base64 may hold bits that say nothing.
      if (answer.status === 200 && text.slice(0, -1) === cursor.slice(0, -1)) continue;
      assert.equal(answer.status, 400, text);
      assert.equal(JSON.parse(answer.body).codigo, text.includes('\0') ? 'parametro_invalido' : 'cursor_invalido', answer.body);
    }
    for (const [key, query] of [[this.keys.operador, path], [this.keys.outro, path], [this.keys.cliente, `${path}&flag_rastreavel=true`], [this.keys.cliente, `${path}&ordem=-codigo_barras`], [this.keys.cliente, '/api/v1/vendas?limite=2']]) {
      const answer = await use(cursor, key, query);
      assert.equal(answer.status, 400, `${query} ${answer.body.slice(0, 200)}`);
    }
  }

  async bodies() {
    const json = { 'Content-Type': 'application/json' };
    const posts = this.document.operations().filter(({ method, path }) => method === 'post' && !path.endsWith('{payload}'));
    for (const { path } of posts) {
      const asked = path.replace('{payload}', 'animais').replace('{id}', '9223372036854775807');
      for (const value of values) {
        for (const body of [JSON.stringify({ motivo: value, codigos_barras: [value], chave: value }), JSON.stringify(value), value]) {
          this.judge(asked, path, 'post', await this.ask(asked, { method: 'POST', body, headers: json }));
        }
      }
    }
    // A document's name never leads out of its tenant's folder.
    const listed = () => execFileSync('find', [this.site.folder, '-type', 'f', '-path', '*pending*'], { encoding: 'utf8' }).trim().split('\n').filter(Boolean);
    const before = new Set(listed());
    for (const [at, value] of values.entries()) {
      const answer = await this.ask(`/api/v1/payloads/animais?nome=${encodeURIComponent(value)}`, { method: 'POST', key: this.keys.cliente, body: `[{"id_animal": "BR${at}"}]`, headers: json });
      this.judge('nome', '/api/v1/payloads/{payload}', 'post', answer);
    }
    const home = join(this.site.lake, 'pending', 'animais', `cliente=${this.tenant}`);
    for (const file of listed()) if (!before.has(file)) assert.ok(file.startsWith(`${home}/`) && !file.slice(home.length + 1).includes('/'), file);
  }

  // In the server's log, and in PostgreSQL's.
  logs() {
    assert.ok(!this.site.log.includes(mark), this.site.log.split('\n').find((line) => line.includes(mark)));
    const home = dirname(this.site.sql('SHOW data_directory'));
    const files = execFileSync('find', [home, '-name', '*.log'], { encoding: 'utf8' }).trim().split('\n');
    assert.ok(files[0], 'PostgreSQL keeps a log');
    for (const file of files) {
      const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.includes(mark));
      assert.deepEqual(lines.slice(0, 3), [], file);
    }
  }
}
