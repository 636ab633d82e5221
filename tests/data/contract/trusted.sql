CREATE TABLE IF NOT EXISTS "trusted_carcacas" (
  "token_cliente" text NOT NULL,
  "nr_unidade_abate" text NOT NULL,
  "dt_abate" date NOT NULL,
  "nr_sequencial" integer NOT NULL,
  "nr_banda" integer NOT NULL,
  "cod_empresa" integer,
  "cnpj_industria_abate" text,
  "tipo_unidade_abate" text,
  "nr_op" text,
  "prod_cpf_cnpj" text,
  "prod_nr_ie" text,
  "dt_compra" date,
  "nr_lote_abate" integer,
  "codigo_barra_etiqueta" text,
  "sexo" text,
  "sexo_original" text,
  "nr_sisbov" text,
  "nr_identificacao" text,
  "nr_chip" text,
  "dt_nascimento" date,
  "peso_vivo" numeric(8,3),
  "peso_carcaca" numeric(8,3),
  "hr_ultima_pesagem" timestamp with time zone,
  "dt_abertura_camera_abate" date,
  "dt_fechamento_camera_abate" date,
  "dt_corte_quarto" timestamp with time zone,
  "valor_ph" numeric(5,3),
  "flag_contusao" boolean,
  "id_destino_abate" integer,
  "motivos_dif" jsonb,
  "id_acabamento" integer,
  "id_conformacao" integer,
  "id_categoria" integer,
  "id_maturidade" integer,
  "id_raca" integer,
  "id_habilitacao_mercado_escala" integer,
  "id_habilitacao_mercado_etiqueta" integer,
  "json_habilitacoes" jsonb,
  "sku_codigo" bigint,
  "sku_descricao" text,
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "nr_item" integer NOT NULL,
  "versao_ts" timestamp with time zone NOT NULL,
  "versao_objeto_ts" timestamp with time zone NOT NULL DEFAULT 'epoch',
  "versao_geracao" bigint NOT NULL DEFAULT 0,
  "versao_hash" bigint NOT NULL,
  "atualizado_em" timestamp with time zone NOT NULL,
  "contrato_versao" text NOT NULL,
  "dados_extras" jsonb,
  "avisos" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_abate", "dt_abate", "nr_sequencial", "nr_banda")
) PARTITION BY RANGE ("dt_abate");
CREATE TABLE IF NOT EXISTS "trusted_carcacas_resto" PARTITION OF "trusted_carcacas" DEFAULT;
COMMENT ON TABLE "trusted_carcacas" IS 'Abate, uma linha por meia carcaça';
COMMENT ON COLUMN "trusted_carcacas"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_carcacas"."nr_unidade_abate" IS 'Número SIF da unidade de abate';
COMMENT ON COLUMN "trusted_carcacas"."dt_abate" IS 'Data do abate';
COMMENT ON COLUMN "trusted_carcacas"."nr_sequencial" IS 'Ordem do animal no dia';
COMMENT ON COLUMN "trusted_carcacas"."nr_banda" IS 'Banda (lado) da carcaça';
COMMENT ON COLUMN "trusted_carcacas"."cod_empresa" IS 'Código da planta no sistema de origem';
COMMENT ON COLUMN "trusted_carcacas"."cnpj_industria_abate" IS 'CNPJ da indústria de abate';
COMMENT ON COLUMN "trusted_carcacas"."tipo_unidade_abate" IS 'Tipo de inspeção da unidade de abate; 1 = SIF';
COMMENT ON COLUMN "trusted_carcacas"."nr_op" IS 'Ordem de compra ou de abate';
COMMENT ON COLUMN "trusted_carcacas"."prod_cpf_cnpj" IS 'CPF ou CNPJ do produtor [dado pessoal]';
COMMENT ON COLUMN "trusted_carcacas"."prod_nr_ie" IS 'Inscrição estadual do produtor [dado pessoal]';
COMMENT ON COLUMN "trusted_carcacas"."dt_compra" IS 'Data da compra';
COMMENT ON COLUMN "trusted_carcacas"."nr_lote_abate" IS 'Lote de abate';
COMMENT ON COLUMN "trusted_carcacas"."codigo_barra_etiqueta" IS 'Etiqueta da meia carcaça';
COMMENT ON COLUMN "trusted_carcacas"."sexo" IS 'Sexo';
COMMENT ON COLUMN "trusted_carcacas"."sexo_original" IS 'Como veio: Sexo';
COMMENT ON COLUMN "trusted_carcacas"."nr_sisbov" IS 'Número SISBOV; novos começam com 076';
COMMENT ON COLUMN "trusted_carcacas"."nr_identificacao" IS 'Outra identificação do animal';
COMMENT ON COLUMN "trusted_carcacas"."nr_chip" IS 'Identificação eletrônica (RFID)';
COMMENT ON COLUMN "trusted_carcacas"."dt_nascimento" IS 'Data de nascimento';
COMMENT ON COLUMN "trusted_carcacas"."peso_vivo" IS 'Peso vivo; 0 = não pesado (kg)';
COMMENT ON COLUMN "trusted_carcacas"."peso_carcaca" IS 'Peso da meia carcaça (kg)';
COMMENT ON COLUMN "trusted_carcacas"."hr_ultima_pesagem" IS 'Pesagem a quente, hora local';
COMMENT ON COLUMN "trusted_carcacas"."dt_abertura_camera_abate" IS 'Abertura da câmara fria';
COMMENT ON COLUMN "trusted_carcacas"."dt_fechamento_camera_abate" IS 'Fechamento da câmara fria';
COMMENT ON COLUMN "trusted_carcacas"."dt_corte_quarto" IS 'Corte em quartos, hora local';
COMMENT ON COLUMN "trusted_carcacas"."valor_ph" IS 'pH; aviso a partir de 5,8';
COMMENT ON COLUMN "trusted_carcacas"."flag_contusao" IS 'Contusão';
COMMENT ON COLUMN "trusted_carcacas"."id_destino_abate" IS 'Destino do abate';
COMMENT ON COLUMN "trusted_carcacas"."motivos_dif" IS 'Motivos de destino do DIF, cada um com id e descricao';
COMMENT ON COLUMN "trusted_carcacas"."id_acabamento" IS 'Acabamento (código da planta)';
COMMENT ON COLUMN "trusted_carcacas"."id_conformacao" IS 'Conformação (código da planta)';
COMMENT ON COLUMN "trusted_carcacas"."id_categoria" IS 'Categoria (código da planta)';
COMMENT ON COLUMN "trusted_carcacas"."id_maturidade" IS 'Maturidade (código da planta)';
COMMENT ON COLUMN "trusted_carcacas"."id_raca" IS 'Raça (código da planta)';
COMMENT ON COLUMN "trusted_carcacas"."id_habilitacao_mercado_escala" IS 'Habilitação de mercado da escala';
COMMENT ON COLUMN "trusted_carcacas"."id_habilitacao_mercado_etiqueta" IS 'Habilitação de mercado da etiqueta';
COMMENT ON COLUMN "trusted_carcacas"."json_habilitacoes" IS 'Habilitações da etiqueta';
COMMENT ON COLUMN "trusted_carcacas"."sku_codigo" IS 'Código do produto';
COMMENT ON COLUMN "trusted_carcacas"."sku_descricao" IS 'Descrição do produto';
COMMENT ON COLUMN "trusted_carcacas"."lote_id" IS 'Lote que trouxe a linha';
COMMENT ON COLUMN "trusted_carcacas"."arquivo_id" IS 'Arquivo de origem';
COMMENT ON COLUMN "trusted_carcacas"."nr_registro" IS 'Registro no arquivo, a partir de 1';
COMMENT ON COLUMN "trusted_carcacas"."nr_item" IS 'Item no registro, a partir de 1; 0 = o registro';
COMMENT ON COLUMN "trusted_carcacas"."versao_ts" IS 'Instante da entrega; a mais nova vence';
COMMENT ON COLUMN "trusted_carcacas"."versao_objeto_ts" IS 'Instante do próprio objeto: decide entre nomes iguais';
COMMENT ON COLUMN "trusted_carcacas"."versao_geracao" IS 'Geração do objeto, depois do seu instante';
COMMENT ON COLUMN "trusted_carcacas"."versao_hash" IS 'Desempate entre entregas do mesmo instante';
COMMENT ON COLUMN "trusted_carcacas"."atualizado_em" IS 'Última gravação da linha';
COMMENT ON COLUMN "trusted_carcacas"."contrato_versao" IS 'Versão do contrato que julgou a linha';
COMMENT ON COLUMN "trusted_carcacas"."dados_extras" IS 'Membros que o contrato não conhece';
COMMENT ON COLUMN "trusted_carcacas"."avisos" IS 'Avisos da validação';
CREATE TABLE "trusted_carcacas_2025_01" (LIKE "trusted_carcacas" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "trusted_carcacas_2025_01_span" CHECK ("dt_abate" IS NOT NULL AND "dt_abate" >= '2025-01-01' AND "dt_abate" < '2025-02-01'));
ALTER TABLE "trusted_carcacas" ATTACH PARTITION "trusted_carcacas_2025_01" FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
ALTER TABLE "trusted_carcacas_2025_01" DROP CONSTRAINT "trusted_carcacas_2025_01_span";

