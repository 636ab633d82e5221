# Sourced by the benchmarks: the release build, a private PostgreSQL of their own with the default
# settings, and a lake, all under build/bench (or $GDO_BENCH_HOME, for another disk). GDO_BENCH_PRESET
# names another build than release, for profiling.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
bench_home=${GDO_BENCH_HOME:-$PWD/build/bench}
preset=${GDO_BENCH_PRESET:-release}
programs=build/$preset
gdo=$programs/gdo

# Nothing of the caller's configuration may reach the measured program.
for name in $(compgen -e); do
  case $name in GDO_* | DB_* | PG* | STORAGE_EMULATOR_HOST | GOOGLE_APPLICATION_CREDENTIALS)
    unset "$name" ;;
  esac
done
export PGOPTIONS='-c client_min_messages=warning'
export GDO_HOME=$bench_home/home GDO_LAKE=file://$bench_home/lake GDO_TOKEN_CLIENTE=abc123

# build TARGET...: with optimisation, quietly.
build() {
  mkdir -p "$bench_home"
  cmake --preset "$preset" -DGDO_BENCHMARKS=ON > "$bench_home/build.log"
  cmake --build --preset "$preset" --target "$@" >> "$bench_home/build.log" ||
    { tail -n 40 "$bench_home/build.log" >&2; return 1; }
}

# The server runs while the benchmark does. GDO_BENCH_SERVER=default: with PostgreSQL's own default
# settings in the place of gdo's.
start_server() {
  "$gdo" pg start --quiet
  trap '"$gdo" pg stop --quiet' EXIT
  url=$("$gdo" pg url)
  if [[ ${GDO_BENCH_SERVER:-} == default ]]; then
    psql -X -q -A -t "$url" -c "SELECT format('ALTER SYSTEM SET %I = %L;', name, boot_val)
      FROM pg_settings WHERE sourcefile LIKE '%/gdo.conf' AND boot_val IS NOT NULL
        AND name !~ '^(listen_addresses|unix_socket|port|cluster_name|log|dynamic_shared)'" |
      psql -X -q "$url"
  else
    psql -X -q "$url" -c 'ALTER SYSTEM RESET ALL'
  fi
  "$gdo" pg stop --quiet && "$gdo" pg start --quiet
  "$gdo" migrate --quiet > /dev/null
}

# start_year BOXES: the server on a year of three plants of so many boxes, gold made of it. Kept for
# the next benchmark that asks for as many, in $bench_home/year-BOXES.
start_year() {
  export GDO_HOME=$bench_home/year-$1
  start_server
  [[ ! -e $GDO_HOME/made ]] || return 0
  psql -X -q -v ON_ERROR_STOP=1 "$url" -f bench/service/world.sql
  local day
  for ((day = 0; day < 365; day += 30)); do
    sql "SELECT bench_dias($day, least($day + 29, 364), $(($1 / 365 / 3)))" > /dev/null
  done
  sql "SELECT bench_lote()"
  sql 'VACUUM ANALYZE'
  "$gdo" run service --quiet
  sql 'VACUUM ANALYZE'
  sql CHECKPOINT
  touch "$GDO_HOME/made"
}

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$url" -c "$1"; }

# Every run starts alike: empty tables that exist already, nothing waiting to be written.
empty_database() {
  sql 'TRUNCATE raw_animais, arquivo, lote, log_processamento, registro_rejeitado CASCADE'
  sql CHECKPOINT
  sync
}

# fill_lake SOURCE: the folder's files wait in pending/animais again, as old as they are: what was
# written a moment ago would first have to settle.
fill_lake() {
  rm -rf "$bench_home/lake"
  mkdir -p "$bench_home/lake/pending"
  cp -r --preserve=timestamps "$1" "$bench_home/lake/pending/animais"
}

# timed COMMAND...: prints the seconds it took.
timed() {
  local start=$EPOCHREALTIME
  "$@" >&2
  local end=$EPOCHREALTIME
  awk -v start="$start" -v end="$end" 'BEGIN { printf "%.3f\n", end - start }'
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }

# expect WHAT VALUE OP BAR: says whether a bar is met; failures are remembered for the exit code.
failed=0
expect() {
  if awk -v value="$2" -v bar="$4" "BEGIN { exit !(value $3 bar) }"; then
    printf '%-52s %10s  (bar: %s %s)  pass\n' "$1" "$2" "$3" "$4"
  else
    printf '%-52s %10s  (bar: %s %s)  FAIL\n' "$1" "$2" "$3" "$4"
    failed=1
  fi
}
