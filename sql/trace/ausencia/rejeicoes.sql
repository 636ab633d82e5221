-- Open rejections whose original bytes hold the text. Reads them all: asked only when nothing else
-- knows the thing. $1 tenants, $2 the text.
SELECT r.token_cliente, 'rejection ' || r.id || ' (' || r.camada || ', '
         || (SELECT string_agg(concat_ws(':', m ->> 'regra', m ->> 'campo'), ', ')
             FROM jsonb_array_elements(r.motivos) m) || ')'
FROM registro_rejeitado r
WHERE r.token_cliente = ANY($1::text[]) AND r.status = 'aberto'
  AND position(convert_to($2::text, 'UTF8') IN r.conteudo) > 0
ORDER BY r.id DESC LIMIT 3
