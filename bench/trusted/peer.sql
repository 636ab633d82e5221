-- What `gdo run trusted --payload animais` does to half-carcasses (contracts/carcacas.yaml), as one
-- statement over raw_animais_jsonb (the raw rows with their record as jsonb): the same casts,
-- cleaning and checks, check digits left out; what breaks a required field is left out, what breaks
-- an optional one is null and noted, the newest row of a key wins. Each OFFSET 0 keeps the planner
-- from writing an expression out again wherever its result is used.
INSERT INTO peer AS t
SELECT DISTINCT ON (token_cliente, nr_unidade_abate, dt_abate, nr_sequencial, nr_banda)
  token_cliente, nr_unidade_abate, dt_abate, nr_sequencial, nr_banda,
  CASE WHEN cod_empresa > 0 THEN cod_empresa END,
  cnpj_industria_abate, tipo_unidade_abate, nr_op,
  CASE WHEN prod_cpf_cnpj ~ '^(\d{11}|[0-9A-Z]{12}\d{2})$' THEN prod_cpf_cnpj END,
  prod_nr_ie,
  CASE WHEN dt_compra <= limite THEN dt_compra END,
  nr_lote_abate, codigo_barra_etiqueta, sexo, sexo_original,
  CASE WHEN nr_sisbov ~ '^\d{15}$' THEN nr_sisbov END,
  nr_identificacao, nr_chip,
  CASE WHEN dt_nascimento <= limite THEN dt_nascimento END,
  CASE WHEN peso_vivo BETWEEN 150 AND 1400 THEN peso_vivo END,
  peso_carcaca,
  CASE WHEN hr_ultima_pesagem <= limite_hora THEN hr_ultima_pesagem END,
  CASE WHEN dt_abertura <= limite THEN dt_abertura END,
  CASE WHEN dt_fechamento <= limite THEN dt_fechamento END,
  CASE WHEN dt_corte_quarto <= limite_hora THEN dt_corte_quarto END,
  CASE WHEN valor_ph BETWEEN 5.2 AND 7.2 THEN valor_ph END,
  flag_contusao, id_destino_abate, motivos_dif, id_acabamento, id_conformacao, id_categoria,
  id_maturidade, id_raca, id_hab_escala, id_hab_etiqueta, json_habilitacoes, sku_codigo,
  sku_descricao,
  lote_id, arquivo_id, nr_registro, 0, versao_ts, versao_objeto_ts, versao_geracao, versao_hash, statement_timestamp(), '1-peer',
  nullif(extras, '{}'),
  CASE WHEN avisos <> '' THEN ('[' || left(avisos, -1) || ']')::jsonb END
