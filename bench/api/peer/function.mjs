// The statements of a box's trace (sql/trace) in one plpgsql function, for PostGraphile to call:
// prints SQL. A LANGUAGE sql one would plan them anew at each call.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../../sql/trace');
const steps = [
  ['caixa', 'fatos/caixa', 'chave'],
  ['ordens_da_caixa', 'ligacoes/caixa_ordens', 'chave', '1000'],
  ['ordens', 'fatos/ordem', 'chaves(ordens_da_caixa)'],
  ['lotes_da_ordem', 'ligacoes/ordem_lotes', 'chaves(ordens_da_caixa)', '1000'],
  ['lotes', 'fatos/lote', 'chaves(lotes_da_ordem)'],
  ['dias', 'ligacoes/ordem_dias', 'chaves(ordens_da_caixa)'],
  ['carcacas', 'ligacoes/ordem_carcacas', 'chaves(ordens_da_caixa)', '1000', "(dias -> 0 ->> 'primeiro')", "(dias -> 0 ->> 'ultimo')"],
  ['vendas_da_caixa', 'ligacoes/caixa_vendas', 'chave', '1000'],
  ['vendas', 'fatos/venda', 'chaves(vendas_da_caixa)'],
  ['fontes', 'somas/lotes_de_origem', 'chaves(ordens_da_caixa)', '1000'],
];
const body = steps.map(([name, path, ...values]) => {
  const keys = values[0].replace(/chaves\((\w+)\)/, "(SELECT coalesce(json_agg(DISTINCT (x -> 'chave')::jsonb), '[]')::json FROM json_array_elements(b_$1) x)").replace(/^chave$/, 'b_chave');
  const given = ['b_cliente', 'b_chaves', ...values.slice(1).map((value) => value.replace('dias', 'b_dias'))];
  const sql = readFileSync(join(folder, `${path}.sql`), 'utf8').replace(/--.*$/gm, '').replace(/\$(\d)/g, (_, n) => given[n - 1]);
  return `  b_chaves := ${keys};\n  SELECT coalesce(json_agg(q), '[]') INTO b_${name} FROM (${sql}) q;`;
});
const names = steps.map(([name]) => name);
console.log(`CREATE SCHEMA IF NOT EXISTS bench_peer;
CREATE OR REPLACE FUNCTION bench_peer.rastreabilidade(unidade text, codigo text) RETURNS json
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $corpo$
#variable_conflict use_column
DECLARE
  b_cliente text := 'abc123';
  b_chave json := json_build_array(json_build_object('nr_unidade_desossa', unidade, 'codigo_barras', codigo));
  b_chaves json;
${names.map((name) => `  b_${name} json;`).join('\n')}
BEGIN
${body.join('\n')}
  RETURN json_build_object(${names.map((name) => `'${name}', b_${name}`).join(', ')});
END $corpo$;
GRANT USAGE ON SCHEMA bench_peer TO gdo_api;
GRANT EXECUTE ON FUNCTION bench_peer.rastreabilidade TO gdo_api;`);
