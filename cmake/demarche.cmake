# Helpers: one function per kind of target, so that a folder's CMakeLists.txt is a list of sources and what they may see.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
find_program(DEMARCHE_CCACHE ccache)
if(DEMARCHE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DEMARCHE_CCACHE})
endif()

# Warnings are errors with the compilers that the tests use (Debian 12's); a newer one may warn of what nobody has seen yet, and still builds.
set(DEMARCHE_WERROR "")
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.") OR
   (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^14\\."))
  set(DEMARCHE_WERROR -Werror)
endif()

add_library(demarche_flags INTERFACE)
target_compile_options(demarche_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers ${DEMARCHE_WERROR}
  # What g++ 12 and 14 guess from optimised code is wrong for std::string at -O3; clang and the sanitizers look for the real thing.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-stringop-overflow>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
target_include_directories(demarche_flags INTERFACE ${PROJECT_SOURCE_DIR})
if(DEMARCHE_SANITIZE)
  target_compile_options(demarche_flags INTERFACE -fsanitize=${DEMARCHE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(demarche_flags INTERFACE -fsanitize=${DEMARCHE_SANITIZE})
endif()

# demarche_library(NAME [SOURCES ...] [DEPS targets whose headers its own headers include] [PRIVATE targets only its sources see])
# Without SOURCES it is a header-only library.
function(demarche_library name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPS;PRIVATE" ${ARGN})
  if(A_SOURCES)
    add_library(${name} STATIC ${A_SOURCES})
    target_link_libraries(${name} PUBLIC ${A_DEPS} PRIVATE demarche_flags ${A_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${A_DEPS})
  endif()
endfunction()

# demarche_test(NAME SOURCES ... DEPS ...): a gtest program that ctest runs as unit.NAME. DEMARCHE_SOURCE_DIR is the checkout's root.
function(demarche_test name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE demarche_flags ${A_DEPS} GTest::gmock_main GTest::gtest)
  target_compile_definitions(${name} PRIVATE DEMARCHE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME unit.${name} COMMAND ${name})
  set_tests_properties(unit.${name} PROPERTIES TIMEOUT 600 LABELS unit)
endfunction()

# demarche_embed(OUT_SOURCE ROOT dir FUNCTION name HEADER file FILES ...): generates an object with the files' bytes; FUNCTION, which
# HEADER declares as std::span<const BuiltinFile> FUNCTION() in namespace demarche, lists them by their path under ROOT.
function(demarche_embed out_source)
  cmake_parse_arguments(A "" "ROOT;FUNCTION;HEADER" "FILES" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${A_FUNCTION}.cc)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DROOT=${A_ROOT} -DFUNCTION=${A_FUNCTION} -DHEADER=${A_HEADER} "-DFILES=${A_FILES}"
      -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${A_FILES} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM
    COMMENT "Embedding ${A_ROOT}")
  set(${out_source} ${out} PARENT_SCOPE)
endfunction()
