// What becomes of records and files that are not as they should be.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "raw/raw_fixture.h"

namespace gdo::raw {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RawRejections : public RawFixture {
 protected:
  // "rule:field …" of the rejection of that record; "" = it was not rejected.
  std::string reasons(const std::string& file_name, int record_number) {
    const auto result = connection_.query(
        "SELECT string_agg((m->>'regra') || ':' || (m->>'campo'), ' ' ORDER BY n) "
        "FROM registro_rejeitado r, jsonb_array_elements(r.motivos) WITH ORDINALITY AS e(m, n) "
        "WHERE r.nome_arquivo = $1 AND r.nr_registro = $2",
        {file_name, record_number});
    return result.is_null(0, 0) ? "" : std::string(result.text(0, 0));
  }
};

TEST_F(RawRejections, EachHasItsCodeAndTheExactBytes) {
  options_.limits.depth = 5;
  options_.limits.record_bytes = 2000;
  const std::map<std::string, std::string> lines = {
      {"json_invalido:", sale("1", ",\"x\":01")},
      {"utf8_invalido:", sale("2", ",\"x\":\"\xff\"")},
      {"utf8_invalido:nr_pedido", sale("3\\u0000")},
      {"profundidade:", sale("4", ",\"x\":[[[[[[1]]]]]]")},
      {"obrigatorio:cnpj_local_estoque obrigatorio:dt_venda", R"({"nr_pedido":"5"})"},
      {"obrigatorio:dt_venda", R"({"cnpj_local_estoque":"1","dt_venda":null,"nr_pedido":"6"})"},
      {"tipo:", "[1,2]"},
      {"dominio:token_cliente", sale("7", ",\"token_cliente\":\"other\"")},
      {"", sale("8", ",\"token_cliente\":\"c1c1c1\"")},
      {" ", sale("9", ",\"x\":\"a\\u0000b\\ud800\"")},
  };
  std::string document = sale("0") + "\n";
  for (const auto& [expected, line] : lines) document += line + "\r\n";
  put(std::string(kVendas) + "x.jsonl", document);
  EXPECT_TRUE(run().success());

  int number = 1;
  for (const auto& [expected, line] : lines) {
    ++number;
    const bool loads = expected.find_first_not_of(' ') == std::string::npos;
    SCOPED_TRACE(line);
    EXPECT_EQ(reasons("cliente=c1c1c1/x.jsonl", number), loads ? "" : expected);
    const auto bytes = connection_.query(
        "SELECT conteudo FROM registro_rejeitado WHERE nr_registro = $1 UNION ALL "
        "SELECT convert_to(dados_completos::text, 'UTF8') FROM raw_registro_venda "
        "WHERE nr_registro = $1",
        {number});
    ASSERT_EQ(bytes.rows(), 1);
    std::string hexadecimal = "\\x";
    for (const char c : line) hexadecimal += fmt::format("{:02x}", static_cast<unsigned char>(c));
    EXPECT_EQ(bytes.text(0, 0), hexadecimal);
  }
}

TEST_F(RawRejections, ARecordThatIsTooLongKeepsItsBeginning) {
  options_.limits.record_bytes = 200;
  const std::string longer = sale("1", ",\"x\":\"" + std::string(5000, 'y') + "\"");
  put(std::string(kVendas) + "x.jsonl", sale("0") + "\n" + longer + "\n" + sale("2") + "\n");
  EXPECT_TRUE(run().success());
  EXPECT_EQ(reasons("cliente=c1c1c1/x.jsonl", 2), "tamanho:");
  EXPECT_EQ(ask("SELECT convert_from(conteudo, 'UTF8') FROM registro_rejeitado"),
            longer.substr(0, 200));
  EXPECT_EQ(ask("SELECT byte_tamanho FROM registro_rejeitado"), std::to_string(longer.size()));
  EXPECT_EQ(count("raw_registro_venda"), 2);
}

TEST_F(RawRejections, AnAnimalOfNoShapeIsUnknown) {
  put("pending/animais/cliente=c1c1c1/x.json",
      R"([{"nome":"Mimosa"},{"id_animal":"1"},{"id_animal":null,"id_propriedade":"2",)"
      R"("data_nascimento":"2024-01-01"}])");
  EXPECT_TRUE(run().success());
  EXPECT_EQ(reasons("cliente=c1c1c1/x.json", 1), "forma_desconhecida:");
  EXPECT_EQ(reasons("cliente=c1c1c1/x.json", 2),
            "obrigatorio:id_propriedade obrigatorio:data_nascimento");
  EXPECT_EQ(reasons("cliente=c1c1c1/x.json", 3), "obrigatorio:id_animal");
}

TEST_F(RawRejections, ARepeatedMemberLoadsWithItsLastValueAndAWarning) {
  put(std::string(kVendas) + "x.json", sale("1", ",\"nr_pedido\":\"2\""));
  EXPECT_TRUE(run().success());
  EXPECT_EQ(ask("SELECT nr_pedido FROM raw_registro_venda"), "2");
  EXPECT_EQ(ask("SELECT status FROM log_processamento WHERE nome_arquivo = 'cliente=c1c1c1/x.json' "
                "AND status <> 'iniciado'"),
            "alerta");
}

TEST_F(RawRejections, BrokenFilesLoadNothingAndSayWhere) {
  struct Case {
    const char* name;
    std::string bytes;
    const char* code;
    int line;
    int column;
  };
  const Case cases[] = {
      {"a.json", "", "vazio", 1, 1},
      {"b.json", " \n ", "vazio", 2, 2},
      {"c.json", "[" + sale("1") + ",\n" + sale("2") + ",\n{]", "json_malformado", 3, 2},
      {"d.json", "7", "raiz_invalida", 1, 1},
      {"e.json.gz", "\x1f\x8b\x08 broken", "compressao_invalida", 1, 1},
      {"f.json", "\xff\xfe[\n", "codificacao_invalida", 1, 1},
  };
  for (const Case& each : cases) put(std::string(kVendas) + each.name, each.bytes);
  const RawReport report = run();
  EXPECT_FALSE(report.success());
  EXPECT_EQ(report.stages.back().errors.size(), std::size(cases));
  EXPECT_EQ(count("raw_registro_venda") + count("registro_rejeitado") + count("lote"), 0);
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    EXPECT_EQ(get(std::string("error/registro_venda/cliente=c1c1c1/") + each.name), each.bytes);
    const std::string name = "'cliente=c1c1c1/" + std::string(each.name) + "'";
    EXPECT_EQ(ask("SELECT codigo_erro || ' ' || linha || ' ' || coluna FROM arquivo "
                  "WHERE nome_arquivo = " +
                  name),
              fmt::format("{} {} {}", each.code, each.line, each.column));
    EXPECT_EQ(ask("SELECT concat_ws(' ', detalhes->>'codigo', detalhes->>'linha', "
                  "detalhes->>'coluna') FROM log_processamento WHERE status = 'erro' "
                  "AND nome_arquivo = " +
                  name),
              fmt::format("{} {} {}", each.code, each.line, each.column));
  }
}

