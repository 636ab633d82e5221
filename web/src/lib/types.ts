export interface Motivo {
  campo: string;
  regra: string;
  acao: string;
  valor: string | null;
  oculto?: boolean;
  mensagem: string;
  mensagem_en?: string;
}

export interface Alerta {
  id: number;
  token_cliente?: string | null;
  tipo: string;
  severidade: string;
  chave: string;
  /** In the reader's language, as the server was asked: what it says, why, and what to do. */
  frase: string;
  causa: string;
  o_que_fazer: string;
  vezes: number;
  status?: string;
  criado_em: string;
  encerrado_em?: string | null;
  motivo?: string | null;
  detalhes: Record<string, unknown>;
}

export interface Quebrado {
  id: number;
  tipo_payload: string;
  nome_arquivo: string;
  codigo_erro: string;
  mensagem_erro: string;
  linha: number | null;
  coluna: number | null;
}

export interface VisaoGeral {
  dia: string;
  /** When that day begins and ends, where the plants are. */
  de: string;
  ate: string;
  fuso: string;
  ultimo_dado: string | null;
  raw: { arquivos: number; registros: number; rejeitados: number; duracao_ms: number };
  trusted: { itens: number; rejeitados: number; com_avisos: number; fila: number };
  service: { caixas: number; rastreaveis: number; kg: number; kg_sem_origem: number; dia: string | null; fila: number };
  horas: { hora: number; hoje: number | null; minimo: number | null; mediana: number | null; maximo: number | null }[];
  regras: { regra: string; campo: string; entidade: string; tipo_payload: string; violados: number }[];
  regras_total: number;
  quebrados: Quebrado[];
  quebrados_total: number;
  frescor: { tipo_payload: string; ultimo: string; registros: number; quebrados: number; fila: number }[];
  alertas: Alerta[];
  alertas_total: number;
}

export interface Fila {
  pendentes: { tipo_payload: string; arquivos: number; bytes: number; mais_antigo: string | null }[];
  em_carga: number;
  sem_cliente: number;
  pastas_desconhecidas: string[];
}

export interface Falta {
  tipo: 'arquivo' | 'registro' | 'rejeicao';
  payload: string;
  chave: Record<string, string | number>;
  arquivo: string | null;
  nr_registro: number | null;
  regra: string | null;
  rejeicao_id: number | null;
  ou: Pick<Falta, 'payload' | 'chave' | 'arquivo' | 'nr_registro' | 'regra' | 'planta_suposta'> | null;
  /** Its plant of slaughter is a guess: nothing that came says it. */
  planta_suposta: boolean;
  caixas: number;
  kg: number;
  /** With those that lack other things besides. */
  caixas_esperam: number;
  kg_esperam: number;
}

export interface Pendencias {
  dia: string | null;
  caixas: number;
  rastreaveis: number;
  causas: { motivo: string; caixas: number; kg: number; falta: Falta[] }[];
}

export interface No {
  tipo: string;
  chave: Record<string, string | number>;
  dados: Record<string, unknown>;
  filhos: No[];
}

export interface Rastro {
  tipo: string;
  token_cliente: string;
  chave: Record<string, string | number>;
  rastreavel: boolean | null;
  motivo: string | null;
  dados?: Record<string, unknown>;
  /** What the worklist says that it lacks, to operators; without counts. */
  falta?: Falta[];
  origem: No[];
  destino: No[];
}

export interface Arquivo {
  id: number;
  tipo_payload: string;
  nome_arquivo: string;
  status: string;
  tamanho: number;
  registros_lidos: number;
  registros_carregados: number;
  registros_rejeitados: number;
  registros_duplicados: number;
  concluido_em: string | null;
  versao_em: string | null;
  codigo_erro: string | null;
  mensagem_erro: string | null;
  linha: number | null;
  coluna: number | null;
}

export interface Rejeitado {
  id: number;
  tipo_payload: string;
  camada: string;
  entidade: string | null;
  arquivo_id: number;
  nome_arquivo: string;
  nr_registro: number;
  nr_item: number;
  byte_inicio: number;
  byte_tamanho: number;
  motivos: Motivo[];
  status: string;
  criado_em: string;
  encerrado_em: string | null;
  encerrado_por: string | null;
  motivo_descarte: string | null;
}