CREATE TABLE IF NOT EXISTS "trusted_animais" (
  "token_cliente" text NOT NULL,
  "id_animal" text NOT NULL,
  "id_propriedade" text NOT NULL,
  "data_nascimento" date,
  "sexo" text,
  "sexo_original" text,
  "raca" text,
  "raca_original" text,
  "peso_nascimento" numeric(8,3),
  "data_entrada" date,
  "data_saida" date,
  "status" text,
  "vacinado" boolean,
  "vacinas" jsonb,
  "observacoes" text,
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "nr_item" integer NOT NULL,
  "versao_ts" timestamp with time zone NOT NULL,
  "versao_objeto_ts" timestamp with time zone NOT NULL DEFAULT 'epoch',
  "versao_geracao" bigint NOT NULL DEFAULT 0,
  "versao_hash" bigint NOT NULL,
  "atualizado_em" timestamp with time zone NOT NULL,
  "contrato_versao" text NOT NULL,
  "dados_extras" jsonb,
  "avisos" jsonb,
  PRIMARY KEY ("token_cliente", "id_animal", "id_propriedade")
);
COMMENT ON TABLE "trusted_animais" IS 'Animal na fazenda, uma linha por animal e propriedade';
COMMENT ON COLUMN "trusted_animais"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_animais"."id_animal" IS 'Identificador do animal';
COMMENT ON COLUMN "trusted_animais"."id_propriedade" IS 'Identificador da propriedade';
COMMENT ON COLUMN "trusted_animais"."data_nascimento" IS 'Data de nascimento';
COMMENT ON COLUMN "trusted_animais"."sexo" IS 'Sexo';
COMMENT ON COLUMN "trusted_animais"."sexo_original" IS 'Como veio: Sexo';
COMMENT ON COLUMN "trusted_animais"."raca" IS 'Raça';
COMMENT ON COLUMN "trusted_animais"."raca_original" IS 'Como veio: Raça';
COMMENT ON COLUMN "trusted_animais"."peso_nascimento" IS 'Peso ao nascer (kg)';
COMMENT ON COLUMN "trusted_animais"."data_entrada" IS 'Entrada na propriedade';
COMMENT ON COLUMN "trusted_animais"."data_saida" IS 'Saída da propriedade';
COMMENT ON COLUMN "trusted_animais"."status" IS 'Situação do animal';
COMMENT ON COLUMN "trusted_animais"."vacinado" IS 'O animal foi vacinado';
COMMENT ON COLUMN "trusted_animais"."vacinas" IS 'Vacinas, cada uma com tipo e data';
COMMENT ON COLUMN "trusted_animais"."observacoes" IS 'Observações livres, que podem citar pessoas [dado pessoal]';
COMMENT ON COLUMN "trusted_animais"."lote_id" IS 'Lote que trouxe a linha';
COMMENT ON COLUMN "trusted_animais"."arquivo_id" IS 'Arquivo de origem';
COMMENT ON COLUMN "trusted_animais"."nr_registro" IS 'Registro no arquivo, a partir de 1';
COMMENT ON COLUMN "trusted_animais"."nr_item" IS 'Item no registro, a partir de 1; 0 = o registro';
COMMENT ON COLUMN "trusted_animais"."versao_ts" IS 'Instante da entrega; a mais nova vence';
COMMENT ON COLUMN "trusted_animais"."versao_objeto_ts" IS 'Instante do próprio objeto: decide entre nomes iguais';
COMMENT ON COLUMN "trusted_animais"."versao_geracao" IS 'Geração do objeto, depois do seu instante';
COMMENT ON COLUMN "trusted_animais"."versao_hash" IS 'Desempate entre entregas do mesmo instante';
COMMENT ON COLUMN "trusted_animais"."atualizado_em" IS 'Última gravação da linha';
COMMENT ON COLUMN "trusted_animais"."contrato_versao" IS 'Versão do contrato que julgou a linha';
COMMENT ON COLUMN "trusted_animais"."dados_extras" IS 'Membros que o contrato não conhece';
COMMENT ON COLUMN "trusted_animais"."avisos" IS 'Avisos da validação';

