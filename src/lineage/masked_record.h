#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contract/contract.h"
#include "lineage/lake_proof.h"

namespace gdo::lineage {

// The record of a payload with what its contracts call personal masked, in place; all else keeps
// its very bytes. Documents and names of persons are shortened (values/masking.h), companies stay;
// what is never stored, and members that no contract of the payload knows, are withheld. Nothing
// when the bytes are no JSON.
std::optional<std::string> masked_record(const contract::Payload& payload, std::string_view record);

// The same in place of all bytes of a file's records; what they were proven to be stays. Bytes of a
// payload that the catalog does not know are taken away.
void mask_proof(const contract::Catalog& catalog, const FileOrigin& file, FileProof& proof);

}  // namespace gdo::lineage
