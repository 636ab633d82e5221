# gdo_embed(TARGET NAMESPACE name BASE dir FILES ...): puts files into TARGET's read-only data.
# Generates <name>.h with
#   namespace gdo::<name> { struct File { std::string_view path, text; }; std::span<const File> files(); }
# path is relative to BASE; files come in the order given.
function(gdo_embed target)
  cmake_parse_arguments(ARG "" "NAMESPACE;BASE" "FILES" ${ARGN})
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(header ${dir}/embedded/${ARG_NAMESPACE}.h)
  set(source ${dir}/${ARG_NAMESPACE}.cc)
  set(declarations "")
  set(entries "")
  set(blobs "")
  set(index 0)
  foreach(file IN LISTS ARG_FILES)
    file(REAL_PATH ${file} absolute BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    file(RELATIVE_PATH relative ${ARG_BASE} ${absolute})
    set(symbol gdo_embedded_${ARG_NAMESPACE}_${index})
    string(APPEND blobs "  \".global ${symbol}\\n${symbol}:\\n.incbin \\\"${absolute}\\\"\\n\"\n"
                        "  \".global ${symbol}_end\\n${symbol}_end:\\n.byte 0\\n\"\n")
    string(APPEND declarations "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND entries "    {\"${relative}\", view(${symbol}, ${symbol}_end)},\n")
    set_property(SOURCE ${source} APPEND PROPERTY OBJECT_DEPENDS ${absolute})
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${header} CONTENT
"#pragma once
#include <span>
#include <string_view>
namespace gdo::${ARG_NAMESPACE} {
struct File {
  std::string_view path;
  std::string_view text;
};
std::span<const File> files();
}  // namespace gdo::${ARG_NAMESPACE}
")
  file(CONFIGURE OUTPUT ${source} CONTENT
"#include \"embedded/${ARG_NAMESPACE}.h\"
#include <cstddef>
#include <vector>
asm(\".pushsection .rodata\\n\"
${blobs}  \".popsection\\n\");
extern \"C\" {
${declarations}}
namespace gdo::${ARG_NAMESPACE} {
namespace {
std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}
}  // namespace
std::span<const File> files() {
  static const std::vector<File> all = {
${entries}  };
  return all;
}
}  // namespace gdo::${ARG_NAMESPACE}
" @ONLY)
  # Not in a unit of several files, which would not be made anew when an embedded file changes.
  set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE ${source})
  target_include_directories(${target} PUBLIC ${dir})
endfunction()

# gdo_embed_sql(TARGET FOLDER FILES ...): the statements of sql/FOLDER/<FILES>.sql as constants
# gdo::<FOLDER>_sql::<name> (char arrays) in embedded/<FOLDER>_sql.h. `-- name: <name>` begins a
# statement; lines of comment are left out.
function(gdo_embed_sql target folder)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(text "")
  foreach(name IN LISTS ARGN)
    set(file ${CMAKE_SOURCE_DIR}/sql/${folder}/${name}.sql)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} statements)
    string(APPEND text "\n${statements}")
  endforeach()
  string(REGEX REPLACE "\n-- name: ([a-z0-9_]+)" "\n)sql\";\ninline constexpr char \\1[] = R\"sql("
         text "${text}")
  string(REGEX REPLACE "\n--[^\n]*" "" text "${text}")
  string(REGEX REPLACE "\n+\\)sql\"" ")sql\"" text "${text}")
  string(REGEX REPLACE "R\"sql\\(\n" "R\"sql(" text "${text}")
  string(FIND "${text}" "inline constexpr" first)
  string(SUBSTRING "${text}" ${first} -1 text)
  string(STRIP "${text}" text)
  file(CONFIGURE OUTPUT ${dir}/embedded/${folder}_sql.h CONTENT
"#pragma once
namespace gdo::${folder}_sql {
@text@)sql\";
}  // namespace gdo::${folder}_sql
" @ONLY)
  target_include_directories(${target} PUBLIC ${dir})
endfunction()
