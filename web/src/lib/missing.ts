import { day } from './format';
import { coded, t } from './language.svelte';
import { messages } from './messages';
import type { Falta, Pendencias } from './types';

type Named = Pick<Falta, 'payload' | 'chave' | 'arquivo' | 'regra' | 'planta_suposta'> & { tipo?: Falta['tipo'] };

/** The thing that is missing, as a person names it. */
export function missing(falta: Named): string {
  const key = falta.chave;
  const number = String(key.nr_unidade_abate ?? key.nr_unidade_desossa ?? '');
  const plant = falta.planta_suposta ? t('missing.guessed', { plant: number }) : number;
  const date = day(String(key.dt_abate ?? key.dt_producao ?? '') || null);
  if (falta.tipo === 'arquivo') return t('missing.file', { payload: coded('payload', falta.payload), plant, day: date });
  const lot = key.nr_lote_abate;
  const order = key.nr_op_desossa;
  const what = kindOf(falta);
  if (lot !== undefined) return t('missing.lot', { what, lot: String(lot), plant, day: date });
  if (order !== undefined) return t(key.dt_abate ? 'missing.order_day' : 'missing.order', { what, order: String(order), plant, day: date });
  return t('missing.thing', { what, key: Object.values(key).join(' · ') });
}

// A record that was refused, one that has not come, or what is wrong with one that has.
function kindOf(falta: Named): string {
  const payload = coded('payload', falta.payload);
  if (falta.tipo === 'rejeicao') return t('missing.refused', { payload });
  if (!falta.arquivo) return t('missing.absent', { payload });
  const [rule = '', field = ''] = (falta.regra ?? '').split(':');
  const known = `falta.${rule}_${field}`;
  if (known in messages) return coded('falta', `${rule}_${field}`);
  return t('missing.wrong', { field: field || rule, payload });
}

/** Where the cause can be seen. */
export function proof(falta: Named & { rejeicao_id?: number | null }): string | null {
  if (falta.rejeicao_id) return `/qualidade/${falta.rejeicao_id}`;
  if (falta.arquivo) return `/execucoes?nome=${encodeURIComponent(falta.arquivo.split('/').at(-1) ?? '')}`;
  const key = falta.chave;
  if (key.nr_unidade_abate && key.dt_abate && key.nr_lote_abate !== undefined) {
    return `/rastreabilidade/lote/${key.nr_unidade_abate}/${key.dt_abate}/${key.nr_lote_abate}`;
  }
  return null;
}

export interface Work {
  motivo: string;
  falta: Falta;
  id: string;
}

/** All that is missing, the most kilos first. */
export function worklist(pendencias: Pendencias): Work[] {
  return pendencias.causas
    .flatMap((causa) => causa.falta.map((falta) => ({ motivo: causa.motivo, falta, id: idOf(causa.motivo, falta) })))
    .sort((a, b) => b.falta.kg - a.falta.kg || b.falta.caixas - a.falta.caixas);
}

function idOf(motivo: string, falta: Falta): string {
  return [motivo, falta.tipo, falta.payload, ...Object.values(falta.chave), falta.nr_registro ?? '', falta.rejeicao_id ?? ''].join('|');
}
