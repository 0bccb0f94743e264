# SPDX-License-Identifier: GPL-2.0-or-later
# libreel, shared and static, from the object libraries of the three layers.
set(REEL_SOVERSION 0)

foreach(kind shared static)
  string(TOUPPER ${kind} KIND)
  add_library(reel_${kind} ${KIND} $<TARGET_OBJECTS:reel_common> $<TARGET_OBJECTS:reel_indexer> $<TARGET_OBJECTS:reel_searcher>)
  set_target_properties(reel_${kind} PROPERTIES OUTPUT_NAME reel LINKER_LANGUAGE CXX)
  target_include_directories(reel_${kind} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/common/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(reel_${kind} PRIVATE PkgConfig::XAPIAN PkgConfig::UTF8PROC PkgConfig::JANSSON PkgConfig::LIBXML2
    PkgConfig::XXHASH PkgConfig::ZSTD Threads::Threads m)
  if(REEL_SANITIZE)
    target_link_options(reel_${kind} PUBLIC -fsanitize=${REEL_SANITIZE})
  endif()
endforeach()

set_target_properties(reel_shared PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${REEL_SOVERSION} EXPORT_NAME reel
  LINK_DEPENDS "${PROJECT_SOURCE_DIR}/cmake/reel.map")
target_link_options(reel_shared PRIVATE "LINKER:--version-script=${PROJECT_SOURCE_DIR}/cmake/reel.map")
if(NOT REEL_SANITIZE) # clang leaves the sanitizers' runtime to the program
  target_link_options(reel_shared PRIVATE LINKER:--no-undefined)
endif()
set_target_properties(reel_static PROPERTIES EXPORT_NAME reel-static)
target_link_libraries(reel_static INTERFACE stdc++) # a C program that links the archive needs the runtime of Xapian's shim
add_library(reel::reel ALIAS reel_shared)
add_library(reel::reel-static ALIAS reel_static)
