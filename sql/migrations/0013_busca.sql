-- Searches for a part of a name tell when they found more than they give, and find companies' names
-- alone for those who see persons' names masked: whom 1,000 persons of that name would hide.
DROP FUNCTION busca_lotes_abate(text, text);
DROP FUNCTION busca_vendas(text, text);

CREATE FUNCTION busca_lotes_abate(p_coluna text, p_texto text, p_empresas boolean)
RETURNS TABLE (nr_unidade_abate text, dt_abate date, nr_lote_abate integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
  cliente text := nullif(current_setting('gdo.cliente', true), '');
  padrao text := padrao_de_busca(p_texto);
BEGIN
  IF p_coluna = 'prod_nome_razaosocial' THEN
    RETURN QUERY SELECT t.nr_unidade_abate, t.dt_abate, t.nr_lote_abate FROM service_lotes_abate t
      WHERE t.token_cliente = cliente AND upper(t.prod_nome_razaosocial) LIKE padrao
        AND (NOT p_empresas OR length(t.prod_cpf_cnpj) = 14) LIMIT 1001;
  ELSIF p_coluna = 'faz_nome' THEN
    RETURN QUERY SELECT t.nr_unidade_abate, t.dt_abate, t.nr_lote_abate FROM service_lotes_abate t
      WHERE t.token_cliente = cliente AND upper(t.faz_nome) LIKE padrao
        AND (NOT p_empresas OR length(t.prod_cpf_cnpj) = 14) LIMIT 1001;
  ELSIF p_coluna = 'faz_nr_car' THEN
    RETURN QUERY SELECT t.nr_unidade_abate, t.dt_abate, t.nr_lote_abate FROM service_lotes_abate t
      WHERE t.token_cliente = cliente AND upper(t.faz_nr_car) LIKE padrao LIMIT 1001;
  ELSE
    RAISE EXCEPTION 'this column is not searched' USING ERRCODE = 'invalid_parameter_value';
  END IF;
END $$;

CREATE FUNCTION busca_vendas(p_coluna text, p_texto text, p_empresas boolean)
RETURNS TABLE (cnpj_local_estoque text, nr_pedido text, carga text)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
#variable_conflict use_column
DECLARE
  cliente text := nullif(current_setting('gdo.cliente', true), '');
  padrao text := padrao_de_busca(p_texto);
BEGIN
  IF p_coluna = 'nf_destino_nome_razaosocial' THEN
    RETURN QUERY SELECT t.cnpj_local_estoque, t.nr_pedido, t.carga FROM service_vendas t
      WHERE t.token_cliente = cliente AND upper(t.nf_destino_nome_razaosocial) LIKE padrao
        AND (NOT p_empresas OR length(t.nf_cnpj_destino) = 14) LIMIT 1001;
  ELSIF p_coluna = 'nf_origem_nome_razaosocial' THEN
    RETURN QUERY SELECT t.cnpj_local_estoque, t.nr_pedido, t.carga FROM service_vendas t
      WHERE t.token_cliente = cliente AND upper(t.nf_origem_nome_razaosocial) LIKE padrao
        AND (NOT p_empresas OR length(t.nf_cnpj_origem) = 14) LIMIT 1001;
  ELSIF p_coluna = 'nome_transportadora' THEN
    RETURN QUERY SELECT t.cnpj_local_estoque, t.nr_pedido, t.carga FROM service_vendas t
      WHERE t.token_cliente = cliente AND upper(t.nome_transportadora) LIKE padrao
        AND (NOT p_empresas OR length(t.cnpj_transportadora) = 14) LIMIT 1001;
  ELSE
    RAISE EXCEPTION 'this column is not searched' USING ERRCODE = 'invalid_parameter_value';
  END IF;
END $$;

DO $$
DECLARE funcao regprocedure;
BEGIN
  FOR funcao IN SELECT p.oid FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace = current_schema()::regnamespace
      AND p.proname IN ('busca_lotes_abate', 'busca_vendas')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', funcao,
                   current_schema());
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', funcao);
  END LOOP;
END $$;
