#pragma once

#include <span>
#include <string>

#include "app/contract/file_check.h"
#include "app/terminal/terminal.h"

namespace gdo::app {

// {"arquivo", "registros": [{nr_registro, nr_item, linha, coluna, entidade, veredito, motivos}],
// "erro", "resumo"}; of several files an array of them. Source: interface.md.
std::string check_json(std::span<const CheckedFile> files);

// What a producer reads: counts, then each kind of violation with the first places where it is.
std::string check_text(const CheckedFile& file, const Terminal& terminal);

}  // namespace gdo::app
