#pragma once

namespace gdo {

// The program's version, as `gdo --version` and log_processamento.versao_script say it.
inline constexpr const char* kVersion = GDO_VERSION;

}  // namespace gdo
