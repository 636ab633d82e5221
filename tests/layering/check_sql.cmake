# cmake -DROOT=<project> -P check_sql.cmake
# The SQL of the program, in sql/ and in C++, is also taken by a cluster whose tables of data lie on
# several nodes by tenant (Citus). What such a cluster refuses, or answers wrongly:
#   functions of pg_temp, which other nodes do not have; settings by set_config(), which are not sent to
#   them; a lock taken in a subquery; a correlated subquery on a control table, or one in the target
#   list of a query on a table of data; several statements of DDL in a message; triggers; MERGE;
#   a LATERAL with a LIMIT that does not name the tenant as a value; a control table joined to a table
#   of data (under row level security the server dies of it: data is a MATERIALIZED CTE there); a
#   subquery without columns of a table that is asked elsewhere.
cmake_minimum_required(VERSION 3.25)

# Statements of control tables alone may do some of it: these are the files that read data.
set(of_data "^(sql/(service|trace|keys|exportacao|auditoria|trusted|raw|model|lineage)/|src/(gold|trace|lineage|export)/|src/trusted/(table_|publication)|src/monitor/audit)")
set(control "(lote|arquivo|mudanca|modelo_cliente|registro_rejeitado|lote_entidade)")

set(problems "")
# files, pattern: regular expressions of paths, and of what must not stand in them.
function(forbid name files pattern)
  set(file_of_${name} "${files}" PARENT_SCOPE)
  set(pattern_of_${name} "${pattern}" PARENT_SCOPE)
  set(rules ${rules} ${name} PARENT_SCOPE)
endfunction()
set(rules "")
forbid(pg_temp_function "." "pg_temp\\.")
forbid(setting_by_set_config "^(sql|src)/(exportacao|trace|lineage|export)/" "set_config *\\(")
forbid(lock_in_a_subquery "${of_data}"
       "LATERAL \\(SELECT [^~]*FOR (NO KEY )?(UPDATE|SHARE)( OF [a-z]+)?( SKIP LOCKED)?\\)")
forbid(correlated_control_table "${of_data}"
       "EXISTS \\(SELECT [1 ]*FROM ${control} [a-z]+ WHERE [a-z]+\\.[a-z_]+ = [a-z]+\\.")
forbid(target_list_subquery "${of_data}"
       "SELECT \\(SELECT (count\\(\\*\\)|EXISTS|max|min)[^~]* FROM (\\{0\\}|raw_|trusted_|service_)")
forbid(ddl_in_one_message "^src/(raw|trusted|gold|pg/catalog)" "\\.execute\\((step\\.)?(sql|statements|[a-z_.]*table_sql)\\)")
forbid(control_table_joined_to_data "^sql/(service|trace|keys|lineage|exportacao|painel|api)/"
       "(FROM|JOIN) (raw|trusted|service)_[^~()]* JOIN ${control} ")
forbid(subquery_without_columns "^sql/(service|trace|keys|lineage|exportacao|painel|metricas)/"
       "\\(SELECT FROM (mudanca|lote_entidade|lote|modelo_cliente) ")
forbid(trigger "." "CREATE (CONSTRAINT )?TRIGGER")
forbid(merge "." "MERGE INTO")
# Of a function that may change within a statement, no index is asked: all of a table would be read.
forbid(unindexed_time "." "[<>]=? *\\(?clock_timestamp")
# Of C++, adjacent literals are one by then, and their seams are '@'.
forbid(sql_of_many_lines "^src/"
       "~ *[(]*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DECLARE|EXISTS|FROM|WHERE|JOIN) [^~]*@")
forbid(writer "^(src/(api|app|config|contract|decode|export|judge|lineage|monitor|pg|store|trace|values)|sql/(alertas|api|app|auditoria|contract|exportacao|keys|lineage|metricas|monitor|painel|pg|sessoes|tendencias|trace))/"
       "(UPDATE [a-z_{}0-9]+( [a-z]+)? SET|DELETE FROM) ")

file(GLOB_RECURSE texts RELATIVE ${ROOT} ${ROOT}/src/*.cc ${ROOT}/src/*.h ${ROOT}/sql/*.sql)
if(NOT texts)
  message(FATAL_ERROR "no SQL under ${ROOT}")
endif()
foreach(text IN LISTS texts)
  file(READ ${ROOT}/${text} content)
  # Lists of CMake end at these. '~' keeps statements apart where a pattern spans many words.
  string(REGEX REPLACE "[][;]" "~" content "${content}")
  # Comments say what is not done; a literal of C++ goes on in the next line.
  string(REGEX REPLACE "(--|//)[^\n]*" "" content "${content}")
  string(REGEX REPLACE "\"[ \n]+\"" "@" content "${content}")
  string(REGEX REPLACE "\"" "~" content "${content}")
  string(REGEX REPLACE "[ \n]+" " " content "${content}")
  string(REGEX MATCHALL "LATERAL \\( *SELECT [^()]*LIMIT [^()]*\\)" laterals "${content}")
  foreach(lateral IN LISTS laterals)
    if(text MATCHES "${of_data}" AND lateral MATCHES "FROM ({|raw_|trusted_|service_)"
       AND NOT lateral MATCHES "token_cliente = \\$[0-9]")
      list(APPEND problems "${text}: lateral_without_tenant: ${lateral}")
    endif()
  endforeach()
  foreach(rule IN LISTS rules)
    if(text MATCHES "${file_of_${rule}}" AND content MATCHES "${pattern_of_${rule}}")
      string(SUBSTRING "${CMAKE_MATCH_0}" 0 120 found)
      # Control tables among themselves may.
      if(rule STREQUAL correlated_control_table
         AND NOT content MATCHES "(FROM|JOIN) (raw_|trusted_|service_|{)")
        continue()
      endif()
      list(APPEND problems "${text}: ${rule}: ${found}")
    endif()
  endforeach()
endforeach()

# What has been released stays; there pg_temp is the end of a search path.
list(FILTER problems EXCLUDE REGEX "^sql/migrations/000[0-9]")
if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "SQL that a cluster refuses, or that stands in the wrong place:\n  ${text}")
endif()
