-- Three plants' trusted rows, made in the database: bench_dias(first, last, boxes a plant and day).
-- A plant's day: 8 lots, an animal for every 8 boxes, 4 orders that draw from 6 lots each, sales of
-- the boxes of three weeks before, ten to an order. One animal in ten is known from its farm.
CREATE OR REPLACE FUNCTION bench_particoes(mes date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE tabela text;
BEGIN
  FOREACH tabela IN ARRAY ARRAY['trusted_carcacas', 'trusted_escala', 'trusted_escala_gtas',
      'trusted_escala_notas', 'trusted_desossa', 'trusted_desossa_lotes',
      'trusted_desossa_quartos'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                   tabela || to_char(mes, '_YYYY_MM'), tabela, mes, mes + interval '1 month');
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION bench_dias(primeiro integer, ultimo integer, por_dia integer)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  cliente constant text := 'abc123';
  agora constant timestamptz := '2026-01-31';
  cabecas constant integer := por_dia / 8;
BEGIN
  PERFORM bench_particoes(m::date)
  FROM generate_series(date_trunc('month', date '2025-01-01' + primeiro),
                       date '2025-01-01' + ultimo, interval '1 month') m;

  CREATE TEMP TABLE dias ON COMMIT DROP AS
  SELECT d, p, (1000 + p)::text AS unidade, date '2025-01-01' + d AS dia
  FROM generate_series(primeiro, ultimo) d, generate_series(1, 3) p;

  INSERT INTO trusted_escala (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    cnpj_industria_abate, nr_seq_abate, qtde_animais, dt_compra, prod_nome_razaosocial,
    prod_cpf_cnpj, faz_nome, faz_cidade, faz_estado, faz_geo_latitude, faz_geo_longitude,
    faz_nr_car, lote_id, arquivo_id, nr_registro, nr_item, versao_ts, versao_hash, atualizado_em,
    contrato_versao)
  SELECT cliente, unidade, dia, l, '11222333000181', (l - 1) * (cabecas / 8) + 1, cabecas / 8,
         dia - 10, 'PRODUTOR ' || f, lpad(f::text, 11, '5'), 'FAZENDA ' || f, 'SORRISO', 'MT',
         -12.5, -55.7, 'MT-5107925-' || lpad(f::text, 32, 'A'), 1, 1, l, 0, agora, 1, agora, '1'
  FROM dias, generate_series(1, 8) l, LATERAL (SELECT (d * 31 + p * 7 + l) % 1500 AS f) x;

  INSERT INTO trusted_escala_gtas (token_cliente, nr_unidade_abate, dt_abate, nr_lote_abate,
    nr_item, nr_gta, uf)
  SELECT cliente, unidade, dia, l, i, (d * 100 + l * 10 + i)::text, 'MT'
  FROM dias, generate_series(1, 8) l, generate_series(1, 2) i;

  INSERT INTO trusted_carcacas (token_cliente, nr_unidade_abate, dt_abate, nr_sequencial, nr_banda,
    cnpj_industria_abate, nr_lote_abate, codigo_barra_etiqueta, sexo, nr_sisbov, dt_nascimento,
    peso_carcaca, valor_ph, flag_contusao, sku_codigo, sku_descricao, lote_id, arquivo_id,
    nr_registro, nr_item, versao_ts, versao_hash, atualizado_em, contrato_versao)
  SELECT cliente, unidade, dia, s, b, '11222333000181', least(8, (s - 1) / (cabecas / 8) + 1),
         lpad(unidade, 5, '0') || to_char(dia, 'DDMMYYYY') || lpad(s::text, 4, '0') || b,
         CASE WHEN s % 4 = 0 THEN 'F' ELSE 'M' END,
         CASE WHEN s % 10 = 0 THEN '076' || lpad(((d * 3 + p) * 10000 + s)::text, 12, '0') END,
         dia - 900 - s % 60, 120 + s % 40, 5.5 + (s % 7) * 0.1, s % 20 = 0, 123456,
         'MEIA CARCACA NOVILHA (JOVEM)', 1, 1, s, 0, agora, 1, agora, '1'
  FROM dias, generate_series(1, cabecas) s, generate_series(1, 2) b;

  INSERT INTO trusted_animais (token_cliente, id_animal, id_propriedade, data_nascimento, sexo,
    raca, data_entrada, data_saida, vacinas, lote_id, arquivo_id, nr_registro, nr_item, versao_ts,
    versao_hash, atualizado_em, contrato_versao)
  SELECT cliente, '076' || lpad(((d * 3 + p) * 10000 + s)::text, 12, '0'), 'FAZ' || s % 1500,
         dia - 900 - s % 60, 'M', 'NELORE', dia - 400, dia - 2,
         '[{"tipo": "AFTOSA", "data": "2024-05-10"}]', 1, 1, s, 0, agora, 1, agora, '1'
  FROM dias, generate_series(10, cabecas, 10) s;

  INSERT INTO trusted_desossa (token_cliente, nr_unidade_desossa, nr_op_desossa, nr_unidade_abate,
    dt_abate, dt_producao, cnpj_industria_abate, cnpj_industria_desossa, lote_id, arquivo_id,
    nr_registro, nr_item, versao_ts, versao_hash, atualizado_em, contrato_versao)
  SELECT cliente, unidade, (70000 + d * 4 + o)::text, unidade, dia, dia + 1, '11222333000181',
         '11222333000181', 1, 1, o, 0, agora, 1, agora, '1'
  FROM dias, generate_series(0, 3) o;

  INSERT INTO trusted_desossa_lotes (token_cliente, nr_unidade_desossa, nr_op_desossa,
    nr_unidade_abate, dt_abate, nr_item, nr_lote_abate, nr_unidade_abate_lote, dt_abate_lote)
  SELECT cliente, unidade, (70000 + d * 4 + o)::text, unidade, dia, i, (o + i) % 8 + 1, unidade, dia
  FROM dias, generate_series(0, 3) o, generate_series(1, 6) i;

  INSERT INTO trusted_desossa_quartos (token_cliente, nr_unidade_desossa, nr_op_desossa,
    nr_unidade_abate, dt_abate, nr_item, tipo_corte, peso_corte, cod_barra_corte)
  SELECT cliente, unidade, (70000 + d * 4 + (s + c) % 4)::text, unidade, dia, s * 10 + b * 3 + c,
         c::text, (ARRAY[0, 68, 45, 16])[c], lpad(unidade, 5, '0') || to_char(dia, 'DDMMYYYY')
           || lpad(s::text, 4, '0') || b || c
  FROM dias, generate_series(1, cabecas) s, generate_series(1, 2) b, generate_series(2, 4) c;

  INSERT INTO trusted_caixas (token_cliente, nr_unidade_desossa, codigo_barras, cod_bloco,
    nr_op_desossa, dt_abate_ordem, cnpj_industria_abate, cnpj_industria_desossa,
    codigo_rastreabilidade_ind, sku_codigo, sku_descricao, dt_abate, dt_producao, dt_embalagem,
    dt_validade, dt_hora_pesagem, tipo_armazenamento, peso_liquido, peso_bruto, tara_total,
    tara_primaria, qtde_pecas, id_habilitacao_mercado, lote_id, arquivo_id, nr_registro, nr_item,
    versao_ts, versao_hash, atualizado_em, contrato_versao)
  SELECT cliente, unidade, lpad(((d * 3 + p - 1) * por_dia + i)::text, 8, '0') || 'ZA', 9,
         (70000 + d * 4 + i % 4)::text, dia, '11222333000181', '11222333000181',
         unidade || to_char(dia, '-DD/MM/YY-') || '00-0-0', i % 300, 'PATINHO BOV CONG', dia,
         dia + 1, dia + 2, dia + 400, dia + 2 + time '07:45:10', 2, 18 + i % 7 * 0.73,
         18.93 + i % 7 * 0.73, 0.93, 0.11, 12, '[93]', 1, 1, 1, i, agora, 1, agora, '1'
  FROM dias, generate_series(0, por_dia - 1) i;

  -- Nine boxes in ten of what was packed 20 days before.
  CREATE TEMP TABLE vendidas ON COMMIT DROP AS
  SELECT ((1000 + p) || '22333000181') AS cnpj, ((d * 3 + p) * 100000 + i / 10)::text AS pedido,
         i % 10 + 1 AS item, lpad((((d - 20) * 3 + p - 1) * por_dia + i)::text, 8, '0') || 'ZA'
           AS codigo, dia
  FROM dias, generate_series(0, por_dia - 1) i WHERE d >= 20 AND i % 100 < 90;

  INSERT INTO trusted_registro_venda (token_cliente, cnpj_local_estoque, nr_pedido, carga,
    cod_bloco, dt_venda, dt_expedicao, nome_transportadora, lote_id, arquivo_id, nr_registro,
    nr_item, versao_ts, versao_hash, atualizado_em, contrato_versao)
  SELECT DISTINCT cliente, cnpj, pedido, '1', 7, dia, dia + 1, 'TRANSPORTES', 1, 1, 1, 0, agora, 1,
         agora, '1'
  FROM vendidas;

  INSERT INTO trusted_venda_caixas (token_cliente, cnpj_local_estoque, nr_pedido, carga, nr_item,
    codigo_barras, sku_codigo, sku_descricao, qtde_pecas, tipo_embalagem, dt_producao,
    dt_embalagem, dt_validade)
  SELECT cliente, cnpj, pedido, '1', item, codigo, 10, 'PATINHO BOV CONG', 12, '9999', dia - 19,
         dia - 18, dia + 380
  FROM vendidas;

  INSERT INTO trusted_venda_notas (token_cliente, cnpj_local_estoque, nr_pedido, carga, nr_item,
    numero, natureza, destino_nome_razaosocial, destino_cpf_cnpj, destino_cidade, destino_estado,
    dt_emissao)
  SELECT DISTINCT cliente, cnpj, pedido, '1', 1, pedido || '-1', 'VENDA', 'MERCADO',
         '11444777000161', 'SAO PAULO', 'SP', dia + 1
  FROM vendidas;
END $$;

-- What trusted would have told gold of these days: an entity's links, for each model that follows.
CREATE OR REPLACE FUNCTION bench_mudancas(primeiro integer, ultimo integer)
RETURNS bigint LANGUAGE sql AS $$
  WITH dias AS (SELECT date '2025-01-01' + primeiro AS a, date '2025-01-01' + ultimo AS b),
  ligacoes AS (
    SELECT DISTINCT 'escala' AS entidade, jsonb_build_object('nr_unidade_abate', nr_unidade_abate,
      'dt_abate', dt_abate, 'nr_lote_abate', nr_lote_abate) AS ligacao
    FROM trusted_escala, dias WHERE dt_abate BETWEEN a AND b
    UNION ALL SELECT DISTINCT 'carcacas', jsonb_build_object('nr_unidade_abate', nr_unidade_abate,
      'dt_abate', dt_abate, 'nr_lote_abate', nr_lote_abate)
    FROM trusted_carcacas, dias WHERE dt_abate BETWEEN a AND b
    UNION ALL SELECT DISTINCT 'carcacas', jsonb_build_object('nr_sisbov', nr_sisbov)
    FROM trusted_carcacas, dias WHERE dt_abate BETWEEN a AND b AND nr_sisbov IS NOT NULL
    UNION ALL SELECT 'animais', jsonb_build_object('id_animal', id_animal)
    FROM trusted_animais, dias WHERE data_saida + 2 BETWEEN a AND b
    UNION ALL SELECT 'desossa', jsonb_build_object('nr_unidade_desossa', nr_unidade_desossa,
      'nr_op_desossa', nr_op_desossa, 'nr_unidade_abate', nr_unidade_abate, 'dt_abate', dt_abate)
    FROM trusted_desossa, dias WHERE dt_abate BETWEEN a AND b
    UNION ALL SELECT DISTINCT 'caixas', jsonb_build_object('nr_unidade_desossa', nr_unidade_desossa,
      'nr_op_desossa', nr_op_desossa)
    FROM trusted_caixas, dias WHERE dt_abate BETWEEN a AND b
    UNION ALL SELECT 'registro_venda', jsonb_build_object('cnpj_local_estoque', cnpj_local_estoque,
      'nr_pedido', nr_pedido, 'carga', carga)
    FROM trusted_registro_venda, dias WHERE dt_venda BETWEEN a AND b
  ),
  escritas AS (
    INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao)
    SELECT e.modelo, 'abc123', l.entidade, l.ligacao
    FROM ligacoes l JOIN modelo_entrada e ON e.entidade = l.entidade
    RETURNING 1)
  SELECT count(*) FROM escritas