CREATE TABLE IF NOT EXISTS "trusted_caixas" (
  "token_cliente" text NOT NULL,
  "nr_unidade_desossa" text NOT NULL,
  "codigo_barras" text NOT NULL,
  "cod_bloco" integer,
  "cod_empresa" integer,
  "tipo_unidade_desossa" text,
  "nr_op_desossa" text,
  "dt_abate_ordem" date,
  "cnpj_industria_abate" text,
  "cnpj_industria_desossa" text,
  "codigo_rastreabilidade_ind" text,
  "sku_codigo" bigint,
  "sku_descricao" text,
  "dt_abate" date,
  "dt_producao" date,
  "dt_embalagem" date,
  "dt_validade" date,
  "dt_hora_pesagem" timestamp with time zone,
  "tipo_armazenamento" integer,
  "peso_liquido" numeric(8,3),
  "peso_bruto" numeric(8,3),
  "tara_total" numeric(8,3),
  "tara_primaria" numeric(8,3),
  "qtde_pecas" integer,
  "id_habilitacao_mercado" jsonb,
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "nr_item" integer NOT NULL,
  "versao_ts" timestamp with time zone NOT NULL,
  "versao_objeto_ts" timestamp with time zone NOT NULL DEFAULT 'epoch',
  "versao_geracao" bigint NOT NULL DEFAULT 0,
  "versao_hash" bigint NOT NULL,
  "atualizado_em" timestamp with time zone NOT NULL,
  "contrato_versao" text NOT NULL,
  "dados_extras" jsonb,
  "avisos" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_desossa", "codigo_barras")
);
COMMENT ON TABLE "trusted_caixas" IS 'Caixa de carne, uma linha por caixa, com os dados do cabeçalho';
COMMENT ON COLUMN "trusted_caixas"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_caixas"."nr_unidade_desossa" IS 'Número SIF da unidade de desossa';
COMMENT ON COLUMN "trusted_caixas"."codigo_barras" IS 'Código de barras da caixa (não é GS1)';
COMMENT ON COLUMN "trusted_caixas"."cod_bloco" IS 'Bloco do arquivo; 9 = caixas';
COMMENT ON COLUMN "trusted_caixas"."cod_empresa" IS 'Código da planta no sistema de origem';
COMMENT ON COLUMN "trusted_caixas"."tipo_unidade_desossa" IS 'Tipo de inspeção da unidade de desossa; 1 = SIF';
COMMENT ON COLUMN "trusted_caixas"."nr_op_desossa" IS 'Ordem de produção da desossa';
COMMENT ON COLUMN "trusted_caixas"."dt_abate_ordem" IS 'Data do abate, do cabeçalho';
COMMENT ON COLUMN "trusted_caixas"."cnpj_industria_abate" IS 'CNPJ da indústria de abate';
COMMENT ON COLUMN "trusted_caixas"."cnpj_industria_desossa" IS 'CNPJ da indústria de desossa';
COMMENT ON COLUMN "trusted_caixas"."codigo_rastreabilidade_ind" IS 'Código de rastreabilidade impresso; nunca é prova';
COMMENT ON COLUMN "trusted_caixas"."sku_codigo" IS 'Código do produto';
COMMENT ON COLUMN "trusted_caixas"."sku_descricao" IS 'Descrição do produto';
COMMENT ON COLUMN "trusted_caixas"."dt_abate" IS 'Data do abate; sem ela, a do cabeçalho';
COMMENT ON COLUMN "trusted_caixas"."dt_producao" IS 'Data de produção';
COMMENT ON COLUMN "trusted_caixas"."dt_embalagem" IS 'Data de embalagem';
COMMENT ON COLUMN "trusted_caixas"."dt_validade" IS 'Data de validade';
COMMENT ON COLUMN "trusted_caixas"."dt_hora_pesagem" IS 'Pesagem da caixa, hora local';
COMMENT ON COLUMN "trusted_caixas"."tipo_armazenamento" IS '1 = resfriado, 2 = congelado';
COMMENT ON COLUMN "trusted_caixas"."peso_liquido" IS 'Peso líquido (kg)';
COMMENT ON COLUMN "trusted_caixas"."peso_bruto" IS 'Peso bruto (kg)';
COMMENT ON COLUMN "trusted_caixas"."tara_total" IS 'Tara total (kg)';
COMMENT ON COLUMN "trusted_caixas"."tara_primaria" IS 'Tara da embalagem primária (kg)';
COMMENT ON COLUMN "trusted_caixas"."qtde_pecas" IS 'Peças na caixa';
COMMENT ON COLUMN "trusted_caixas"."id_habilitacao_mercado" IS 'Mercados para os quais a caixa é habilitada';
COMMENT ON COLUMN "trusted_caixas"."lote_id" IS 'Lote que trouxe a linha';
COMMENT ON COLUMN "trusted_caixas"."arquivo_id" IS 'Arquivo de origem';
COMMENT ON COLUMN "trusted_caixas"."nr_registro" IS 'Registro no arquivo, a partir de 1';
COMMENT ON COLUMN "trusted_caixas"."nr_item" IS 'Item no registro, a partir de 1; 0 = o registro';
COMMENT ON COLUMN "trusted_caixas"."versao_ts" IS 'Instante da entrega; a mais nova vence';
COMMENT ON COLUMN "trusted_caixas"."versao_objeto_ts" IS 'Instante do próprio objeto: decide entre nomes iguais';
COMMENT ON COLUMN "trusted_caixas"."versao_geracao" IS 'Geração do objeto, depois do seu instante';
COMMENT ON COLUMN "trusted_caixas"."versao_hash" IS 'Desempate entre entregas do mesmo instante';
COMMENT ON COLUMN "trusted_caixas"."atualizado_em" IS 'Última gravação da linha';
COMMENT ON COLUMN "trusted_caixas"."contrato_versao" IS 'Versão do contrato que julgou a linha';
COMMENT ON COLUMN "trusted_caixas"."dados_extras" IS 'Membros que o contrato não conhece';
COMMENT ON COLUMN "trusted_caixas"."avisos" IS 'Avisos da validação';
CREATE INDEX IF NOT EXISTS "trusted_caixas_nr_unidade_desossa_nr_op_desossa_idx" ON "trusted_caixas" ("token_cliente", "nr_unidade_desossa", "nr_op_desossa");
CREATE INDEX IF NOT EXISTS "trusted_caixas_codigo_barras_idx" ON "trusted_caixas" ("token_cliente", "codigo_barras");

