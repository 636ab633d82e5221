#include <fmt/format.h>

#include <array>
#include <string>

#include "synth/payload.h"
#include "synth/record_parts.h"

namespace gdo::synth {
namespace {

// nr_pedido, carga: numbers at one source, text at another.
void put_number(JsonWriter& json, std::string_view name, const Unit& source, int number) {
  if (source.text_orders) return json.quoted_integer(name, number);
  json.integer(name, number);
}

void put_shipping(JsonWriter& json, const Sale& sale) {
  put_day(json, "dt_expedicao", *sale.warehouse, sale.shipped);
  put_cnpj(json, "cnpj_transportadora", *sale.warehouse, sale.carrier->document);
  json.text("nome_transportadora", sale.carrier->name);
  json.text("placa_caminhao", fmt::format("SYN{}B{:02}", sale.marks % 10, sale.marks / 10 % 100));
  json.text("motorista", fmt::format("MOTORISTA FICTÍCIO {:02}", sale.marks / 1000 % 30));
  json.integer("embarque_id_usuario", 100 + static_cast<int>(sale.marks % 9));
  json.text("embarque_nome_usuario", fmt::format("USUARIO FICTICIO {}", sale.marks % 9));
  json.text("cNmPais_destino", "BRASIL");
  json.begin_array("id_mercado_destino");
  json.begin_object();
  json.integer("id", sale.market);
  json.end_object();
  json.end_array();
}

void put_sold_box(JsonWriter& json, const Sale& sale, const SoldBox& box) {
  std::array<char, 10> barcode{};
  const Unit& source = *sale.warehouse;
  json.begin_object();
  json.text("codigo_barras", sold_barcode(box, barcode));
  json.integer("sku_codigo", box.sku_code);
  json.text("sku_descricao", box.beef
                                 ? fmt::format("{} {}", box.sku_name, box.frozen ? "CONG" : "RESF")
                                 : std::string(box.sku_name));
  json.integer("qtde_pecas", box.pieces);
  json.integer("tipo_embalagem", 9999);
  put_trace_code(json, box.sif, box.slaughtered);
  put_day(json, "dt_entrada_estoque", source, box.packed);
  put_day(json, "dt_embalagem", source, box.packed);
  put_day(json, "dt_producao", source, box.produced);
  put_day(json, "dt_validade", source, box.expires);
  json.text("cIndustrializado", "0");
  json.text("cRevenda", "0");
  json.end_object();
}

void put_goods(JsonWriter& json, std::size_t boxes) {
  json.begin_array("itens");
  json.begin_object();
  json.integer("qtde", static_cast<std::int64_t>(boxes));
  json.text("descricao", "CARNE BOVINA SEM OSSO");
  json.text("un_medida", "CX");
  json.text("ncm_hscode", "02023000");
  json.end_object();
  json.end_array();
}

void put_sales_invoice(JsonWriter& json, const Sale& sale, int index) {
  const Unit& unit = *sale.warehouse;
  const Invoice invoice{
      .number = static_cast<std::uint64_t>(sale.number) * 2 + static_cast<std::uint64_t>(index),
      .series = 1,
      .nature = "VENDA DE PRODUCAO DO ESTABELECIMENTO",
      .key_cnpj = unit.cnpj,
      .uf_code = 51,
      .issued = sale.sold};
  json.begin_object();
  put_invoice_head(json, invoice);
  put_party(json, true, "FRIGORÍFICO FICTÍCIO LTDA", unit.cnpj, "CIDADE FICTÍCIA 01", "MT");
  put_party(json, false, sale.customer->name, sale.customer->document, sale.customer->city,
            sale.customer->state);
  json.date("dt_compra", sale.sold);
  json.date("dt_emissao", invoice.issued);
  json.date("nf_dt_pedido", sale.sold);
  put_invoice_key(
      json, invoice,
      sale.world
          ->invoices[(sale.marks + static_cast<unsigned>(index)) % sale.world->invoices.size()]);
  for (const std::string_view third : {"cod_terceiro_centralizador", "nome_terceiro_centralizador",
                                       "cod_terceiro_logistica", "nome_terceiro_logistica"}) {
    json.text(third, "");
  }
  put_goods(json, sale.boxes.size());
  json.end_object();
}

}  // namespace

std::string_view sold_barcode(const SoldBox& box, std::span<char, 10> memory) {
  const std::string_view text = barcode_text(*box.barcode_unit, box.number, memory);
  if (box.beef) return text;
  memory[8] = 'X';
  memory[9] = 'X';
  return text;
}

void put_sale(JsonWriter& json, const Sale& sale) {
  const Unit& unit = *sale.warehouse;
  json.begin_object();
  json.integer("cod_bloco", 7);
  put_company(json, unit);
  put_cnpj(json, "cnpj_local_estoque", unit, unit.cnpj);
  put_day(json, "dt_venda", unit, sale.sold);
  put_number(json, "nr_pedido", unit, sale.number);
  put_number(json, "carga", unit, sale.load);
  json.text("nr_ordem_compra", "");
  json.integer("nr_pedidoMatriz", sale.number);
  put_shipping(json, sale);
  json.begin_array("caixas");
  for (const SoldBox& box : sale.boxes) put_sold_box(json, sale, box);
  json.end_array();
  json.begin_array("notas_fiscais");
  for (int i = 0; i < sale.invoices; ++i) put_sales_invoice(json, sale, i);
  json.end_array();
  json.end_object();
}

}  // namespace gdo::synth
