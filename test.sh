#!/usr/bin/env bash
# Builds everything and runs every test. Usage: ./test.sh [further arguments of `dotnet test`, such as --filter …]
# Ends with a line of its own, "N passed, N failed" (", N skipped" where some could not run), over all projects.
# Without such a line something could not be built or broke off, and the exit code says so.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

fail() {
  echo "error: $*" >&2
  exit 1
}

command -v dotnet >/dev/null || fail "the .NET SDK is not installed (global.json names its version)"

# The tests start a PostgreSQL server of their own. Where it is missing and can be had, it is installed.
if [ -z "${PHOENIX_TEST_POSTGRES:-}" ] && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null \
  && ! command -v initdb >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing PostgreSQL for the tests …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } \
      >/dev/null || echo "PostgreSQL could not be installed: its tests are skipped."
  else
    echo "PostgreSQL is not installed: its tests are skipped. PHOENIX_TEST_POSTGRES may name a server instead."
  fi
fi

# Some tests run programs that others wrote in JavaScript. Where Node.js or npm is missing and can be had, it is installed.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Node.js for the tests …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm; } \
      >/dev/null || echo "Node.js could not be installed: its tests are skipped."
  else
    echo "Node.js or npm is not installed: its tests are skipped."
  fi
fi

# The console is tested in a Chromium that is installed; no test downloads one.
if [ -z "${PHOENIX_TEST_CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null \
  && ! command -v google-chrome >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the tests …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
      >/dev/null || echo "Chromium could not be installed: the tests of the console are skipped."
  else
    echo "Chromium is not installed: the tests of the console are skipped. PHOENIX_TEST_CHROMIUM may name one."
  fi
fi

dotnet build Phoenix.sln -c Release --nologo -v quiet || fail "the build failed; no test was run"

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# Where the fault harness leaves its logs; those of a failed run stay (tests/Phoenix.System.Tests/Faults/README.md).
faults=${PHOENIX_FAULTS_FOLDER:-}
[ -n "$faults" ] || export PHOENIX_FAULTS_FOLDER=$(mktemp -d)
passed=0 failed=0 skipped=0 broken=()
for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  dotnet test "$project" -c Release --no-build --nologo -v quiet \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" --results-directory "$results" "$@"
  code=$?
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null)
  count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  total=$(count total)
  if [ "${total:-0}" -eq 0 ]; then
    # A filter may leave a project without a test; without a filter it would be a project that tests nothing.
    if [ $# -eq 0 ] || [ $code -ne 0 ]; then broken+=("$name"); fi
    continue
  fi
  ok=$(count passed) bad=$(count failed)
  off=$(grep -c 'outcome="NotExecuted"' "$results/$name.trx")
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + off))
  # A run that broke off ends with an error that no failed test explains, or leaves tests without an outcome.
  if [ "$total" -ne $((ok + bad + off)) ] || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then broken+=("$name"); fi
done

# The seed of the faults, what they were and how long the cluster took over them.
[ -s "$PHOENIX_FAULTS_FOLDER/run.log" ] && printf 'The fault run:\n%s\n' "$(cat "$PHOENIX_FAULTS_FOLDER/run.log")"
[ -z "$faults" ] && [ $failed -eq 0 ] && [ ${#broken[@]} -eq 0 ] && rm -rf "$PHOENIX_FAULTS_FOLDER"

# What could not run, each reason once.
reasons=$(cat "$results"/*.trx 2>/dev/null \
  | awk '/outcome="NotExecuted"/ { off = 1 } off && /<Message>/ { print; off = 0 }' \
  | sed 's/.*<Message>//; s/<\/Message>.*//' | sort | uniq -c)
[ -n "$reasons" ] && printf 'Could not run (tests, reason):\n%s\n' "$reasons"

[ ${#broken[@]} -eq 0 ] || fail "broke off or ran no test: ${broken[*]} ($passed passed, $failed failed before that)"
line="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$failed" -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
