// A generated lake, loaded, and `gdo serve` on it: what the tests of pages look at.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = process.env.GDO_PROGRAM;

export class Site {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'gdo-web-'));
    this.lake = join(this.folder, 'lake');
    this.env = { ...process.env, GDO_HOME: join(this.folder, 'home'), GDO_LAKE: `file://${this.lake}`, GDO_IDIOMA: 'pt_BR' };
    for (const name of ['DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER', 'DB_PASSWORD']) delete this.env[name];
  }

  gdo(...args) {
    return execFileSync(program, args, { env: this.env, encoding: 'utf8', maxBuffer: 1 << 28, cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** The same, while answers go on being read: of a call of gdo() all that comes meanwhile looks slow. */
  async gdoBeside(...args) {
    return (await promisify(execFile)(program, args, { env: this.env, cwd: this.folder })).stdout;
  }

  sql(query) {
    const url = this.gdo('pg', 'url').trim();
    return execFileSync('psql', [url, '-Atq', '-v', 'ON_ERROR_STOP=1'], { input: query, encoding: 'utf8' }).trim();
  }

  fill() {
    this.gdo('generate', '--out', this.lake, '--days', '3', '--seed', '7', '--dirty', '0.02', '--quiet');
    this.gdo('run', '--quiet');
  }

  /** gdo run --watch beside the server, until close(). */
  watch() {
    this.watcher = spawn(program, ['run', '--watch', '--interval', '1', '--quiet'], { env: this.env, cwd: this.folder, stdio: 'ignore' });
  }

  /** Delivers the bytes of a file that was loaded, with a blank more, under a name of its own. */
  drop(payload, tenant) {
    const done = join(this.lake, 'done', payload, `cliente=${tenant}`);
    const [old] = readdirSync(done).filter((name) => name.endsWith('.json')).sort();
    const folder = join(this.lake, 'pending', payload, `cliente=${tenant}`);
    mkdirSync(folder, { recursive: true });
    const hidden = join(folder, '.chegando');
    writeFileSync(hidden, readFileSync(join(done, old), 'utf8') + ' ');
    utimesSync(hidden, Date.now() / 1000 - 60, Date.now() / 1000 - 60);
    renameSync(hidden, join(folder, `${payload}_2026_07_30_12_00_00_000Z.json`));
  }

  key(...args) {
    return this.newKey(...args).chave;
  }

  newKey(...args) {
    return JSON.parse(this.gdo('keys', 'create', ...args, '--json'));
  }

  async serve(port = 0) {
    this.server = spawn(program, ['serve', '--listen', `127.0.0.1:${port}`], { env: this.env, cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.log = '';
    this.server.stderr.on('data', (data) => (this.log += data));
    const line = await new Promise((done, failed) => {
      let text = '';
      this.server.stdout.on('data', (data) => {
        text += data;
        if (text.includes('\n')) done(text.split('\n')[0]);
      });
      this.server.on('exit', (code) => failed(new Error(`gdo serve ended with ${code}: ${this.log}`)));
    });
    this.address = line.trim().replace('127.0.0.1', 'localhost');
  }

  /** The server alone, as SIGTERM ends it. */
  async stop() {
    if (!this.server || this.server.exitCode !== null) return;
    this.server.removeAllListeners('exit');
    const ended = new Promise((done) => this.server.once('close', done));
    this.server.kill('SIGTERM');
    await Promise.race([ended, new Promise((done) => setTimeout(done, 10_000))]);
  }

  async close() {
    if (this.watcher && this.watcher.exitCode === null) {
      const ended = new Promise((done) => this.watcher.once('exit', done));
      this.watcher.kill('SIGTERM');
      await ended;
    }
    await this.stop();
    try {
      this.gdo('pg', 'stop', '--quiet');
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}