TEST_F(RawRejections, AFileWithoutRecordsIsLoadedAsEmpty) {
  put(std::string(kVendas) + "x.json", "[]");
  put(std::string(kVendas) + "bom.json", "\xef\xbb\xbf[" + sale("1") + "]");
  EXPECT_TRUE(run().success());
  EXPECT_EQ(ask("SELECT status || registros_lidos FROM arquivo WHERE nome_arquivo LIKE '%x.json'"),
            "carregado0");
  EXPECT_EQ(ask("SELECT byte_inicio FROM raw_registro_venda"), "4");
}

// PostgreSQL may refuse what we thought it would take: only that record is rejected.
TEST_F(RawRejections, ARowThatPostgresRefusesIsFoundAlone) {
  put(std::string(kVendas) + "first.json", sale("0"));
  EXPECT_TRUE(run().success());
  connection_.execute(
      "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF NEW.nr_pedido LIKE 'bad%' THEN RAISE EXCEPTION USING ERRCODE = '22P02'; END IF; "
      "RETURN NEW; END $$;"
      "CREATE TRIGGER refuse BEFORE INSERT ON raw_registro_venda FOR EACH ROW "
      "EXECUTE FUNCTION refuse()");
  for (const bool streamed : {false, true}) {
    const std::string tag = streamed ? "s" : "m";
    options_.lote.bytes = streamed ? 1 : 1U << 20U;
    std::string lines;
    for (int i = 0; i < 50; ++i) {
      lines += sale((i % 20 == 7 ? "bad" : "good") + tag + std::to_string(i)) + "\n";
    }
    put(std::string(kVendas) + tag + ".jsonl", lines);
    put(std::string(kVendas) + tag + "-other.json", sale(tag + "other"));
    const RawReport report = run();
    EXPECT_TRUE(report.success());
    EXPECT_EQ(report.stages.back().records.rejected, 3);
    EXPECT_EQ(report.stages.back().records.loaded, 48);
    const std::string name = "cliente=c1c1c1/" + tag + ".jsonl";
    EXPECT_EQ(reasons(name, 8), "tipo:");
    EXPECT_EQ(reasons(name, 48), "tipo:");
    EXPECT_EQ(ask("SELECT convert_from(conteudo, 'UTF8') FROM registro_rejeitado "
                  "WHERE nr_registro = 28 AND nome_arquivo = '" +
                  name + "'"),
              sale("bad" + tag + "27"));
  }
}

TEST_F(RawRejections, AStreamedFileIsJudgedLikeAnyOther) {
  options_.lote.bytes = 1;
  std::string lines;
  for (int i = 0; i < 3000; ++i) {
    lines += i % 3 == 0 ? "{\"nr_pedido\":1}\n" : sale(std::to_string(i)) + "\n";
  }
  put(std::string(kVendas) + "x.jsonl", lines);
  put(std::string(kVendas) + "y.jsonl", lines);
  put(std::string(kVendas) + "z.json", "[" + sale("1") + ",\n" + sale("2"));
  const RawReport report = run();
  const RawStage& stage = report.stages.back();
  EXPECT_EQ(stage.files.completed, 1);
  EXPECT_EQ(stage.files.duplicates, 1);
  EXPECT_EQ(stage.files.error, 1);
  EXPECT_EQ(count("raw_registro_venda"), 2000);
  EXPECT_EQ(count("registro_rejeitado"), 1000);
  EXPECT_EQ(stage.errors.at(0).line, 2);
}

TEST_F(RawRejections, AHugeRecordLoads) {
  const std::string huge = sale("1", ",\"x\":\"" + std::string(20'000'000, 'y') + "\"");
  put(std::string(kVendas) + "x.json", "[" + huge + "," + sale("2") + "]");
  EXPECT_TRUE(run().success());
  EXPECT_EQ(ask("SELECT max(length(dados_completos::text)) FROM raw_registro_venda"),
            std::to_string(huge.size()));
}

}  // namespace
}  // namespace gdo::raw
