# SPDX-License-Identifier: GPL-2.0-or-later
# How every target of the project is compiled, and what it may include.

set(REEL_SANITIZE "" CACHE STRING "Sanitizers for our targets, such as address,undefined")
set(REEL_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
option(REEL_WERROR "Warnings are errors" OFF)

# Applies the house rules to a target.
function(reel_target target)
  target_compile_features(${target} PRIVATE c_std_17 cxx_std_17)
  set_target_properties(${target} PROPERTIES C_EXTENSIONS OFF CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L _XOPEN_SOURCE=700 _FILE_OFFSET_BITS=64)
  target_compile_options(${target} PRIVATE ${REEL_WARNINGS} $<$<COMPILE_LANGUAGE:C>:-Werror=switch -Wstrict-prototypes -Wmissing-prototypes>)
  if(REEL_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(REEL_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${REEL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${REEL_SANITIZE})
  endif()
endfunction()

# Includes are spelled from the root ("common/film.h"). A layer sees the folders it may use and no
# others: its include path is a folder of links to just those.
function(reel_sees target)
  set(view "${PROJECT_BINARY_DIR}/sees/${target}")
  file(MAKE_DIRECTORY "${view}")
  foreach(folder IN LISTS ARGN)
    file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${folder}" "${view}/${folder}" SYMBOLIC)
  endforeach()
  target_include_directories(${target} PRIVATE "${view}")
endfunction()
