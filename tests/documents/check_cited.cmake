# cmake -DROOT=<project> -P check_cited.cmake
# A file that a comment or a document names is there: docs/x.md, sql/…, a link of Markdown; in comments
# of C++ a header or source (x.h), and a folder of src.
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE texts RELATIVE ${ROOT}
     ${ROOT}/src/*.h ${ROOT}/src/*.cc ${ROOT}/tests/*.h ${ROOT}/tests/*.cc ${ROOT}/sql/*.sql
     ${ROOT}/contracts/*.yaml ${ROOT}/bench/*.md ${ROOT}/docs/*.md)
file(GLOB top RELATIVE ${ROOT} ${ROOT}/*.md)
list(APPEND texts ${top})
if(NOT top)
  message(FATAL_ERROR "no documents under ${ROOT}")
endif()

file(GLOB_RECURSE sources ${ROOT}/src/*.h ${ROOT}/src/*.cc ${ROOT}/tests/*.h ${ROOT}/tests/*.cc)
list(TRANSFORM sources REPLACE "^.*/" "")

set(missing "")
foreach(text IN LISTS texts)
  file(READ ${ROOT}/${text} content)
  # Lists of CMake end at these.
  string(REGEX REPLACE "[][;]" " " content "${content}")
  get_filename_component(folder ${text} DIRECTORY)
  # Links of Markdown, relative to their page.
  if(text MATCHES "\\.md$")
    string(REGEX MATCHALL "[(][A-Za-z0-9_./-]+\\.(md|sh|sql|yaml|txt)[)#]" links "${content}")
    foreach(link IN LISTS links)
      string(REGEX REPLACE "^[(]|[)#]$" "" link ${link})
      if(NOT EXISTS ${ROOT}/${folder}/${link})
        list(APPEND missing "${text}: ${link}")
      endif()
    endforeach()
  endif()
  # Names of pages: with their folder from the project's root, alone in docs/ or beside the text.
  string(REGEX MATCHALL "[A-Za-z0-9_/.-]*[A-Za-z0-9_-]+\\.md[^0-9A-Za-z]" pages "${content}")
  list(TRANSFORM pages REPLACE "[^0-9A-Za-z]$" "")
  list(REMOVE_DUPLICATES pages)
  foreach(page IN LISTS pages)
    if(NOT EXISTS ${ROOT}/${page} AND NOT EXISTS ${ROOT}/docs/${page}
       AND NOT EXISTS ${ROOT}/${folder}/${page} AND NOT page MATCHES "^/")
      list(APPEND missing "${text}: ${page}")
    endif()
  endforeach()
  if(text MATCHES "\\.(h|cc)$")
    string(REGEX MATCHALL "// [^\n]*" comments "${content}")
    string(REGEX MATCHALL "src/[a-z_/]*[a-z_]|[a-z_]+\\.(h|cc)[^a-z]" named " ${comments} ")
    list(TRANSFORM named REPLACE "[^a-z_]$" "")
    foreach(name IN LISTS named)
      if(NOT name IN_LIST sources AND NOT EXISTS ${ROOT}/${name} AND NOT EXISTS ${ROOT}/${name}.cc
         AND NOT name MATCHES "^src/backend")
        list(APPEND missing "${text}: ${name}")
      endif()
    endforeach()
  endif()
endforeach()

if(missing)
  list(REMOVE_DUPLICATES missing)
  list(JOIN missing "\n  " lines)
  message(FATAL_ERROR "files that are named and do not exist:\n  ${lines}")
endif()
list(LENGTH texts count)
message(STATUS "cited files: ${count} texts name only what exists")
