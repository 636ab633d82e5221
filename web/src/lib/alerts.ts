import { day, number } from './format';
import { coded, language, t } from './language.svelte';
import { messages, type MessageKey } from './messages';
import type { Alerta } from './types';

// What a day's figure is counted in, and how it is shown.
const measured: Record<string, (value: number) => string> = {
  volume_fora_da_faixa: (value) => number(value),
  duracao_fora_da_faixa: (value) => `${number(value, 2)} ms`,
  rejeicao_fora_da_faixa: (value) => `${number(100 * value, 2)} %`,
  rendimento_fora_da_faixa: (value) => `${number(value, 1)} %`,
};

/**
 * What an alert says, made of its kind and figures: one sentence has one language. The stored
 * sentence is Portuguese; of a kind that is not known here its readers get it, others the kind.
 */
export function sentence(alert: Alerta): string {
  const key = `aviso.${alert.tipo}`;
  if (alert.tipo === 'arquivo_parado' && alert.detalhes.status === 'reservado') return t('aviso.arquivo_em_carga', figures(alert));
  if (key in messages) return t(key as MessageKey, figures(alert));
  return language.current === 'pt-BR' ? alert.mensagem : coded('alerta', alert.tipo);
}

function figures(alert: Alerta): Record<string, string> {
  const d = alert.detalhes;
  const text = (name: string) => (typeof d[name] === 'string' ? d[name] : '');
  const count = (name: string) => (Array.isArray(d[name]) ? d[name].length : Number(d[name] ?? 0));
  const figure = measured[alert.tipo] ?? ((value: number) => number(value, 1));
  const [low, high] = Array.isArray(d.faixa) ? d.faixa.map(Number) : [];
  const file = text('nome_arquivo').split('/').at(-1) ?? '';
  // "nada_chegou/TENANT/caixas/2026-07-05"
  const part = alert.chave.split('/')[2] ?? '';
  return {
    file,
    line: d.linha ? `, ${t('overview.line', { l: Number(d.linha), c: Number(d.coluna ?? 1) })}` : '',
    what: coded('erro', text('codigo')),
    channel: text('canal').split(':')[0] ?? '',
    payload: coded('payload', text('tipo_payload')),
    series: alert.tipo === 'rendimento_fora_da_faixa' ? t('trends.plant', { plant: text('serie') }) : coded('payload', text('serie')),
    day: day(text('dia')),
    value: figure(Number(d.valor)),
    expected: figure(Number(d.esperado)),
    low: figure(Number(low)),
    high: figure(Number(high)),
    drift: (['novos', 'sumidos', 'mudaram_de_tipo'] as const).map((kind) => drifted(d[kind], `deriva.${kind}`)).filter(Boolean).join('; '),
    layer: text('camada'),
    lote: String(d.lote_id ?? ''),
    plant: text('planta'),
    boxes: number(Number(d.kg_caixas), 1),
    quarters: number(Number(d.kg_quartos), 1),
    rejected: number(count('rejeitados')),
    items: number(count('itens')),
    model: text('modelo'),
    check: coded('verificacao', `verificacao.${text('modelo')}_${text('verificacao')}` in messages ? `${text('modelo')}_${text('verificacao')}` : text('verificacao')),
    rows: number(count('linhas')),
    part: alert.tipo === 'nada_chegou' ? coded('payload', part) : part,
  };
}

// "new fields a, b and 3 more": of which members the contract knows nothing any more.
function drifted(members: unknown, key: MessageKey): string {
  if (!Array.isArray(members) || members.length === 0) return '';
  const names = members.map((one: { campo?: string }) => one.campo ?? '').filter(Boolean);
  const more = names.length > 3 ? ` ${t('alerts.more', { n: names.length - 3 })}` : '';
  return t(key, { n: names.length, names: names.slice(0, 3).join(', ') + more });
}

/** Where the cause of an alert can be seen. */
export function place(alert: Alerta): string | null {
  const d = alert.detalhes;
  if (d.arquivo_id) return `/execucoes/${String(d.arquivo_id)}`;
  if (typeof d.nome_arquivo === 'string') return `/execucoes?nome=${encodeURIComponent(d.nome_arquivo.split('/').at(-1) ?? '')}`;
  const measure = /^(volume|duracao|rejeicao|rendimento)_fora_da_faixa$/.exec(alert.tipo)?.[1];
  if (measure) return `/tendencias?medida=${measure}`;
  if (alert.tipo === 'massa_fora_do_balanco') return `/pendencias?dia=${String(d.dia ?? '')}`;
  if (alert.tipo === 'nada_chegou') return `/execucoes?payload=${alert.chave.split('/')[2] ?? ''}`;
  return alert.tipo === 'limite_rejeicao' ? '/qualidade' : null;
}

// The page of a row of gold, by the model that a check looked at.
const pageOfModel: Record<string, (key: string[]) => string> = {
  service_lotes_abate: (key) => `lote/${key.join('/')}`,
  service_caixas: (key) => `caixa/${key.join('/')}`,
  service_ordens_desossa: (key) => `ordem/${key.join('/')}`,
  service_vendas: (key) => `pedido/${key.slice(0, 3).join('/')}`,
  service_venda_caixas: (key) => `pedido/${key.slice(0, 3).join('/')}`,
};

/** The rows that an alert speaks of. */
export function things(alert: Alerta): { name: string; page: string | null }[] {
  const keys = alert.detalhes.chaves;
  if (!Array.isArray(keys)) return [];
  const page = pageOfModel[String(alert.detalhes.modelo)];
  return keys.map(String).map((name) => ({ name, page: page ? `/rastreabilidade/${page(name.split('/').map((part) => encodeURIComponent(part || '-')))}` : null }));
}
