import type { Flow } from '../charts/options';
import type { Palette } from '../charts/echarts';
import { day, number } from './format';
import { coded, t } from './language.svelte';
import type { No, Rastro } from './types';

const resources: Record<string, { resource: string; key: string[] }> = {
  caixa: { resource: 'caixas', key: ['nr_unidade_desossa', 'codigo_barras'] },
  pedido: { resource: 'vendas', key: ['cnpj_local_estoque', 'nr_pedido', 'carga'] },
  venda: { resource: 'vendas', key: ['cnpj_local_estoque', 'nr_pedido', 'carga'] },
  ordem: { resource: 'ordens-desossa', key: ['nr_unidade_desossa', 'nr_op_desossa', 'nr_unidade_abate', 'dt_abate'] },
  lote: { resource: 'lotes-abate', key: ['nr_unidade_abate', 'dt_abate', 'nr_lote_abate'] },
  animal: { resource: 'animais', key: ['id_animal'] },
};

/** The address of a thing's document below /api/v1: …/rastreabilidade or …/linhagem. */
export function documentPath(kind: string, key: string[], document: string): string | null {
  const known = resources[kind];
  if (!known || key.length === 0) return null;
  return [known.resource, ...key.map((part) => encodeURIComponent(part === '' ? '-' : part)), document].join('/');
}

/** The page of a node; null when it has none. */
export function nodePage(no: { tipo: string; chave: Record<string, string | number> }): string | null {
  if (no.tipo === 'fazenda') return no.chave.chave_fazenda ? `/rastreabilidade/fazenda/${encodeURIComponent(String(no.chave.chave_fazenda))}` : null;
  const known = resources[no.tipo];
  if (!known) return null;
  const parts = known.key.map((column) => no.chave[column]);
  if (parts.some((part) => part === undefined)) return null;
  return `/rastreabilidade/${no.tipo === 'venda' ? 'pedido' : no.tipo}/${parts.map((p) => encodeURIComponent(p === '' || p === null ? '-' : String(p))).join('/')}`;
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));

/** What a node is called, short. */
export function nodeName(no: No): string {
  const { chave, dados } = no;
  switch (no.tipo) {
    case 'caixa': return text(chave.codigo_barras);
    case 'ordem': return text(chave.nr_op_desossa);
    case 'lote': return `${text(chave.nr_lote_abate)} · ${day(text(chave.dt_abate))}`;
    case 'venda': return `${text(chave.nr_pedido)} / ${text(chave.carga)}`;
    case 'fazenda': return text(dados.faz_nome) || text(chave.chave_fazenda);
    case 'carcaca': return `${text(chave.nr_sequencial)}/${text(chave.nr_banda)}`;
    default: return Object.values(chave).map(text).join(' · ');
  }
}

/** What is to be said of a node, after its name. */
export function nodeFacts(no: No): string {
  const d = no.dados;
  const facts: string[] = [];
  const n = (key: string) => (typeof d[key] === 'number' ? (d[key] as number) : null);
  if (no.tipo === 'ordem') facts.push(t('trace.plant', { plant: text(no.chave.nr_unidade_desossa) }), day(text(no.chave.dt_abate)), t('trace.boxes', { n: n('qtde_caixas') ?? 0 }));
  if (no.tipo === 'lote') facts.push(t('trace.plant', { plant: text(no.chave.nr_unidade_abate) }), t('trace.animals', { n: n('qtde_animais') ?? 0 }));
  if (no.tipo === 'fazenda') facts.push([text(d.faz_cidade), text(d.faz_estado)].filter(Boolean).join('/'), text(d.status_analise_propriedade).toLowerCase(), text(d.prod_nome_razaosocial));
  if (no.tipo === 'caixa') facts.push(text(d.sku_descricao), n('peso_liquido') === null ? '' : `${number(n('peso_liquido'), 3)} kg`);
  if (no.tipo === 'venda') facts.push(day(text(d.dt_venda) || null), text(d.nf_destino_nome_razaosocial));
  if (no.tipo === 'carcaca') facts.push(n('peso_carcaca') === null ? '' : `${number(n('peso_carcaca'), 1)} kg`, text(d.sexo));
  return facts.filter((fact) => fact && fact !== '–').join(' · ');
}

export function broken(no: No): string {
  return no.dados.rastreavel === false ? coded('motivo', text(no.dados.motivo) || 'desconhecido') : '';
}

export function walk(nodes: No[], visit: (no: No, parent: No | null, depth: number) => void, parent: No | null = null, depth = 0) {
  for (const no of nodes) {
    visit(no, parent, depth);
    walk(no.filhos, visit, no, depth + 1);
  }
}

/** Distinct nodes of a kind in the whole document. */
export function distinct(trace: Rastro, kind: string): No[] {
  const found = new Map<string, No>();
  walk([...trace.origem, ...trace.destino], (no) => {
    if (no.tipo === kind) found.set(JSON.stringify(no.chave), no);
  });
  return [...found.values()];
}

/** From the thing back to its farms, as wide as the animals behind it. */
export function flow(trace: Rastro, title: string, palette: Palette): Flow {
  const colours: Record<string, string> = { ordem: palette.service, lote: palette.trusted, fazenda: palette.ok, caixa: palette.service, venda: palette.info, animal: palette.raw };
  const nodes = new Map<string, Flow['nodes'][number]>();
  const links = new Map<string, Flow['links'][number]>();
  nodes.set('raiz', { name: 'raiz', label: title, colour: palette.accent, depth: 0 });
  const shown = new Set(['ordem', 'lote', 'fazenda', 'animal']);
  const idOf = (no: No) => `${no.tipo}|${JSON.stringify(no.chave)}`;
  const animalsOf = (no: No | null) => Math.max(1, Number(no?.dados.qtde_animais ?? 1));
  const link = (source: string, target: string, value: number, broken: boolean) => {
    const known = links.get(`${source}→${target}`);
    if (known) known.value += value;
    else links.set(`${source}→${target}`, { source, target, value, broken });
  };
  // What is not drawn (the boxes of a sale) is passed through; an order that they share is told once.
  const grow = (list: No[], source: string, parent: No | null, depth: number) => {
    for (const no of list) {
      if (!shown.has(no.tipo)) {
        grow(no.filhos, source, parent, depth);
        continue;
      }
      const id = idOf(no);
      if (nodes.size > 60 || (no.tipo === 'ordem' && nodes.has(id))) continue;
      const bad = no.dados.rastreavel === false;
      nodes.set(id, { name: id, label: no.tipo === 'fazenda' ? nodeName(no) : `${coded('no', no.tipo)} ${nodeName(no)}`, colour: bad ? palette.bad : (colours[no.tipo] ?? palette.trusted), depth });
      link(source, id, animalsOf(no.tipo === 'fazenda' ? parent : no), bad);
      // A lot without a known farm still leads somewhere: to what is not known.
      if (no.tipo === 'lote' && !no.filhos.some((child) => child.tipo === 'fazenda')) {
        nodes.set('desconhecida', { name: 'desconhecida', label: t('trace.unknown_farm'), colour: palette.bad, depth: depth + 1 });
        link(id, 'desconhecida', animalsOf(no), true);
      }
      grow(no.filhos, id, no, depth + 1);
    }
  };
  grow(trace.origem, 'raiz', null, 1);
  return { nodes: [...nodes.values()], links: [...links.values()] };
}
