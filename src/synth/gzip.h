#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "synth/text_buffer.h"

namespace gdo::synth {

// Appends `bytes` as one gzip member: fixed Huffman codes, repetitions found greedily. Written
// here and not by zlib, whose bytes differ between versions and machines: the same seed must give
// the same lake.
void put_gzip(TextBuffer& out, std::string_view bytes);

}  // namespace gdo::synth