$$;

-- The books of what bench_dias made: one lote, so that the tenant is known.
CREATE OR REPLACE FUNCTION bench_lote() RETURNS void LANGUAGE sql AS $$
  INSERT INTO lote (token_cliente, tipo_payload, data_processamento, arquivos, bytes, registros_lidos,
    registros_carregados, registros_rejeitados, registros_duplicados, duracao_ms, hostname,
    versao_script)
  VALUES ('abc123', 'caixas', now(), 1, 1, 0, 0, 0, 0, 1, 'bench', 'bench')
$$;

-- One box with another weight, as trusted would leave and tell it.
CREATE OR REPLACE FUNCTION bench_caixa(numero integer) RETURNS void LANGUAGE sql AS $$
  WITH alterada AS (
    UPDATE trusted_caixas SET peso_liquido = peso_liquido + 0.5
    WHERE (token_cliente, nr_unidade_desossa, codigo_barras) = (
      SELECT token_cliente, nr_unidade_desossa, codigo_barras FROM trusted_caixas
      WHERE dt_abate = date '2025-02-03' + 30 * numero
      ORDER BY 3 OFFSET 100 LIMIT 1)
    RETURNING jsonb_build_object('nr_unidade_desossa', nr_unidade_desossa,
      'nr_op_desossa', nr_op_desossa) AS ligacao)
  INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao)
  SELECT e.modelo, 'abc123', 'caixas', a.ligacao
  FROM alterada a JOIN modelo_entrada e ON e.entidade = 'caixas'
$$;
