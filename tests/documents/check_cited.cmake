# cmake -DROOT=<project> -P check_cited.cmake
# A file that a comment or a document names is there: docs/x.md, sql/…, a link of Markdown.
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE texts RELATIVE ${ROOT}
     ${ROOT}/src/*.h ${ROOT}/src/*.cc ${ROOT}/tests/*.h ${ROOT}/tests/*.cc ${ROOT}/sql/*.sql
     ${ROOT}/contracts/*.yaml ${ROOT}/bench/*.md ${ROOT}/docs/*.md)
file(GLOB top RELATIVE ${ROOT} ${ROOT}/*.md)
list(APPEND texts ${top})
if(NOT top)
  message(FATAL_ERROR "no documents under ${ROOT}")
endif()

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
endforeach()

if(missing)
  list(REMOVE_DUPLICATES missing)
  list(JOIN missing "\n  " lines)
  message(FATAL_ERROR "files that are named and do not exist:\n  ${lines}")
endif()
list(LENGTH texts count)
message(STATUS "cited files: ${count} texts name only what exists")
