-- requer: service_ordens_desossa
-- Days of a deboning plant whose boxes weigh more than the quarters that went in: 2 % for scales.
SELECT o.token_cliente, 'erro' AS severidade,
       'massa/' || o.token_cliente || '/' || o.planta || '/' || o.dia AS chave,
       format('a desossa da planta %s em %s pesou mais do que entrou: %s kg em caixas, %s kg em quartos',
              o.planta, o.dia, round(o.kg_caixas, 1), round(o.kg_quartos, 1)) AS mensagem,
       jsonb_build_object('planta', o.planta, 'dia', o.dia, 'kg_caixas', o.kg_caixas,
                          'kg_quartos', o.kg_quartos,
                          'tamanho', round(o.kg_caixas - o.kg_quartos, 1)) AS detalhes
FROM (SELECT token_cliente, nr_unidade_desossa AS planta, dt_producao AS dia,
             sum(peso_caixas)::numeric AS kg_caixas, sum(peso_quartos)::numeric AS kg_quartos
      FROM service_ordens_desossa
      WHERE dt_producao > (statement_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date - 30
        AND peso_caixas > 0 AND peso_quartos > 0
      GROUP BY 1, 2, 3) o
WHERE o.kg_caixas > 1.02 * o.kg_quartos