CREATE TABLE IF NOT EXISTS "trusted_desossa" (
  "token_cliente" text NOT NULL,
  "nr_unidade_desossa" text NOT NULL,
  "nr_op_desossa" text NOT NULL,
  "nr_unidade_abate" text NOT NULL,
  "dt_abate" date NOT NULL,
  "cod_empresa" integer,
  "dt_producao" date,
  "cnpj_industria_abate" text,
  "cnpj_industria_desossa" text,
  "id_mercado_destino" jsonb,
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "nr_item" integer NOT NULL,
  "versao_ts" timestamp with time zone NOT NULL,
  "versao_objeto_ts" timestamp with time zone NOT NULL DEFAULT 'epoch',
  "versao_geracao" bigint NOT NULL DEFAULT 0,
  "versao_hash" bigint NOT NULL,
  "atualizado_em" timestamp with time zone NOT NULL,
  "contrato_versao" text NOT NULL,
  "dados_extras" jsonb,
  "avisos" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_desossa", "nr_op_desossa", "nr_unidade_abate", "dt_abate")
) PARTITION BY RANGE ("dt_abate");
CREATE TABLE IF NOT EXISTS "trusted_desossa_resto" PARTITION OF "trusted_desossa" DEFAULT;
COMMENT ON TABLE "trusted_desossa" IS 'Ordem de desossa';
COMMENT ON COLUMN "trusted_desossa"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_desossa"."nr_unidade_desossa" IS 'Número SIF da unidade de desossa';
COMMENT ON COLUMN "trusted_desossa"."nr_op_desossa" IS 'Ordem de produção da desossa';
COMMENT ON COLUMN "trusted_desossa"."nr_unidade_abate" IS 'Número SIF da unidade de abate';
COMMENT ON COLUMN "trusted_desossa"."dt_abate" IS 'Data do abate';
COMMENT ON COLUMN "trusted_desossa"."cod_empresa" IS 'Código da planta no sistema de origem';
COMMENT ON COLUMN "trusted_desossa"."dt_producao" IS 'Data da desossa';
COMMENT ON COLUMN "trusted_desossa"."cnpj_industria_abate" IS 'CNPJ da indústria de abate';
COMMENT ON COLUMN "trusted_desossa"."cnpj_industria_desossa" IS 'CNPJ da indústria de desossa';
COMMENT ON COLUMN "trusted_desossa"."id_mercado_destino" IS 'Mercados de destino';
COMMENT ON COLUMN "trusted_desossa"."lote_id" IS 'Lote que trouxe a linha';
COMMENT ON COLUMN "trusted_desossa"."arquivo_id" IS 'Arquivo de origem';
COMMENT ON COLUMN "trusted_desossa"."nr_registro" IS 'Registro no arquivo, a partir de 1';
COMMENT ON COLUMN "trusted_desossa"."nr_item" IS 'Item no registro, a partir de 1; 0 = o registro';
COMMENT ON COLUMN "trusted_desossa"."versao_ts" IS 'Instante da entrega; a mais nova vence';
COMMENT ON COLUMN "trusted_desossa"."versao_objeto_ts" IS 'Instante do próprio objeto: decide entre nomes iguais';
COMMENT ON COLUMN "trusted_desossa"."versao_geracao" IS 'Geração do objeto, depois do seu instante';
COMMENT ON COLUMN "trusted_desossa"."versao_hash" IS 'Desempate entre entregas do mesmo instante';
COMMENT ON COLUMN "trusted_desossa"."atualizado_em" IS 'Última gravação da linha';
COMMENT ON COLUMN "trusted_desossa"."contrato_versao" IS 'Versão do contrato que julgou a linha';
COMMENT ON COLUMN "trusted_desossa"."dados_extras" IS 'Membros que o contrato não conhece';
COMMENT ON COLUMN "trusted_desossa"."avisos" IS 'Avisos da validação';
CREATE TABLE "trusted_desossa_2025_01" (LIKE "trusted_desossa" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "trusted_desossa_2025_01_span" CHECK ("dt_abate" IS NOT NULL AND "dt_abate" >= '2025-01-01' AND "dt_abate" < '2025-02-01'));
ALTER TABLE "trusted_desossa" ATTACH PARTITION "trusted_desossa_2025_01" FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
ALTER TABLE "trusted_desossa_2025_01" DROP CONSTRAINT "trusted_desossa_2025_01_span";

CREATE TABLE IF NOT EXISTS "trusted_desossa_lotes" (
  "token_cliente" text NOT NULL,
  "nr_unidade_desossa" text NOT NULL,
  "nr_op_desossa" text NOT NULL,
  "nr_unidade_abate" text NOT NULL,
  "dt_abate" date NOT NULL,
  "nr_item" integer NOT NULL,
  "nr_lote_abate" integer,
  "nr_unidade_abate_lote" text,
  "dt_abate_lote" date,
  "dados_extras" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_desossa", "nr_op_desossa", "nr_unidade_abate", "dt_abate", "nr_item")
) PARTITION BY RANGE ("dt_abate");
CREATE TABLE IF NOT EXISTS "trusted_desossa_lotes_resto" PARTITION OF "trusted_desossa_lotes" DEFAULT;
COMMENT ON TABLE "trusted_desossa_lotes" IS 'Lotes de abate da ordem, a ponte da caixa às fazendas';
COMMENT ON COLUMN "trusted_desossa_lotes"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_desossa_lotes"."nr_unidade_desossa" IS 'Número SIF da unidade de desossa';
COMMENT ON COLUMN "trusted_desossa_lotes"."nr_op_desossa" IS 'Ordem de produção da desossa';
COMMENT ON COLUMN "trusted_desossa_lotes"."nr_unidade_abate" IS 'Número SIF da unidade de abate';
COMMENT ON COLUMN "trusted_desossa_lotes"."dt_abate" IS 'Data do abate';
COMMENT ON COLUMN "trusted_desossa_lotes"."nr_item" IS 'Lugar no arranjo, a partir de 1';
COMMENT ON COLUMN "trusted_desossa_lotes"."nr_lote_abate" IS 'Lote de abate';
COMMENT ON COLUMN "trusted_desossa_lotes"."nr_unidade_abate_lote" IS 'Número SIF da unidade de abate do lote';
COMMENT ON COLUMN "trusted_desossa_lotes"."dt_abate_lote" IS 'Data do abate do lote';
COMMENT ON COLUMN "trusted_desossa_lotes"."dados_extras" IS 'Membros que o contrato não conhece';
CREATE INDEX IF NOT EXISTS "trusted_desossa_lotes_nr_unidade_abate_lote_dt_aba_69a1cf48_idx" ON "trusted_desossa_lotes" ("token_cliente", "nr_unidade_abate_lote", "dt_abate_lote", "nr_lote_abate");
CREATE TABLE "trusted_desossa_lotes_2025_01" (LIKE "trusted_desossa_lotes" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "trusted_desossa_lotes_2025_01_span" CHECK ("dt_abate" IS NOT NULL AND "dt_abate" >= '2025-01-01' AND "dt_abate" < '2025-02-01'));
ALTER TABLE "trusted_desossa_lotes" ATTACH PARTITION "trusted_desossa_lotes_2025_01" FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
ALTER TABLE "trusted_desossa_lotes_2025_01" DROP CONSTRAINT "trusted_desossa_lotes_2025_01_span";

