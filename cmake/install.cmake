# cmake --install build/release [--prefix P]: the program, its contracts, completions, man page made
# from the help texts, and systemd units.
include(GNUInstallDirs)

install(TARGETS gdo RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/contracts DESTINATION ${CMAKE_INSTALL_DATADIR}/gdo)
install(FILES ${CMAKE_SOURCE_DIR}/gdo.yaml.example ${CMAKE_SOURCE_DIR}/.env.example
        DESTINATION ${CMAKE_INSTALL_DATADIR}/gdo)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/README.md
              ${CMAKE_SOURCE_DIR}/README.pt-BR.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(made ${CMAKE_BINARY_DIR}/installed)
install(CODE "
  file(MAKE_DIRECTORY ${made})
  foreach(shell bash zsh fish)
    execute_process(COMMAND $<TARGET_FILE:gdo> completion \${shell}
                    OUTPUT_FILE ${made}/gdo.\${shell} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/man-page $<TARGET_FILE:gdo>
                  OUTPUT_FILE ${made}/gdo.1 COMMAND_ERROR_IS_FATAL ANY)
  file(READ ${CMAKE_SOURCE_DIR}/deploy/systemd/gdo-run.service run_unit)
  file(READ ${CMAKE_SOURCE_DIR}/deploy/systemd/gdo-serve.service serve_unit)
  foreach(unit run serve)
    string(REPLACE /usr/bin/gdo \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/gdo text
           \"\${\${unit}_unit}\")
    file(WRITE ${made}/gdo-\${unit}.service \"\${text}\")
  endforeach()
")
install(FILES ${made}/gdo.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/gdo.bash RENAME gdo
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${made}/gdo.zsh RENAME _gdo DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${made}/gdo.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${made}/gdo-run.service ${made}/gdo-serve.service
        DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/systemd/system)
