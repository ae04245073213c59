# Sourced by tests/run: runs the steps named in `steps`, each a function that prints a closing line "N passed, N failed, N skipped" or ctest's.
# A step that fails does not stop the others, except that a failed release build leaves nothing to test.

build() {  # PRESET
  cmake --preset "$1" && cmake --build --preset "$1" && echo "1 passed, 0 failed, 0 skipped"
}

unit_tests() {  # PRESET; a test that fails is run once more, and ctest's output says so
  # Sanitizers: a finding ends the test; leak checks need ptrace, which containers may lack, so LeakSanitizer stays at its default.
  ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/tests/support/tsan.supp" \
    ctest --preset "$1" -L unit -j "$(nproc)" --repeat until-pass:2
}

# Prints "passed failed skipped" out of a step's log: the last plain line, or ctest's summary.
counts() {
  awk '
    match($0, /([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?/) { n = split($0, w, /[^0-9]+/); k = 0; for (i = 1; i <= n; i++) if (w[i] != "") v[++k] = w[i]; p = v[1]; f = v[2]; s = (k > 2 ? v[3] : 0); seen = 1 }
    /tests failed out of [0-9]+/ { k = split($0, w, " "); for (i = 1; i <= k; i++) if (w[i] == "tests" && w[i + 1] == "failed") bad = w[i - 1]; f = bad; p = w[k] - bad; s = 0; seen = 1 }
    END { if (seen) print p, f, s; else print 0, 0, 0 }' "$1"
}

run_steps() {
  local only= skip= list=
  while [ $# -gt 0 ]; do
    case $1 in
      --list) list=1; shift ;;
      --only) only=",$2,"; shift 2 ;;
      --skip) skip=",$2,"; shift 2 ;;
      *) sed -n '2,3p' tests/run >&2; return 2 ;;
    esac
  done
  if [ -n "$list" ]; then printf '%s\n' "${steps[@]}"; return 0; fi
  deploy/install build test kafka || return 1
  # Debian's python3 and its packages before any other that the user's PATH may name.
  export PATH=/usr/bin:$PATH
  # A cache of compilations that survives a fresh clone, and paths that do not matter to it.
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
  local logs=build/test-logs passed=0 failed=0 skipped=0 broken=() start step log rc p f s began=$SECONDS
  mkdir -p "$logs"
  for step in "${steps[@]}"; do
    [ -z "$only" ] || [[ $only == *",$step,"* ]] || continue
    [[ $skip != *",$step,"* ]] || continue
    [ -n "$only" ] || [[ $on_request != *",$step,"* ]] || continue
    log=$logs/$step.log start=$SECONDS
    printf '%-12s ' "$step"
    "$step" >"$log" 2>&1 </dev/null
    rc=$?
    read -r p f s < <(counts "$log")
    [ $rc -eq 0 ] || [ "$f" -gt 0 ] || f=1
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-4s %4d passed, %d failed, %d skipped  %4d s\n' "$([ $rc -eq 0 ] && [ "$f" -eq 0 ] && echo ok || echo FAIL)" "$p" "$f" "$s" $((SECONDS - start))
    if [ $rc -ne 0 ] || [ "$f" -gt 0 ]; then
      broken+=("$step")
      tail -n 60 "$log" | sed 's/^/    /'
      [ "$step" != release ] || break
    fi
  done
  echo
  [ ${#broken[@]} -eq 0 ] || echo "failed: ${broken[*]} (full output in $logs/)"
  echo "took $(((SECONDS - began) / 60)) min $(((SECONDS - began) % 60)) s"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ ${#broken[@]} -eq 0 ] && [ "$passed" -gt 0 ]
}
