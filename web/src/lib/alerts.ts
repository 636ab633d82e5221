import type { Alerta } from './types';

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