FROM (
  SELECT v.*,
    -- One text for all notes: most rows have none, and make no jsonb.
    CASE WHEN cod_empresa <= 0 THEN '{"campo":"cod_empresa","regra":"faixa","acao":"null"},' ELSE '' END
    || CASE WHEN erro_prod_cpf_cnpj THEN '{"campo":"prod_cpf_cnpj","regra":"cpf_ou_cnpj","acao":"null"},' ELSE '' END
    || CASE WHEN dt_compra > limite THEN '{"campo":"dt_compra","regra":"faixa","acao":"null"},'
            WHEN erro_dt_compra THEN '{"campo":"dt_compra","regra":"tipo","acao":"null"},' ELSE '' END
    || CASE WHEN sexo IS NULL AND sexo_original IS NOT NULL THEN '{"campo":"sexo","regra":"dominio","acao":"null"},' ELSE '' END
    || CASE WHEN nr_sisbov !~ '^\d{15}$' THEN '{"campo":"nr_sisbov","regra":"sisbov","acao":"null"},'
            WHEN nr_sisbov !~ '^076' THEN '{"campo":"nr_sisbov","regra":"sisbov","acao":"warn"},' ELSE '' END
    || CASE WHEN dt_nascimento > limite THEN '{"campo":"dt_nascimento","regra":"faixa","acao":"null"},' ELSE '' END
    || CASE WHEN peso_vivo NOT BETWEEN 150 AND 1400 THEN '{"campo":"peso_vivo","regra":"faixa","acao":"null"},' ELSE '' END
    || CASE WHEN hr_ultima_pesagem > limite_hora THEN '{"campo":"hr_ultima_pesagem","regra":"faixa","acao":"null"},' ELSE '' END
    || CASE WHEN dt_abertura > limite THEN '{"campo":"dt_abertura_camera_abate","regra":"faixa","acao":"null"},' ELSE '' END
    || CASE WHEN dt_fechamento > limite THEN '{"campo":"dt_fechamento_camera_abate","regra":"faixa","acao":"null"},' ELSE '' END
    || CASE WHEN dt_corte_quarto > limite_hora THEN '{"campo":"dt_corte_quarto","regra":"faixa","acao":"null"},' ELSE '' END
    || CASE WHEN valor_ph NOT BETWEEN 5.2 AND 7.2 THEN '{"campo":"valor_ph","regra":"faixa","acao":"null"},'
            WHEN valor_ph >= 5.8 THEN '{"campo":"valor_ph","regra":"faixa","acao":"warn"},' ELSE '' END
    || CASE WHEN codigo_barra_etiqueta <> lpad(nr_unidade_abate, 5, '0') || to_char(dt_abate, 'DDMMYYYY')
              || lpad(nr_sequencial::text, 4, '0') || nr_banda
            THEN '{"campo":"codigo_barra_etiqueta","regra":"codigo_barras","acao":"warn"},' ELSE '' END
    || CASE WHEN dt_compra > dt_abate THEN '{"campo":"dt_compra","regra":"comparacao","acao":"warn"},' ELSE '' END
    || CASE WHEN dt_nascimento >= dt_abate OR dt_abate > dt_nascimento + interval '240 months'
            THEN '{"campo":"dt_nascimento","regra":"comparacao","acao":"warn"},' ELSE '' END
    || CASE WHEN (hr_ultima_pesagem AT TIME ZONE 'America/Sao_Paulo')::date NOT BETWEEN dt_abate AND dt_abate + 1
            THEN '{"campo":"hr_ultima_pesagem","regra":"comparacao","acao":"warn"},' ELSE '' END
    || CASE WHEN dt_abertura > dt_fechamento THEN '{"campo":"dt_abertura_camera_abate","regra":"comparacao","acao":"warn"},' ELSE '' END
    || CASE WHEN (dt_corte_quarto AT TIME ZONE 'America/Sao_Paulo')::date < dt_abertura
            THEN '{"campo":"dt_corte_quarto","regra":"comparacao","acao":"warn"},' ELSE '' END
    || CASE WHEN vezes > 1 THEN '{"campo":"nr_unidade_abate","regra":"unico","acao":"warn"},' ELSE '' END AS avisos
  FROM (
    SELECT u.*,
      count(*) OVER (PARTITION BY arquivo_id, nr_unidade_abate, dt_abate, nr_sequencial, nr_banda
                     ORDER BY nr_registro) AS vezes
    FROM (
      SELECT token_cliente, lote_id, arquivo_id, nr_registro, versao_ts, versao_objeto_ts, versao_geracao, versao_hash, extras,
        (versao_ts AT TIME ZONE 'America/Sao_Paulo')::date + 1 AS limite,
        versao_ts + interval '1 day' AS limite_hora,
        CASE WHEN pg_temp.whole(cod_empresa) THEN cod_empresa::integer END AS cod_empresa,
        upper(regexp_replace(cnpj_industria_abate, '[^0-9A-Za-z]', '', 'g')) AS cnpj_industria_abate,
        CASE WHEN tipo_unidade_abate ~ '^\d+$' THEN coalesce(nullif(ltrim(tipo_unidade_abate, '0'), ''), '0')
             ELSE tipo_unidade_abate END AS tipo_unidade_abate,
        ltrim(nr_unidade_abate, '0') AS nr_unidade_abate,
        nr_op,
        CASE WHEN prod !~ '^(\d)\1*$' THEN CASE WHEN prod ~ '^\d{1,10}$' THEN lpad(prod, 11, '0')
                                                WHEN prod ~ '^\d{12,13}$' THEN lpad(prod, 14, '0')
                                                ELSE prod END END AS prod_cpf_cnpj,
        prod !~ '^(\d)\1*$' AND prod !~ '^(\d{1,14}|[0-9A-Z]{12}\d{2})$' AS erro_prod_cpf_cnpj,
        nullif(upper(regexp_replace(prod_nr_ie, '[^0-9A-Za-z]', '', 'g')), '') AS prod_nr_ie,
        pg_temp.day(dt_compra) AS dt_compra,
        dt_compra IS NOT NULL AND pg_temp.day(dt_compra) IS NULL AS erro_dt_compra,
        pg_temp.day(dt_abate) AS dt_abate,
        CASE WHEN pg_temp.whole(lote_abate) THEN lote_abate::integer END AS nr_lote_abate,
        CASE WHEN pg_temp.whole(nr_sequencial) THEN nr_sequencial::integer END AS nr_sequencial,
        CASE WHEN pg_temp.whole(nr_banda) THEN nr_banda::integer END AS nr_banda,
        lpad(cod_barra_abate, greatest(18, length(cod_barra_abate)), '0') AS codigo_barra_etiqueta,
        codigos.codigo AS sexo,
        r.sexo AS sexo_original,
        CASE WHEN nr_sisbov !~ '^0+$' THEN nr_sisbov END AS nr_sisbov,
        nr_identificacao, nr_chip,
        pg_temp.day(dt_nascimento) AS dt_nascimento,
        round(nullif(pg_temp.amount(peso_vivo), 0), 3) AS peso_vivo,
        round(pg_temp.amount(peso_carcaca), 3) AS peso_carcaca,
        pg_temp.moment(hr_ultima_pesagem) AS hr_ultima_pesagem,
        pg_temp.day(dt_abertura_camera_abate) AS dt_abertura,
        pg_temp.day(dt_fechamento_camera_abate) AS dt_fechamento,
        pg_temp.moment(dt_corte_quarto) AS dt_corte_quarto,
        round(nullif(pg_temp.amount(valor_ph), 0), 3) AS valor_ph,
        CASE WHEN lower(flag_contusao) IN ('true', '1', 's', 'sim') THEN true
             WHEN lower(flag_contusao) IN ('false', '0', 'n', 'nao', 'não') THEN false END AS flag_contusao,
        CASE WHEN pg_temp.whole(id_destino_abate) AND id_destino_abate NOT IN ('0', '-1')
          THEN id_destino_abate::integer END AS id_destino_abate,
        CASE WHEN jsonb_typeof(motivos_dif) = 'array'
          -- Comparing a number with a text is neither true nor false.
          THEN jsonb_path_query_array(motivos_dif, '$[*] ? (@.id != -1 || @.id.type() == "string")
            ? (@.id != "-1" || @.id.type() == "number")') END AS motivos_dif,
        CASE WHEN pg_temp.whole(id_acabamento) AND id_acabamento NOT IN ('0', '-1')
          THEN id_acabamento::integer END AS id_acabamento,
        CASE WHEN pg_temp.whole(id_conformacao) AND id_conformacao NOT IN ('0', '-1')
          THEN id_conformacao::integer END AS id_conformacao,
        CASE WHEN pg_temp.whole(id_categoria) AND id_categoria NOT IN ('0', '-1')
          THEN id_categoria::integer END AS id_categoria,
        CASE WHEN pg_temp.whole(id_maturidade) AND id_maturidade NOT IN ('0', '-1')
          THEN id_maturidade::integer END AS id_maturidade,
        CASE WHEN pg_temp.whole(id_raca) AND id_raca NOT IN ('0', '-1')
          THEN id_raca::integer END AS id_raca,
        CASE WHEN pg_temp.whole(id_habilitacao_mercado_escala) AND id_habilitacao_mercado_escala NOT IN ('0', '-1')
          THEN id_habilitacao_mercado_escala::integer END AS id_hab_escala,
        CASE WHEN pg_temp.whole(id_habilitacao_mercado_etiqueta) AND id_habilitacao_mercado_etiqueta NOT IN ('0', '-1')
          THEN id_habilitacao_mercado_etiqueta::integer END AS id_hab_etiqueta,
        coalesce(habilitacoes_etiqueta, '{}') AS json_habilitacoes,
        CASE WHEN sku_codigo ~ '^\d{1,18}$' THEN sku_codigo::bigint END AS sku_codigo,
        sku_descricao
      FROM (
        SELECT r.token_cliente, r.lote_id, r.arquivo_id, r.nr_registro,
          a.versao_em AS versao_ts, a.versao_objeto_em AS versao_objeto_ts, a.versao_geracao,
          a.versao_hash,
          r.dados_completos - ARRAY[
            'cod_empresa', 'cnpj_industria_abate', 'tipo_unidade_abate', 'nr_unidade_abate', 'nr_op',
            'prod_cpf_cnpj', 'prod_nr_ie', 'dt_compra', 'dt_abate', 'lote_abate', 'nr_sequencial',
            'nr_banda', 'cod_barra_abate', 'sexo', 'nr_sisbov', 'nr_identificacao', 'nr_chip',
            'dt_nascimento', 'peso_vivo', 'peso_carcaca', 'hr_ultima_pesagem',
            'dt_abertura_camera_abate', 'dt_fechamento_camera_abate', 'dt_corte_quarto', 'valor_ph',
            'flag_contusao', 'id_destino_abate', 'motivos_dif', 'id_acabamento', 'id_conformacao',
            'id_categoria', 'id_maturidade', 'id_raca', 'id_habilitacao_mercado_escala',
            'id_habilitacao_mercado_etiqueta', 'habilitacoes_etiqueta', 'sku_codigo',
            'sku_descricao', 'token_cliente'] AS extras,
          pg_temp.known(pg_temp.tidy(j.cod_empresa)) AS cod_empresa,
          pg_temp.known(pg_temp.tidy(j.cnpj_industria_abate)) AS cnpj_industria_abate,
          pg_temp.known(pg_temp.tidy(j.tipo_unidade_abate)) AS tipo_unidade_abate,
          pg_temp.known(pg_temp.tidy(j.nr_unidade_abate)) AS nr_unidade_abate,
          pg_temp.known(pg_temp.tidy(j.nr_op)) AS nr_op,
          nullif(upper(regexp_replace(pg_temp.known(pg_temp.tidy(j.prod_cpf_cnpj)), '[^0-9A-Za-z]', '', 'g')), '') AS prod,
          CASE WHEN upper(j.prod_nr_ie) NOT IN ('ISENTO', 'ISENTA')
            THEN pg_temp.known(pg_temp.tidy(j.prod_nr_ie)) END AS prod_nr_ie,
          pg_temp.known(pg_temp.tidy(j.dt_compra)) AS dt_compra,
          pg_temp.known(pg_temp.tidy(j.dt_abate)) AS dt_abate,
          pg_temp.known(pg_temp.tidy(j.lote_abate)) AS lote_abate,
          pg_temp.known(pg_temp.tidy(j.nr_sequencial)) AS nr_sequencial,
          pg_temp.known(pg_temp.tidy(j.nr_banda)) AS nr_banda,
          pg_temp.known(pg_temp.tidy(j.cod_barra_abate)) AS cod_barra_abate,
          pg_temp.known(pg_temp.tidy(j.sexo)) AS sexo,
          pg_temp.known(pg_temp.tidy(j.nr_sisbov)) AS nr_sisbov,
          pg_temp.known(pg_temp.tidy(j.nr_identificacao)) AS nr_identificacao,
          pg_temp.known(pg_temp.tidy(j.nr_chip)) AS nr_chip,
          pg_temp.known(pg_temp.tidy(j.dt_nascimento)) AS dt_nascimento,
          pg_temp.known(pg_temp.tidy(j.peso_vivo)) AS peso_vivo,
          pg_temp.known(pg_temp.tidy(j.peso_carcaca)) AS peso_carcaca,
          pg_temp.known(pg_temp.tidy(j.hr_ultima_pesagem)) AS hr_ultima_pesagem,
          pg_temp.known(pg_temp.tidy(j.dt_abertura_camera_abate)) AS dt_abertura_camera_abate,
          pg_temp.known(pg_temp.tidy(j.dt_fechamento_camera_abate)) AS dt_fechamento_camera_abate,
          pg_temp.known(pg_temp.tidy(j.dt_corte_quarto)) AS dt_corte_quarto,
          pg_temp.known(pg_temp.tidy(j.valor_ph)) AS valor_ph,
          pg_temp.known(pg_temp.tidy(j.flag_contusao)) AS flag_contusao,
          j.motivos_dif, j.habilitacoes_etiqueta,
          pg_temp.known(pg_temp.tidy(j.id_destino_abate)) AS id_destino_abate,
          pg_temp.known(pg_temp.tidy(j.id_acabamento)) AS id_acabamento,
          pg_temp.known(pg_temp.tidy(j.id_conformacao)) AS id_conformacao,
          pg_temp.known(pg_temp.tidy(j.id_categoria)) AS id_categoria,
          pg_temp.known(pg_temp.tidy(j.id_maturidade)) AS id_maturidade,
          pg_temp.known(pg_temp.tidy(j.id_raca)) AS id_raca,
          pg_temp.known(pg_temp.tidy(j.id_habilitacao_mercado_escala)) AS id_habilitacao_mercado_escala,
          pg_temp.known(pg_temp.tidy(j.id_habilitacao_mercado_etiqueta)) AS id_habilitacao_mercado_etiqueta,
          pg_temp.known(pg_temp.tidy(j.sku_codigo)) AS sku_codigo,
          pg_temp.known(pg_temp.tidy(j.sku_descricao)) AS sku_descricao
        FROM raw_animais_jsonb r
        JOIN arquivo a ON a.id = r.arquivo_id
        CROSS JOIN LATERAL jsonb_to_record(r.dados_completos) AS j (
          cod_empresa text, cnpj_industria_abate text, tipo_unidade_abate text, nr_unidade_abate text,
          nr_op text, prod_cpf_cnpj text, prod_nr_ie text, dt_compra text, dt_abate text,
          lote_abate text, nr_sequencial text, nr_banda text, cod_barra_abate text, sexo text,
          nr_sisbov text, nr_identificacao text, nr_chip text, dt_nascimento text, peso_vivo text,
          peso_carcaca text, hr_ultima_pesagem text, dt_abertura_camera_abate text,
          dt_fechamento_camera_abate text, dt_corte_quarto text, valor_ph text, flag_contusao text,
          id_destino_abate text, motivos_dif jsonb, id_acabamento text, id_conformacao text,
          id_categoria text, id_maturidade text, id_raca text, id_habilitacao_mercado_escala text,
          id_habilitacao_mercado_etiqueta text, habilitacoes_etiqueta jsonb, sku_codigo text,
          sku_descricao text)
        WHERE r.dados_completos ?| ARRAY['nr_sequencial', 'cod_barra_abate']
        OFFSET 0
      ) r
      LEFT JOIN (VALUES
        ('M', 'M'), ('MACHO', 'M'), ('MACHO INTEIRO', 'M'), ('BOI', 'M'), ('BOI INTEIRO', 'M'),
        ('TOURO', 'M'), ('C', 'C'), ('CASTRADO', 'C'), ('MACHO CASTRADO', 'C'), ('BOI CASTRADO', 'C'),
        ('F', 'F'), ('FEMEA', 'F'), ('FÊMEA', 'F'), ('VACA', 'F'), ('NOVILHA', 'F')
      ) AS codigos (escrito, codigo) ON codigos.escrito = upper(r.sexo)
      OFFSET 0
    ) u
    -- Required fields, and what is asked of them: a row that fails is rejected.
    WHERE cnpj_industria_abate ~ '^[0-9A-Z]{12}\d{2}$' AND cnpj_industria_abate !~ '^0+$'
      AND tipo_unidade_abate IS NOT NULL AND nr_unidade_abate ~ '^\d{1,5}$'
      AND dt_abate <= limite AND nr_lote_abate >= 1 AND nr_sequencial BETWEEN 1 AND 9999
      AND nr_banda IN (1, 2) AND codigo_barra_etiqueta ~ '^\d{18}$'
      AND peso_carcaca BETWEEN 40 AND 300
    OFFSET 0
  ) v
  OFFSET 0
) w
ORDER BY token_cliente, nr_unidade_abate, dt_abate, nr_sequencial, nr_banda,
  versao_ts DESC, versao_objeto_ts DESC, versao_geracao DESC, versao_hash DESC, nr_registro DESC
ON CONFLICT (token_cliente, nr_unidade_abate, dt_abate, nr_sequencial, nr_banda) DO UPDATE SET
  cod_empresa = excluded.cod_empresa, cnpj_industria_abate = excluded.cnpj_industria_abate,
  tipo_unidade_abate = excluded.tipo_unidade_abate, nr_op = excluded.nr_op,
  prod_cpf_cnpj = excluded.prod_cpf_cnpj, prod_nr_ie = excluded.prod_nr_ie,
  dt_compra = excluded.dt_compra, nr_lote_abate = excluded.nr_lote_abate,
  codigo_barra_etiqueta = excluded.codigo_barra_etiqueta, sexo = excluded.sexo,
  sexo_original = excluded.sexo_original, nr_sisbov = excluded.nr_sisbov,
  nr_identificacao = excluded.nr_identificacao, nr_chip = excluded.nr_chip,
  dt_nascimento = excluded.dt_nascimento, peso_vivo = excluded.peso_vivo,
  peso_carcaca = excluded.peso_carcaca, hr_ultima_pesagem = excluded.hr_ultima_pesagem,
  dt_abertura_camera_abate = excluded.dt_abertura_camera_abate,
  dt_fechamento_camera_abate = excluded.dt_fechamento_camera_abate,
  dt_corte_quarto = excluded.dt_corte_quarto, valor_ph = excluded.valor_ph,
  flag_contusao = excluded.flag_contusao, id_destino_abate = excluded.id_destino_abate,
  motivos_dif = excluded.motivos_dif, id_acabamento = excluded.id_acabamento,
  id_conformacao = excluded.id_conformacao, id_categoria = excluded.id_categoria,
  id_maturidade = excluded.id_maturidade, id_raca = excluded.id_raca,
  id_habilitacao_mercado_escala = excluded.id_habilitacao_mercado_escala,
  id_habilitacao_mercado_etiqueta = excluded.id_habilitacao_mercado_etiqueta,
  json_habilitacoes = excluded.json_habilitacoes, sku_codigo = excluded.sku_codigo,
  sku_descricao = excluded.sku_descricao, lote_id = excluded.lote_id,
  arquivo_id = excluded.arquivo_id, nr_registro = excluded.nr_registro, nr_item = excluded.nr_item,
  versao_ts = excluded.versao_ts, versao_objeto_ts = excluded.versao_objeto_ts,
  versao_geracao = excluded.versao_geracao, versao_hash = excluded.versao_hash,
  atualizado_em = excluded.atualizado_em, contrato_versao = excluded.contrato_versao,
  dados_extras = excluded.dados_extras, avisos = excluded.avisos
WHERE (excluded.versao_ts, excluded.versao_objeto_ts, excluded.versao_geracao, excluded.versao_hash, excluded.nr_registro, excluded.nr_item)
  >= (t.versao_ts, t.versao_objeto_ts, t.versao_geracao, t.versao_hash, t.nr_registro, t.nr_item);
