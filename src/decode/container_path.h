#pragma once

#include <string>
#include <vector>

#include "decode/document_text.h"

namespace gdo::decode {

// Finds the array of records inside a root object, and checks and passes over everything else.
class ContainerPath {
 public:
  // path: the members that lead to the array, at least one.
  ContainerPath(DocumentText& text, const ReadLimits& limits, std::vector<std::string> path);

  enum class Step {
    array,   // text.offset() is behind the '[' of the array of records
    end,     // text.offset() is behind the root object, and the array was in it
    broken,  // text.fault() says why
  };
  // Goes on from text.offset(): the first time the root's '{', later behind the array's ']'.
  Step advance();

 private:
  bool enter();
  bool pass_member();
  bool read_name();
  bool pass_value(std::string* copy);
  bool leave();
  bool fail_bad_text(std::uint64_t start);
  bool fail_container(std::string_view code, std::string_view what);

  DocumentText& text_;
  std::vector<std::string> path_;
  ValueScanner scanner_;
  std::size_t level_ = 0;  // the objects of the path around text_.offset()
  bool first_ = false;     // no member of the innermost one has been read
  bool in_array_ = false;  // text_.offset() is behind the '[' of the records
  bool found_ = false;     // the array of records was there
  std::string name_;
};

}  // namespace gdo::decode
