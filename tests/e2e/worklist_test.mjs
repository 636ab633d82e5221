// The worklist of a generated lake is delivered, exactly: each missing file, record or rejected
// record as a lake of the same seed without faults has it. All boxes that it speaks of become
// traceable, and nothing else changes.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Site } from '../web/server.mjs';

const options = ['--days', '3', '--seed', '7', '--records', '4000', '--quiet'];
const site = new Site();
const clean = join(site.folder, 'clean');
let deliveries = 0;

// Those of a whole file: a broken one has none.
function records(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
const run = () => {
  try {
    site.gdo('run', '--quiet');
  } catch (error) {
    assert.equal(error.status, 1, error.stderr); // broken files are a failure of the run
  }
};
const boxes = (condition) => new Set(site.sql(`SELECT concat_ws('/', token_cliente, nr_unidade_desossa, codigo_barras) FROM service_caixas WHERE ${condition}`).split('\n').filter(Boolean));
const digits = (value) => String(value ?? '').replace(/^0+/, '');
const day = (value) => String(value ?? '').slice(0, 10);

/** All records of a payload and tenant below a folder. */
function* all(root, payload, tenant) {
  const folder = join(root, payload, `cliente=${tenant}`);
  for (const name of readdirSync(folder).sort()) yield* records(join(folder, name));
}
const truth = (payload, tenant) => all(join(clean, 'pending'), payload, tenant);

function deliver(payload, tenant, list) {
  const names = { animais: 'animais', escala: 'escalas', desossa: 'desossas', caixas: 'caixas' };
  const folder = join(site.lake, 'pending', payload, `cliente=${tenant}`);
  mkdirSync(folder, { recursive: true });
  // Later than all that came.
  const number = String(++deliveries).padStart(3, '0');
  writeFileSync(join(folder, `${names[payload]}_2026_08_30_12_00_00_${number}Z.json`), JSON.stringify(list));
}

const of = {
  escala: (r, key) => digits(r.nr_unidade_abate) === key.nr_unidade_abate && day(r.dt_abate) === key.dt_abate && (key.nr_lote_abate === undefined || Number(r.nr_lote_abate) === key.nr_lote_abate),
  animais: (r, key) => digits(r.nr_unidade_abate) === key.nr_unidade_abate && day(r.dt_abate) === key.dt_abate && (key.nr_lote_abate === undefined || Number(r.lote_abate) === key.nr_lote_abate),
  desossa: (r, key) => digits(r.sif_abate) === key.nr_unidade_abate && day(r.dt_abate) === key.dt_abate && (key.nr_op_desossa === undefined || (String(r.nr_op_desossa) === key.nr_op_desossa && digits(r.sif_producao) === key.nr_unidade_desossa)),
};

/** The boxes of a group whose header was wrong, under that of an order that exists. */
function* mendedBoxes(tenant, key) {
  const wrong = new Set(site.sql(`SELECT codigo_barras FROM service_caixas WHERE NOT flag_rastreavel AND token_cliente = '${tenant}'
    AND nr_unidade_desossa = '${key.nr_unidade_desossa}' AND nr_op_desossa = '${key.nr_op_desossa}'
    AND dt_abate IS NOT DISTINCT FROM ${key.dt_abate ? `'${key.dt_abate}'::date` : 'NULL'}`).split('\n'));
  const orders = [...truth('desossa', tenant)].filter((order) => digits(order.sif_producao) === key.nr_unidade_desossa);
  const good = new Set(site.sql(`SELECT nr_op_desossa FROM service_ordens_desossa WHERE flag_rastreavel AND token_cliente = '${tenant}'
    AND nr_unidade_desossa = '${key.nr_unidade_desossa}'`).split('\n'));
  const known = orders.filter((one) => good.has(String(one.nr_op_desossa)));
  const order = orders.find((one) => String(one.nr_op_desossa) === key.nr_op_desossa) ?? known.find((one) => day(one.dt_abate) === key.dt_abate) ?? known[0];
  for (const record of all(join(site.lake, 'done'), 'caixas', tenant)) {
    if (digits(record.nr_unidade_desossa) !== key.nr_unidade_desossa || !record.saida_desossa) continue;
    const own = record.saida_desossa.filter((box) => wrong.has(box.codigo_barras));
    const dated = own.map((box) => ({ ...box, dt_abate: day(order.dt_abate) }));
    if (own.length) yield { ...record, nr_op_desossa: String(order.nr_op_desossa), dt_abate: day(order.dt_abate), saida_desossa: dated };
  }
}

before(() => {
  site.gdo('generate', '--out', site.lake, ...options, '--dirty', '0.04');
  site.gdo('generate', '--out', clean, ...options);
  // Two files do not come at all.
  for (const [payload, tenant] of [['escala', 'c052c5'], ['desossa', 'd9845b']]) {
    const folder = join(site.lake, 'pending', payload, `cliente=${tenant}`);
    rmSync(join(folder, readdirSync(folder).sort()[0]));
  }
  run();
});

after(() => site.close());

test('DeliveringTheWorklistFreesAllItsBoxesAndNoOther', () => {
  const list = JSON.parse(site.gdo('untraced', '--json'));
  const things = list.causas.flatMap((cause) => cause.falta);
  const waiting = boxes('NOT flag_rastreavel');
  const free = boxes('flag_rastreavel');
  assert.equal(waiting.size, list.caixas - list.rastreaveis);
  assert.ok(things.length >= 5, `only ${things.length} things are missing`);
  for (const thing of things) {
    const tenant = thing.token_cliente;
    const asNamed = ({ payload, chave }) => (payload === 'caixas'
      ? [...mendedBoxes(tenant, chave)]
      : [...truth(payload, tenant)].filter((record) => of[payload](record, chave)));
    // One of the two that it may be is true.
    const [payload, list] = [thing, thing.ou].filter(Boolean).map((named) => [named.payload, asNamed(named)]).find((found) => found[1].length > 0) ?? [];
    assert.ok(list, `nothing to deliver for ${JSON.stringify(thing)}`);
    deliver(payload, tenant, list);
  }
  run();
  const freed = boxes('flag_rastreavel');
  console.log(`${things.length} things (${[...new Set(things.map((thing) => `${thing.tipo} ${thing.payload}`))].join(', ')}) free ${waiting.size} boxes of ${list.caixas}`);
  assert.deepEqual([...waiting].filter((box) => !freed.has(box)), [], 'boxes that stay without a trace');
  assert.equal(freed.size, free.size + waiting.size, 'boxes that nobody promised');
  assert.equal(JSON.parse(site.gdo('untraced', '--json')).causas.length, 0);
});
