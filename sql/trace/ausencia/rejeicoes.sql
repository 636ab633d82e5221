-- Open rejections of which a field holds the text as its whole value (leading zeros and blanks
-- apart), not as a part of another: a look for the bytes first, then at what stands around them.
-- Reads them all: asked only when nothing else knows the thing. $1 tenants, $2 the text.
SELECT r.token_cliente, 'rejection ' || r.id || ' (' || r.camada || ', '
         || (SELECT string_agg(concat_ws(':', m ->> 'regra', m ->> 'campo'), ', ')
             FROM jsonb_array_elements(r.motivos) m) || ')'
FROM registro_rejeitado r
WHERE r.token_cliente = ANY($1::text[]) AND r.status = 'aberto'
  AND position(convert_to($2::text, 'UTF8') IN r.conteudo) > 0
  AND encode(r.conteudo, 'escape') ~
      ('"(codigo_barras|nr_op_desossa|nr_pedido|id_animal|cod_barra_abate|nr_sisbov'
         || '|nr_identificacao|nr_chip|prod_cpf_cnpj|faz_nr_car)"\s*:\s*"?\s*0*'
         || regexp_replace(encode(convert_to($2::text, 'UTF8'), 'escape'), '([^0-9A-Za-z])',
                           '\\\1', 'g')
         || '(\.0+)?\s*"?\s*[,}]')
ORDER BY r.id DESC LIMIT 3
