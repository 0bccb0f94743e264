# SPDX-License-Identifier: GPL-2.0-or-later
# cmake -D FOLDER=server -D OUT=assets.c -P ReelAssets.cmake: writes the files of the page as C arrays.
set(text "/* Made by cmake/ReelAssets.cmake. */\n#include \"server/assets.h\"\n")
foreach(pair "html=web/index.html" "css=web/reel.css" "js=web/reel.js" "openapi=openapi.json")
  string(REPLACE "=" ";" pair "${pair}")
  list(GET pair 0 name)
  list(GET pair 1 file)
  file(READ "${FOLDER}/${file}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(APPEND text "static const unsigned char ${name}_bytes[] = {${bytes}};\n"
    "const asset asset_${name} = {(const char *)${name}_bytes, sizeof ${name}_bytes};\n")
endforeach()
file(WRITE "${OUT}" "${text}")
