# gdo_cold(TARGET): optimised less.
function(gdo_cold target)
  target_compile_options(${target} PRIVATE $<$<NOT:$<CONFIG:Debug>>:-Og>)
endfunction()

# gdo_precompiled(HEAT): the target whose headers the units of that heat (hot, cold: their flags
# differ) read precompiled. What nearly every unit includes; preset single keeps files self-sufficient.
function(gdo_precompiled heat)
  set(source ${CMAKE_BINARY_DIR}/gdo_precompiled_${heat}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(gdo_precompiled_${heat} OBJECT ${source})
  target_link_libraries(gdo_precompiled_${heat} PRIVATE project_options fmt::fmt
                                                        nlohmann_json::nlohmann_json)
  if(heat STREQUAL "cold")
    gdo_cold(gdo_precompiled_cold)
  endif()
  target_precompile_headers(gdo_precompiled_${heat} PRIVATE
    <algorithm> <array> <atomic> <charconv> <chrono> <condition_variable> <cstdint> <deque>
    <exception> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <span> <sstream>
    <string> <string_view> <thread> <tuple> <unordered_map> <utility> <variant> <vector>
    <fmt/format.h> <nlohmann/json.hpp>)
endfunction()

# gdo_library(FOLDER [COLD] SOURCES ... DEPENDS ...): the static library gdo_FOLDER of src/FOLDER.
# COLD: code that runs once a command or a question, not once a record, and waits for PostgreSQL;
# optimised less, it compiles in half the time (docs/decisions/compilacao.md).
function(gdo_library folder)
  cmake_parse_arguments(ARG "COLD" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(gdo_${folder} STATIC ${ARG_SOURCES})
  # Some files a unit: each parses what it includes once. Small enough that a change builds at once.
  set_target_properties(gdo_${folder} PROPERTIES UNITY_BUILD ${GDO_UNITY} UNITY_BUILD_BATCH_SIZE ${GDO_UNITY_FILES})
  set(heat hot)
  if(ARG_COLD)
    set(heat cold)
    gdo_cold(gdo_${folder})
  else()
    set_property(GLOBAL APPEND PROPERTY GDO_HOT gdo_${folder})
  endif()
  if(GDO_PRECOMPILE)
    if(NOT TARGET gdo_precompiled_${heat})
      gdo_precompiled(${heat})
    endif()
    target_precompile_headers(gdo_${folder} REUSE_FROM gdo_precompiled_${heat})
  endif()
  target_link_libraries(gdo_${folder} PUBLIC project_options ${ARG_DEPENDS}
                                      PRIVATE ${ARG_PRIVATE_DEPENDS})
endfunction()

# gdo_test(NAME LABEL unit|postgres|gcs|e2e SOURCES ... DEPENDS ...): a GoogleTest program, a CTest
# test per case. Label postgres brings the private test cluster (a CTest fixture, tests/support).
function(gdo_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} project_options GTest::gmock
                                        GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${GDO_UNITY} UNITY_BUILD_BATCH_SIZE 12)
  # What is tested is optimised; the tests themselves need not be, and build in half the time.
  target_compile_options(${name} PRIVATE -O0)
  set(properties LABELS ${ARG_LABEL} TIMEOUT 600)
  if(ARG_LABEL STREQUAL "postgres" OR ARG_LABEL STREQUAL "e2e")
    list(APPEND properties FIXTURES_REQUIRED postgres
         ENVIRONMENT "GDO_TEST_PG_HOME=${CMAKE_BINARY_DIR}/test-pg")
  endif()
  # One CTest entry a program: starting a program per case costs more than the cases.
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES ${properties})
endfunction()

# gdo_reads_test_data(SOURCES ...): these find tests/data in GDO_TEST_DATA. Only these: with a
# clone's path among its flags, ccache cannot give an object to another clone.
function(gdo_reads_test_data)
  set_source_files_properties(${ARGN} PROPERTIES
    COMPILE_DEFINITIONS GDO_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
endfunction()
