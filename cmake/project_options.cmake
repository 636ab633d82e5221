# One interface target carries the flags; every target of ours links it.
option(GDO_TESTS "Build the tests" ON)
option(GDO_BENCHMARKS "Build the benchmarks" OFF)
option(GDO_UNITY "Compile several files as one unit" ON)
set(GDO_UNITY_FILES 12 CACHE STRING "Files of a unit")
option(GDO_PRECOMPILE "Parse what nearly every unit includes once" OFF)
option(GDO_WERROR "Treat warnings as errors" OFF)
set(GDO_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them")

# ccache fails every compilation when it cannot write its cache, as with a read-only home.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(ccache_trial ${CMAKE_BINARY_DIR}/CMakeFiles/ccache_trial)
  file(WRITE ${ccache_trial}.cc "int trial;\n")
  execute_process(COMMAND ${CCACHE_PROGRAM} ${CMAKE_CXX_COMPILER} -c ${ccache_trial}.cc
                          -o ${ccache_trial}.o
                  RESULT_VARIABLE ccache_fails OUTPUT_QUIET ERROR_QUIET)
endif()
if(CCACHE_PROGRAM AND ccache_fails)
  message(STATUS "ccache does not work here: compiling without it")
elseif(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# mold links the program in a tenth of the time.
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(project_options INTERFACE)
target_compile_features(project_options INTERFACE cxx_std_20)
target_include_directories(project_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(project_options INTERFACE GDO_VERSION="${PROJECT_VERSION}")
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor $<$<BOOL:${GDO_WERROR}>:-Werror>
  # gcc 12 sees overlaps in std::string's + that are not there.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # A unit of several files includes sources, whose unnamed namespaces are theirs all the same.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${GDO_UNITY}>>:-Wno-subobject-linkage>
  # Lines for stack traces; preset asan has all that a debugger wants. A quarter of a build's time.
  $<$<CONFIG:RelWithDebInfo>:-g1>)
if(GDO_SANITIZE)
  target_compile_options(project_options INTERFACE -fsanitize=${GDO_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(project_options INTERFACE -fsanitize=${GDO_SANITIZE})
endif()
