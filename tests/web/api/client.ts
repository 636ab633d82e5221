// What an application would write: the client's types come from the served document alone.
import createClient from 'openapi-fetch';
import type { paths } from './api';

// Lists come in other forms, too.
type Taken = 'application/json' | 'application/problem+json';

export async function useClient(baseUrl: string, chave: string) {
  const api = createClient<paths, Taken>({ baseUrl, headers: { Authorization: `Bearer ${chave}` } });

  const barcodes: string[] = [];
  let cursor: string | undefined;
  do {
    const { data, error } = await api.GET('/api/v1/caixas', {
      params: { query: { limite: 100, ordem: 'codigo_barras', flag_rastreavel: 'true', cursor } },
    });
    if (error) throw new Error(`${error.codigo}: ${error.detail}`);
    for (const caixa of data.dados) if (caixa.codigo_barras) barcodes.push(caixa.codigo_barras);
    cursor = data.proximo ?? undefined;
  } while (cursor);

  const { data: first } = await api.GET('/api/v1/caixas', { params: { query: { limite: 1 } } });
  const caixa = first!.dados[0]!;
  const key = {
    nr_unidade_desossa: caixa.nr_unidade_desossa ?? '-',
    codigo_barras: caixa.codigo_barras ?? '-',
  };
  const { data: trace } = await api.GET(
    '/api/v1/caixas/{nr_unidade_desossa}/{codigo_barras}/rastreabilidade', { params: { path: key } });
  const { data: many } = await api.POST('/api/v1/caixas/rastreabilidade', {
    body: { codigos_barras: barcodes.slice(0, 10) },
  });
  const { error: refused } = await api.GET('/api/v1/caixas', {
    params: { query: { limite: 5000 } },
  });
  return {
    barcodes,
    tipo: trace?.tipo,
    rastreavel: trace?.rastreavel,
    resultados: many?.resultados?.length ?? 0,
    refused: refused?.codigo,
  };
}
