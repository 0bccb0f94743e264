# SPDX-License-Identifier: GPL-2.0-or-later
# What `cmake --install` and `cpack` lay down: program, library both ways, header, reel.pc, the CMake
# package, man pages, completions, the Python module.
include(CMakePackageConfigHelpers)

install(TARGETS reel_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET reel_serve)
  install(TARGETS reel_serve RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(FILES common/include/reel.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# Two export sets: the static library names the packages below it, which a consumer of the shared one need not have.
set(REEL_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/reel)
foreach(kind shared static)
  install(TARGETS reel_${kind} EXPORT reel-${kind}-targets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(EXPORT reel-${kind}-targets NAMESPACE reel:: DESTINATION ${REEL_PACKAGE_DIR})
endforeach()
configure_package_config_file(cmake/reelConfig.cmake.in "${PROJECT_BINARY_DIR}/reelConfig.cmake" INSTALL_DESTINATION ${REEL_PACKAGE_DIR})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/reelConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/reelConfig.cmake" "${PROJECT_BINARY_DIR}/reelConfigVersion.cmake" DESTINATION ${REEL_PACKAGE_DIR})

# Names of the libraries below, not their .pc files: a shared consumer needs none of their development packages.
set(REEL_PRIVATE_LIBRARIES ${XAPIAN_LIBRARIES} ${UTF8PROC_LIBRARIES} ${JANSSON_LIBRARIES} ${LIBXML2_LIBRARIES} ${XXHASH_LIBRARIES} ${ZSTD_LIBRARIES})
list(TRANSFORM REEL_PRIVATE_LIBRARIES PREPEND -l)
list(JOIN REEL_PRIVATE_LIBRARIES " " REEL_PRIVATE_LIBRARIES)
file(RELATIVE_PATH REEL_PC_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_file(cmake/reel.pc.in reel.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/reel.pc" DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES bindings/python/reel.py DESTINATION lib/python3/dist-packages) # where Debian looks, whatever its Python 3
install(FILES cmake/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

include(ReelPackage)
