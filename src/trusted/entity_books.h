#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace gdo::trusted {

// What became of the items of one lote and entity: a row of lote_entidade.
struct EntityBook {
  std::int64_t itens = 0;
  std::int64_t aceitos = 0;
  std::int64_t com_avisos = 0;
  std::int64_t rejeitados = 0;
  std::int64_t inseridos = 0;
  std::int64_t atualizados = 0;
  std::int64_t superados = 0;
  std::int64_t filhos = 0;

  EntityBook& operator+=(const EntityBook& other) {
    itens += other.itens;
    aceitos += other.aceitos;
    com_avisos += other.com_avisos;
    rejeitados += other.rejeitados;
    inseridos += other.inseridos;
    atualizados += other.atualizados;
    superados += other.superados;
    filhos += other.filhos;
    return *this;
  }
};

// By lote and entity; "" = records of no known shape.
using EntityBooks = std::map<std::pair<std::int64_t, std::string>, EntityBook>;

}  // namespace gdo::trusted
