# SPDX-License-Identifier: GPL-2.0-or-later
# The Debian package: `cpack --config build/release/CPackConfig.cmake`.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME reel)
set(CPACK_PACKAGE_VENDOR reel)
set(CPACK_PACKAGE_CONTACT "The reel developers <reel@example.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "full-text film search")
set(CPACK_PACKAGE_DESCRIPTION "reel indexes text pages, saved web pages, film records and library sidecars, merges all that is told
of one film, and answers plain questions with ranked films and snippets. The package holds the
program, libreel with its header, and the Python module over it.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "python3")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
