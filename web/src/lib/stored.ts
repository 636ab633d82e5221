import { coded, language, t } from './language.svelte';

// Sentences that are stored are Portuguese. Their readers get them; readers of another language get
// a sentence made of the code and the figures that are stored beside them. No other file of the
// pages shows one (tests/web/texts_test.mjs).

export interface LogLine {
  status: string;
  mensagem: string;
  registros_processados: number | null;
  registros_invalidos: number | null;
}

interface Fault {
  codigo_erro: string | null;
  mensagem_erro: string | null;
}

interface Refusal {
  regra: string;
  mensagem: string;
  mensagem_en?: string;
}

/** Why a file could not be read. */
export function fault(file: Fault): string {
  return (language.current === 'pt-BR' && file.mensagem_erro) || coded('erro', file.codigo_erro);
}

/** Why a record was refused: the contract's own words are in both languages. */
export function reason(refusal: Refusal): string {
  if (language.current === 'pt-BR') return refusal.mensagem;
  return refusal.mensagem_en ?? coded('regra', refusal.regra);
}

/** A line of the processing log. */
export function logged(line: LogLine): string {
  if (language.current === 'pt-BR') return line.mensagem;
  if (line.registros_processados === null) return coded('log', line.status);
  return t('file.log_figures', { n: line.registros_processados, m: line.registros_invalidos ?? 0 });
}