CREATE TABLE IF NOT EXISTS "trusted_desossa_quartos" (
  "token_cliente" text NOT NULL,
  "nr_unidade_desossa" text NOT NULL,
  "nr_op_desossa" text NOT NULL,
  "nr_unidade_abate" text NOT NULL,
  "dt_abate" date NOT NULL,
  "nr_item" integer NOT NULL,
  "tipo_corte" text,
  "peso_corte" numeric(8,3),
  "cod_barra_corte" text,
  "dados_extras" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_desossa", "nr_op_desossa", "nr_unidade_abate", "dt_abate", "nr_item")
) PARTITION BY RANGE ("dt_abate");
CREATE TABLE IF NOT EXISTS "trusted_desossa_quartos_resto" PARTITION OF "trusted_desossa_quartos" DEFAULT;
COMMENT ON TABLE "trusted_desossa_quartos" IS 'Quartos que entraram na ordem';
COMMENT ON COLUMN "trusted_desossa_quartos"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_desossa_quartos"."nr_unidade_desossa" IS 'Número SIF da unidade de desossa';
COMMENT ON COLUMN "trusted_desossa_quartos"."nr_op_desossa" IS 'Ordem de produção da desossa';
COMMENT ON COLUMN "trusted_desossa_quartos"."nr_unidade_abate" IS 'Número SIF da unidade de abate';
COMMENT ON COLUMN "trusted_desossa_quartos"."dt_abate" IS 'Data do abate';
COMMENT ON COLUMN "trusted_desossa_quartos"."nr_item" IS 'Lugar no arranjo, a partir de 1';
COMMENT ON COLUMN "trusted_desossa_quartos"."tipo_corte" IS '2 = traseiro, 3 = dianteiro, 4 = ponta de agulha';
COMMENT ON COLUMN "trusted_desossa_quartos"."peso_corte" IS 'Peso do quarto (kg)';
COMMENT ON COLUMN "trusted_desossa_quartos"."cod_barra_corte" IS 'Etiqueta da meia carcaça seguida do tipo de corte';
COMMENT ON COLUMN "trusted_desossa_quartos"."dados_extras" IS 'Membros que o contrato não conhece';
CREATE TABLE "trusted_desossa_quartos_2025_01" (LIKE "trusted_desossa_quartos" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "trusted_desossa_quartos_2025_01_span" CHECK ("dt_abate" IS NOT NULL AND "dt_abate" >= '2025-01-01' AND "dt_abate" < '2025-02-01'));
ALTER TABLE "trusted_desossa_quartos" ATTACH PARTITION "trusted_desossa_quartos_2025_01" FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
ALTER TABLE "trusted_desossa_quartos_2025_01" DROP CONSTRAINT "trusted_desossa_quartos_2025_01_span";

