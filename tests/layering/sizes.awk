# awk [-v files_only=1] -f sizes.awk FILE...: C++ files of more than 400 lines, and functions of more than 60, as
# clang-format lays them out: from a line that ends with ") {" (with const, noexcept, override or an
# initializer list) to the brace under its beginning. Exits with 1 when it names one.
function ends(count, where) {
  if (count > limit) { printf "%s: %d lines, at most %d\n", where, count, limit; failed = 1 }
}
FNR == 1 { begun = 0; close_file(); name = FILENAME }
function close_file() {
  limit = 400
  if (name != "") ends(last, name)
}
{ last = FNR }
!files_only && !begun && /^(  )?[^ \/#}].*[({,:]$/ && !/^(  )?(namespace|struct|class|enum|union|extern|using|public|private|protected)/ && !/=.*\{$/ {
  match($0, /^ */); begun = FNR; indent = RLENGTH; title = $0
}
begun && FNR > begun {
  match($0, /^ */)
  if (RLENGTH == indent && /^ *(};?|\);?|};? *\/\/.*)$/) { limit = 60; ends(FNR - begun + 1, FILENAME ":" begun ": " title); begun = 0 }
  else if (RLENGTH == indent && /;$/) begun = 0
  else if (/^}/) begun = 0
}
END { close_file(); exit failed }
