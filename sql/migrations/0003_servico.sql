-- What the gold layer keeps about itself, and the market programmes it judges lots by. Plain tables
-- of the coordinator.

-- Which text of a model (and of its parameters) made the rows of a tenant; another one, or none:
-- they are rebuilt on the next run.
CREATE TABLE modelo_cliente (
  modelo           text NOT NULL,
  token_cliente    text NOT NULL,
  hash             text NOT NULL,
  reconstruido_em  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (modelo, token_cliente)
);

-- What a market programme asks of an animal. A tenant's own rules of a programme replace those of
-- '*'; rules of a sexo hold for animals of that sexo only. A measure that no payload carries is kept
-- all the same: what is not known must not look proven.
CREATE TABLE programa_regra (
  token_cliente     text NOT NULL DEFAULT '*',
  programa          text NOT NULL,
  medida            text NOT NULL,
  sexo              text NOT NULL DEFAULT '*',
  minimo            numeric,
  maximo            numeric,
  maximo_incluso    boolean NOT NULL DEFAULT true,
  descricao         text NOT NULL,
  PRIMARY KEY (token_cliente, programa, medida, sexo),
  CONSTRAINT programa_regra_sexo CHECK (sexo IN ('*', 'M', 'C', 'F')),
  CONSTRAINT programa_regra_limite CHECK (minimo IS NOT NULL OR maximo IS NOT NULL)
);
INSERT INTO programa_regra
  (programa, medida, sexo, minimo, maximo, maximo_incluso, descricao) VALUES
  ('china', 'idade_meses', '*', NULL, 30, true, 'Até 30 meses'),
  ('china', 'dentes', '*', NULL, 4, true, 'Até quatro incisivos permanentes'),
  ('china', 'nascido_e_criado_no_brasil', '*', 1, NULL, true, 'Nascido e criado no Brasil'),
  ('hilton', 'idade_meses', 'M', 13, 24, true, 'Macho inteiro de 13 a 24 meses'),
  ('hilton', 'idade_meses', 'C', 25, 36, true, 'Castrado de 25 a 36 meses'),
  ('hilton', 'idade_meses', 'F', 25, 36, true, 'Fêmea de 25 a 36 meses'),
  ('hilton', 'dentes', 'M', NULL, 0, true, 'Macho inteiro só com dentes de leite'),
  ('hilton', 'dentes', 'C', NULL, 4, true, 'Castrado com até quatro dentes'),
  ('hilton', 'dentes', 'F', NULL, 4, true, 'Fêmea com até quatro dentes'),
  ('hilton', 'sisbov', '*', 1, NULL, true, 'Identificado no SISBOV'),
  ('hilton', 'pasto_ate_10_meses', '*', 1, NULL, true, 'A pasto até os dez meses'),
  ('hilton', 'fazenda_na_lista_traces', '*', 1, NULL, true, 'Última fazenda ERAS na lista TRACES'),
  ('hilton', 'dias_na_ultima_fazenda', '*', 90, NULL, true, '90 dias na fazenda de terminação'),
  ('cota_481', 'idade_meses', '*', NULL, 30, false, 'Menos de 30 meses'),
  ('cota_481', 'dentes', '*', NULL, 2, true, 'Até dois dentes'),
  ('cota_481', 'dias_de_concentrado', '*', 100, NULL, true, '100 dias de dieta de alto concentrado'),
  ('ue_ph', 'ph', '*', NULL, 6.0, false, 'pH abaixo de 6,0'),
  ('planta_ph', 'ph', '*', NULL, 5.8, false, 'pH abaixo de 5,8, limite da planta');
