# gdo_embed_panel(TARGET): the dashboard (web/) as gdo::painel::files(), one file in which all lie
# (web/pack.mjs). Without Node it is empty, and the program is all but the dashboard.
option(GDO_WEB "Build the dashboard; wants node and npm" ON)

function(gdo_embed_panel target)
  include(${CMAKE_SOURCE_DIR}/web/files.cmake)
  list(TRANSFORM GDO_WEB_FILES PREPEND ${CMAKE_SOURCE_DIR}/web/)
  set(pack ${CMAKE_BINARY_DIR}/web/painel.pack)
  find_program(NODE_PROGRAM NAMES node nodejs)
  find_program(NPM_PROGRAM npm)
  if(GDO_WEB AND NODE_PROGRAM AND NPM_PROGRAM)
    add_custom_command(OUTPUT ${pack}
      COMMAND ${CMAKE_SOURCE_DIR}/scripts/build-web ${pack}
      DEPENDS ${GDO_WEB_FILES} ${CMAKE_SOURCE_DIR}/scripts/build-web
      COMMENT "Building the dashboard" VERBATIM)
  else()
    message(STATUS "Building without the dashboard (GDO_WEB, node, npm)")
    set(pack ${CMAKE_BINARY_DIR}/web/none.pack)
    file(WRITE ${pack} "")
  endif()
  gdo_embed(${target} NAMESPACE painel BASE ${CMAKE_BINARY_DIR}/web FILES ${pack})
endfunction()