CREATE TABLE IF NOT EXISTS "trusted_escala" (
  "token_cliente" text NOT NULL,
  "nr_unidade_abate" text NOT NULL,
  "dt_abate" date NOT NULL,
  "nr_lote_abate" integer NOT NULL,
  "cod_empresa" integer,
  "cnpj_industria_abate" text,
  "tipo_unidade_abate" text,
  "nr_seq_abate" integer,
  "qtde_animais" integer,
  "nr_op" text,
  "nr_currais" text,
  "nr_ordem_compra" text,
  "dt_compra" date,
  "prod_nome_razaosocial" text,
  "prod_cpf_cnpj" text,
  "prod_nr_ie" text,
  "prod_tipo" text,
  "id_fornecedor" text,
  "prod_endereco" text,
  "prod_cidade" text,
  "prod_estado" text,
  "prod_cep" text,
  "faz_id" text,
  "faz_nome" text,
  "faz_endereco" text,
  "faz_cidade" text,
  "faz_estado" text,
  "faz_cep" text,
  "faz_geo_latitude" numeric,
  "faz_geo_longitude" numeric,
  "faz_nr_car" text,
  "faz_nr_incra" text,
  "faz_nr_nirf" text,
  "faz_nr_sisbov" text,
  "faz_nr_lar_lau" text,
  "faz_nr_licenca_ambiental" text,
  "faz_nr_licenca_operacao" text,
  "status_analise_propriedade" text,
  "cnpj_empresa_ambiental" text,
  "hash_analise_ambiental" text,
  "hash_lista_ibama" text,
  "hash_lista_te" text,
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "nr_item" integer NOT NULL,
  "versao_ts" timestamp with time zone NOT NULL,
  "versao_objeto_ts" timestamp with time zone NOT NULL DEFAULT 'epoch',
  "versao_geracao" bigint NOT NULL DEFAULT 0,
  "versao_hash" bigint NOT NULL,
  "atualizado_em" timestamp with time zone NOT NULL,
  "contrato_versao" text NOT NULL,
  "dados_extras" jsonb,
  "avisos" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_abate", "dt_abate", "nr_lote_abate")
) PARTITION BY RANGE ("dt_abate");
CREATE TABLE IF NOT EXISTS "trusted_escala_resto" PARTITION OF "trusted_escala" DEFAULT;
COMMENT ON TABLE "trusted_escala" IS 'Escala de abate, uma linha por lote';
COMMENT ON COLUMN "trusted_escala"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_escala"."nr_unidade_abate" IS 'Número SIF da unidade de abate';
COMMENT ON COLUMN "trusted_escala"."dt_abate" IS 'Data do abate';
COMMENT ON COLUMN "trusted_escala"."nr_lote_abate" IS 'Lote de abate';
COMMENT ON COLUMN "trusted_escala"."cod_empresa" IS 'Código da planta no sistema de origem';
COMMENT ON COLUMN "trusted_escala"."cnpj_industria_abate" IS 'CNPJ da indústria de abate';
COMMENT ON COLUMN "trusted_escala"."tipo_unidade_abate" IS 'Tipo de inspeção da unidade de abate; 1 = SIF';
COMMENT ON COLUMN "trusted_escala"."nr_seq_abate" IS 'Primeira sequência do lote';
COMMENT ON COLUMN "trusted_escala"."qtde_animais" IS 'Cabeças do lote';
COMMENT ON COLUMN "trusted_escala"."nr_op" IS 'Ordem de compra ou de abate';
COMMENT ON COLUMN "trusted_escala"."nr_currais" IS 'Currais';
COMMENT ON COLUMN "trusted_escala"."nr_ordem_compra" IS 'Ordem de compra';
COMMENT ON COLUMN "trusted_escala"."dt_compra" IS 'Data da compra';
COMMENT ON COLUMN "trusted_escala"."prod_nome_razaosocial" IS 'Nome do produtor [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."prod_cpf_cnpj" IS 'CPF ou CNPJ do produtor; inválido é anulado, não rejeita o lote [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."prod_nr_ie" IS 'Inscrição estadual do produtor [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."prod_tipo" IS 'Tipo de produtor';
COMMENT ON COLUMN "trusted_escala"."id_fornecedor" IS 'Fornecedor';
COMMENT ON COLUMN "trusted_escala"."prod_endereco" IS 'Endereço do produtor [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."prod_cidade" IS 'Cidade do produtor [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."prod_estado" IS 'UF do produtor';
COMMENT ON COLUMN "trusted_escala"."prod_cep" IS 'CEP do produtor [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."faz_id" IS 'Código da fazenda';
COMMENT ON COLUMN "trusted_escala"."faz_nome" IS 'Nome da fazenda, sem o nome da pessoa [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."faz_endereco" IS 'Endereço da fazenda [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."faz_cidade" IS 'Município da fazenda';
COMMENT ON COLUMN "trusted_escala"."faz_estado" IS 'UF da fazenda';
COMMENT ON COLUMN "trusted_escala"."faz_cep" IS 'CEP da fazenda [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."faz_geo_latitude" IS 'Latitude (WGS-84) (graus) [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."faz_geo_longitude" IS 'Longitude (WGS-84) (graus) [dado pessoal]';
COMMENT ON COLUMN "trusted_escala"."faz_nr_car" IS 'Registro no Cadastro Ambiental Rural';
COMMENT ON COLUMN "trusted_escala"."faz_nr_incra" IS 'Registro no INCRA';
COMMENT ON COLUMN "trusted_escala"."faz_nr_nirf" IS 'Número do imóvel na Receita Federal';
COMMENT ON COLUMN "trusted_escala"."faz_nr_sisbov" IS 'Registro da propriedade no SISBOV';
COMMENT ON COLUMN "trusted_escala"."faz_nr_lar_lau" IS 'Licença ambiental (LAR ou LAU)';
COMMENT ON COLUMN "trusted_escala"."faz_nr_licenca_ambiental" IS 'Licença ambiental';
COMMENT ON COLUMN "trusted_escala"."faz_nr_licenca_operacao" IS 'Licença de operação';
COMMENT ON COLUMN "trusted_escala"."status_analise_propriedade" IS 'Análise socioambiental da propriedade';
COMMENT ON COLUMN "trusted_escala"."cnpj_empresa_ambiental" IS 'CNPJ de quem analisou';
COMMENT ON COLUMN "trusted_escala"."hash_analise_ambiental" IS 'Hash da análise ambiental';
COMMENT ON COLUMN "trusted_escala"."hash_lista_ibama" IS 'Hash da lista de embargos do IBAMA';
COMMENT ON COLUMN "trusted_escala"."hash_lista_te" IS 'Hash da lista de trabalho escravo';
COMMENT ON COLUMN "trusted_escala"."lote_id" IS 'Lote que trouxe a linha';
COMMENT ON COLUMN "trusted_escala"."arquivo_id" IS 'Arquivo de origem';
COMMENT ON COLUMN "trusted_escala"."nr_registro" IS 'Registro no arquivo, a partir de 1';
COMMENT ON COLUMN "trusted_escala"."nr_item" IS 'Item no registro, a partir de 1; 0 = o registro';
COMMENT ON COLUMN "trusted_escala"."versao_ts" IS 'Instante da entrega; a mais nova vence';
COMMENT ON COLUMN "trusted_escala"."versao_objeto_ts" IS 'Instante do próprio objeto: decide entre nomes iguais';
COMMENT ON COLUMN "trusted_escala"."versao_geracao" IS 'Geração do objeto, depois do seu instante';
COMMENT ON COLUMN "trusted_escala"."versao_hash" IS 'Desempate entre entregas do mesmo instante';
COMMENT ON COLUMN "trusted_escala"."atualizado_em" IS 'Última gravação da linha';
COMMENT ON COLUMN "trusted_escala"."contrato_versao" IS 'Versão do contrato que julgou a linha';
COMMENT ON COLUMN "trusted_escala"."dados_extras" IS 'Membros que o contrato não conhece';
COMMENT ON COLUMN "trusted_escala"."avisos" IS 'Avisos da validação';
CREATE TABLE "trusted_escala_2025_01" (LIKE "trusted_escala" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "trusted_escala_2025_01_span" CHECK ("dt_abate" IS NOT NULL AND "dt_abate" >= '2025-01-01' AND "dt_abate" < '2025-02-01'));
ALTER TABLE "trusted_escala" ATTACH PARTITION "trusted_escala_2025_01" FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
ALTER TABLE "trusted_escala_2025_01" DROP CONSTRAINT "trusted_escala_2025_01_span";

CREATE TABLE IF NOT EXISTS "trusted_escala_gtas" (
  "token_cliente" text NOT NULL,
  "nr_unidade_abate" text NOT NULL,
  "dt_abate" date NOT NULL,
  "nr_lote_abate" integer NOT NULL,
  "nr_item" integer NOT NULL,
  "nr_gta" text,
  "serie" text,
  "uf" text,
  "dados_extras" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_abate", "dt_abate", "nr_lote_abate", "nr_item")
) PARTITION BY RANGE ("dt_abate");
CREATE TABLE IF NOT EXISTS "trusted_escala_gtas_resto" PARTITION OF "trusted_escala_gtas" DEFAULT;
COMMENT ON TABLE "trusted_escala_gtas" IS 'Guias de trânsito animal do lote';
COMMENT ON COLUMN "trusted_escala_gtas"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_escala_gtas"."nr_unidade_abate" IS 'Número SIF da unidade de abate';
COMMENT ON COLUMN "trusted_escala_gtas"."dt_abate" IS 'Data do abate';
COMMENT ON COLUMN "trusted_escala_gtas"."nr_lote_abate" IS 'Lote de abate';
COMMENT ON COLUMN "trusted_escala_gtas"."nr_item" IS 'Lugar no arranjo, a partir de 1';
COMMENT ON COLUMN "trusted_escala_gtas"."nr_gta" IS 'Número da GTA; com a UF e a série diante dele, elas vão para uf e serie';
COMMENT ON COLUMN "trusted_escala_gtas"."serie" IS 'Série da GTA, quando veio';
COMMENT ON COLUMN "trusted_escala_gtas"."uf" IS 'UF que emitiu a GTA; sem ela, a da fazenda';
COMMENT ON COLUMN "trusted_escala_gtas"."dados_extras" IS 'Membros que o contrato não conhece';
CREATE TABLE "trusted_escala_gtas_2025_01" (LIKE "trusted_escala_gtas" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "trusted_escala_gtas_2025_01_span" CHECK ("dt_abate" IS NOT NULL AND "dt_abate" >= '2025-01-01' AND "dt_abate" < '2025-02-01'));
ALTER TABLE "trusted_escala_gtas" ATTACH PARTITION "trusted_escala_gtas_2025_01" FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
ALTER TABLE "trusted_escala_gtas_2025_01" DROP CONSTRAINT "trusted_escala_gtas_2025_01_span";

CREATE TABLE IF NOT EXISTS "trusted_escala_notas" (
  "token_cliente" text NOT NULL,
  "nr_unidade_abate" text NOT NULL,
  "dt_abate" date NOT NULL,
  "nr_lote_abate" integer NOT NULL,
  "nr_item" integer NOT NULL,
  "numero" text,
  "natureza" text,
  "origem_nome_razaosocial" text,
  "origem_cpf_cnpj" text,
  "origem_cidade" text,
  "origem_estado" text,
  "destino_nome_razaosocial" text,
  "destino_cpf_cnpj" text,
  "destino_cidade" text,
  "destino_estado" text,
  "dt_compra" date,
  "dt_emissao" date,
  "chave" text,
  "itens" jsonb,
  "dados_extras" jsonb,
  PRIMARY KEY ("token_cliente", "nr_unidade_abate", "dt_abate", "nr_lote_abate", "nr_item")
) PARTITION BY RANGE ("dt_abate");
CREATE TABLE IF NOT EXISTS "trusted_escala_notas_resto" PARTITION OF "trusted_escala_notas" DEFAULT;
COMMENT ON TABLE "trusted_escala_notas" IS 'Notas fiscais de compra do lote';
COMMENT ON COLUMN "trusted_escala_notas"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_escala_notas"."nr_unidade_abate" IS 'Número SIF da unidade de abate';
COMMENT ON COLUMN "trusted_escala_notas"."dt_abate" IS 'Data do abate';
COMMENT ON COLUMN "trusted_escala_notas"."nr_lote_abate" IS 'Lote de abate';
COMMENT ON COLUMN "trusted_escala_notas"."nr_item" IS 'Lugar no arranjo, a partir de 1';
COMMENT ON COLUMN "trusted_escala_notas"."numero" IS 'Número e série, "numero-série"';
COMMENT ON COLUMN "trusted_escala_notas"."natureza" IS 'Natureza da operação';
COMMENT ON COLUMN "trusted_escala_notas"."origem_nome_razaosocial" IS 'Nome na origem [dado pessoal]';
COMMENT ON COLUMN "trusted_escala_notas"."origem_cpf_cnpj" IS 'CPF ou CNPJ da origem [dado pessoal]';
COMMENT ON COLUMN "trusted_escala_notas"."origem_cidade" IS 'Cidade da origem';
COMMENT ON COLUMN "trusted_escala_notas"."origem_estado" IS 'UF da origem';
COMMENT ON COLUMN "trusted_escala_notas"."destino_nome_razaosocial" IS 'Nome no destino [dado pessoal]';
COMMENT ON COLUMN "trusted_escala_notas"."destino_cpf_cnpj" IS 'CPF ou CNPJ do destino [dado pessoal]';
COMMENT ON COLUMN "trusted_escala_notas"."destino_cidade" IS 'Cidade do destino';
COMMENT ON COLUMN "trusted_escala_notas"."destino_estado" IS 'UF do destino';
COMMENT ON COLUMN "trusted_escala_notas"."dt_compra" IS 'Data da compra';
COMMENT ON COLUMN "trusted_escala_notas"."dt_emissao" IS 'Data de emissão';
COMMENT ON COLUMN "trusted_escala_notas"."chave" IS 'Chave de acesso da NF-e';
COMMENT ON COLUMN "trusted_escala_notas"."itens" IS 'Itens, cada um com qtde, descricao, un_medida, total e ncm';
COMMENT ON COLUMN "trusted_escala_notas"."dados_extras" IS 'Membros que o contrato não conhece';
CREATE TABLE "trusted_escala_notas_2025_01" (LIKE "trusted_escala_notas" INCLUDING ALL EXCLUDING INDEXES,
  CONSTRAINT "trusted_escala_notas_2025_01_span" CHECK ("dt_abate" IS NOT NULL AND "dt_abate" >= '2025-01-01' AND "dt_abate" < '2025-02-01'));
ALTER TABLE "trusted_escala_notas" ATTACH PARTITION "trusted_escala_notas_2025_01" FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
ALTER TABLE "trusted_escala_notas_2025_01" DROP CONSTRAINT "trusted_escala_notas_2025_01_span";

CREATE TABLE IF NOT EXISTS "trusted_registro_venda" (
  "token_cliente" text NOT NULL,
  "cnpj_local_estoque" text NOT NULL,
  "nr_pedido" text NOT NULL,
  "carga" text NOT NULL,
  "cod_bloco" integer,
  "cod_empresa" integer,
  "dt_venda" date,
  "nr_ordem_compra" text,
  "nr_pedido_matriz" text,
  "dt_expedicao" date,
  "cnpj_transportadora" text,
  "nome_transportadora" text,
  "embarque_id_usuario" text,
  "pais_destino" text,
  "id_mercado_destino" jsonb,
  "lote_id" bigint NOT NULL,
  "arquivo_id" bigint NOT NULL,
  "nr_registro" bigint NOT NULL,
  "nr_item" integer NOT NULL,
  "versao_ts" timestamp with time zone NOT NULL,
  "versao_objeto_ts" timestamp with time zone NOT NULL DEFAULT 'epoch',
  "versao_geracao" bigint NOT NULL DEFAULT 0,
  "versao_hash" bigint NOT NULL,
  "atualizado_em" timestamp with time zone NOT NULL,
  "contrato_versao" text NOT NULL,
  "dados_extras" jsonb,
  "avisos" jsonb,
  PRIMARY KEY ("token_cliente", "cnpj_local_estoque", "nr_pedido", "carga")
);
COMMENT ON TABLE "trusted_registro_venda" IS 'Pedido de venda';
COMMENT ON COLUMN "trusted_registro_venda"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_registro_venda"."cnpj_local_estoque" IS 'CNPJ do local de estoque';
COMMENT ON COLUMN "trusted_registro_venda"."nr_pedido" IS 'Número do pedido';
COMMENT ON COLUMN "trusted_registro_venda"."carga" IS 'Carga';
COMMENT ON COLUMN "trusted_registro_venda"."cod_bloco" IS 'Bloco do arquivo; 7 = vendas';
COMMENT ON COLUMN "trusted_registro_venda"."cod_empresa" IS 'Código da planta no sistema de origem';
COMMENT ON COLUMN "trusted_registro_venda"."dt_venda" IS 'Data da venda';
COMMENT ON COLUMN "trusted_registro_venda"."nr_ordem_compra" IS 'Ordem de compra do cliente';
COMMENT ON COLUMN "trusted_registro_venda"."nr_pedido_matriz" IS 'Pedido da matriz';
COMMENT ON COLUMN "trusted_registro_venda"."dt_expedicao" IS 'Data de expedição';
COMMENT ON COLUMN "trusted_registro_venda"."cnpj_transportadora" IS 'CNPJ da transportadora';
COMMENT ON COLUMN "trusted_registro_venda"."nome_transportadora" IS 'Nome da transportadora [dado pessoal]';
COMMENT ON COLUMN "trusted_registro_venda"."embarque_id_usuario" IS 'Usuário que embarcou [dado pessoal]';
COMMENT ON COLUMN "trusted_registro_venda"."pais_destino" IS 'País de destino';
COMMENT ON COLUMN "trusted_registro_venda"."id_mercado_destino" IS 'Mercados de destino';
COMMENT ON COLUMN "trusted_registro_venda"."lote_id" IS 'Lote que trouxe a linha';
COMMENT ON COLUMN "trusted_registro_venda"."arquivo_id" IS 'Arquivo de origem';
COMMENT ON COLUMN "trusted_registro_venda"."nr_registro" IS 'Registro no arquivo, a partir de 1';
COMMENT ON COLUMN "trusted_registro_venda"."nr_item" IS 'Item no registro, a partir de 1; 0 = o registro';
COMMENT ON COLUMN "trusted_registro_venda"."versao_ts" IS 'Instante da entrega; a mais nova vence';
COMMENT ON COLUMN "trusted_registro_venda"."versao_objeto_ts" IS 'Instante do próprio objeto: decide entre nomes iguais';
COMMENT ON COLUMN "trusted_registro_venda"."versao_geracao" IS 'Geração do objeto, depois do seu instante';
COMMENT ON COLUMN "trusted_registro_venda"."versao_hash" IS 'Desempate entre entregas do mesmo instante';
COMMENT ON COLUMN "trusted_registro_venda"."atualizado_em" IS 'Última gravação da linha';
COMMENT ON COLUMN "trusted_registro_venda"."contrato_versao" IS 'Versão do contrato que julgou a linha';
COMMENT ON COLUMN "trusted_registro_venda"."dados_extras" IS 'Membros que o contrato não conhece';
COMMENT ON COLUMN "trusted_registro_venda"."avisos" IS 'Avisos da validação';

CREATE TABLE IF NOT EXISTS "trusted_venda_caixas" (
  "token_cliente" text NOT NULL,
  "cnpj_local_estoque" text NOT NULL,
  "nr_pedido" text NOT NULL,
  "carga" text NOT NULL,
  "nr_item" integer NOT NULL,
  "codigo_barras" text,
  "sku_codigo" bigint,
  "sku_descricao" text,
  "qtde_pecas" integer,
  "tipo_embalagem" text,
  "codigo_rastreabilidade_ind" text,
  "dt_entrada_estoque" date,
  "dt_embalagem" date,
  "dt_producao" date,
  "dt_validade" date,
  "flag_industrializado" boolean,
  "flag_revenda" boolean,
  "dados_extras" jsonb,
  PRIMARY KEY ("token_cliente", "cnpj_local_estoque", "nr_pedido", "carga", "nr_item")
);
COMMENT ON TABLE "trusted_venda_caixas" IS 'Caixas do pedido';
COMMENT ON COLUMN "trusted_venda_caixas"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_venda_caixas"."cnpj_local_estoque" IS 'CNPJ do local de estoque';
COMMENT ON COLUMN "trusted_venda_caixas"."nr_pedido" IS 'Número do pedido';
COMMENT ON COLUMN "trusted_venda_caixas"."carga" IS 'Carga';
COMMENT ON COLUMN "trusted_venda_caixas"."nr_item" IS 'Lugar no arranjo, a partir de 1';
COMMENT ON COLUMN "trusted_venda_caixas"."codigo_barras" IS 'Código de barras da caixa';
COMMENT ON COLUMN "trusted_venda_caixas"."sku_codigo" IS 'Código do produto';
COMMENT ON COLUMN "trusted_venda_caixas"."sku_descricao" IS 'Descrição do produto';
COMMENT ON COLUMN "trusted_venda_caixas"."qtde_pecas" IS 'Peças na caixa';
COMMENT ON COLUMN "trusted_venda_caixas"."tipo_embalagem" IS 'Tipo de embalagem';
COMMENT ON COLUMN "trusted_venda_caixas"."codigo_rastreabilidade_ind" IS 'Código de rastreabilidade impresso; vazio em algumas';
COMMENT ON COLUMN "trusted_venda_caixas"."dt_entrada_estoque" IS 'Entrada no estoque';
COMMENT ON COLUMN "trusted_venda_caixas"."dt_embalagem" IS 'Data de embalagem';
COMMENT ON COLUMN "trusted_venda_caixas"."dt_producao" IS 'Data de produção';
COMMENT ON COLUMN "trusted_venda_caixas"."dt_validade" IS 'Data de validade';
COMMENT ON COLUMN "trusted_venda_caixas"."flag_industrializado" IS 'Produto industrializado';
COMMENT ON COLUMN "trusted_venda_caixas"."flag_revenda" IS 'Produto de revenda';
COMMENT ON COLUMN "trusted_venda_caixas"."dados_extras" IS 'Membros que o contrato não conhece';
CREATE INDEX IF NOT EXISTS "trusted_venda_caixas_codigo_barras_idx" ON "trusted_venda_caixas" ("token_cliente", "codigo_barras");

CREATE TABLE IF NOT EXISTS "trusted_venda_notas" (
  "token_cliente" text NOT NULL,
  "cnpj_local_estoque" text NOT NULL,
  "nr_pedido" text NOT NULL,
  "carga" text NOT NULL,
  "nr_item" integer NOT NULL,
  "numero" text,
  "natureza" text,
  "origem_nome_razaosocial" text,
  "origem_cpf_cnpj" text,
  "origem_cidade" text,
  "origem_estado" text,
  "destino_nome_razaosocial" text,
  "destino_cpf_cnpj" text,
  "destino_cidade" text,
  "destino_estado" text,
  "dt_compra" date,
  "dt_emissao" date,
  "nf_dt_pedido" date,
  "chave" text,
  "cod_terceiro_centralizador" text,
  "nome_terceiro_centralizador" text,
  "cod_terceiro_logistica" text,
  "nome_terceiro_logistica" text,
  "itens" jsonb,
  "dados_extras" jsonb,
  PRIMARY KEY ("token_cliente", "cnpj_local_estoque", "nr_pedido", "carga", "nr_item")
);
COMMENT ON TABLE "trusted_venda_notas" IS 'Notas fiscais do pedido';
COMMENT ON COLUMN "trusted_venda_notas"."token_cliente" IS 'Cliente dono da linha';
COMMENT ON COLUMN "trusted_venda_notas"."cnpj_local_estoque" IS 'CNPJ do local de estoque';
COMMENT ON COLUMN "trusted_venda_notas"."nr_pedido" IS 'Número do pedido';
COMMENT ON COLUMN "trusted_venda_notas"."carga" IS 'Carga';
COMMENT ON COLUMN "trusted_venda_notas"."nr_item" IS 'Lugar no arranjo, a partir de 1';
COMMENT ON COLUMN "trusted_venda_notas"."numero" IS 'Número e série, "numero-série"';
COMMENT ON COLUMN "trusted_venda_notas"."natureza" IS 'Natureza da operação';
COMMENT ON COLUMN "trusted_venda_notas"."origem_nome_razaosocial" IS 'Nome na origem [dado pessoal]';
COMMENT ON COLUMN "trusted_venda_notas"."origem_cpf_cnpj" IS 'CPF ou CNPJ da origem [dado pessoal]';
COMMENT ON COLUMN "trusted_venda_notas"."origem_cidade" IS 'Cidade da origem';
COMMENT ON COLUMN "trusted_venda_notas"."origem_estado" IS 'UF da origem';
COMMENT ON COLUMN "trusted_venda_notas"."destino_nome_razaosocial" IS 'Nome no destino [dado pessoal]';
COMMENT ON COLUMN "trusted_venda_notas"."destino_cpf_cnpj" IS 'CPF ou CNPJ do destino [dado pessoal]';
COMMENT ON COLUMN "trusted_venda_notas"."destino_cidade" IS 'Cidade do destino';
COMMENT ON COLUMN "trusted_venda_notas"."destino_estado" IS 'UF do destino';
COMMENT ON COLUMN "trusted_venda_notas"."dt_compra" IS 'Data da compra';
COMMENT ON COLUMN "trusted_venda_notas"."dt_emissao" IS 'Data de emissão';
COMMENT ON COLUMN "trusted_venda_notas"."nf_dt_pedido" IS 'Data do pedido na nota';
COMMENT ON COLUMN "trusted_venda_notas"."chave" IS 'Chave de acesso da NF-e';
COMMENT ON COLUMN "trusted_venda_notas"."cod_terceiro_centralizador" IS 'Código do terceiro centralizador';
COMMENT ON COLUMN "trusted_venda_notas"."nome_terceiro_centralizador" IS 'Nome do terceiro centralizador [dado pessoal]';
COMMENT ON COLUMN "trusted_venda_notas"."cod_terceiro_logistica" IS 'Código do terceiro de logística';
COMMENT ON COLUMN "trusted_venda_notas"."nome_terceiro_logistica" IS 'Nome do terceiro de logística [dado pessoal]';
COMMENT ON COLUMN "trusted_venda_notas"."itens" IS 'Itens, cada um com qtde, descricao, un_medida e ncm_hscode';
COMMENT ON COLUMN "trusted_venda_notas"."dados_extras" IS 'Membros que o contrato não conhece';

