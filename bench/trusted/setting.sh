# Sourced by the benchmarks of trusted, after ../setting.sh: layers emptied, peers made.

# make_lines RECORDS [SEED]: JSON Lines files, in $bench_home/lines.
make_lines() {
  rm -rf "$bench_home/lines"
  "$programs/bench/lake/gdo_bench_lake" --seed "${2:-1}" lines "$bench_home/lines" --files 20 \
    --records "$1"
}

# renumber FOLDER ROUND: units (98xx) and their labels get the numbers of another round.
renumber() {
  local unit
  unit=$(printf '%02d' $((20 + $2)))
  sed -i -E "s/\"nr_unidade_abate\":\"98/\"nr_unidade_abate\":\"$unit/;
    s/\"cod_barra_abate\":\"098/\"cod_barra_abate\":\"0$unit/" "$1"/*.json
}

empty_trusted() {
  sql 'TRUNCATE trusted_carcacas, trusted_animais, mudanca, lote_entidade, qualidade, membro_visto'
}

empty_layers() {
  empty_trusted
  empty_database
}

# load_raw FOLDER: its files become raw rows that wait for trusted.
load_raw() {
  fill_lake "$1"
  "$gdo" run raw --workers 2 --quiet > /dev/null
}

# Trusted is empty again, and every lote waits.
forget_trusted() {
  empty_trusted
  sql 'TRUNCATE peer'
  sql 'UPDATE lote SET trusted_pendente = true, trusted_em = NULL'
  sql 'VACUUM lote'
  sql CHECKPOINT
  sync
}

# A table like trusted_carcacas, with its indexes and partitions.
make_peer() {
  sql 'DROP TABLE IF EXISTS peer'
  sql 'CREATE TABLE peer (LIKE trusted_carcacas INCLUDING ALL) PARTITION BY RANGE (dt_abate)'
  sql "SELECT format('CREATE TABLE %I PARTITION OF peer %s;', replace(c.relname, 'trusted_carcacas',
      'peer'), pg_get_expr(c.relpartbound, c.oid)) FROM pg_inherits i JOIN pg_class c
      ON c.oid = i.inhrelid WHERE i.inhparent = 'trusted_carcacas'::regclass" |
    psql -X -q -v ON_ERROR_STOP=1 "$url"
}

# The two must say the same, but for the wording of notes.
compare_contents() {
  local columns
  columns=$(sql "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'peer'::regclass AND attnum > 0
    AND attname NOT IN ('atualizado_em', 'contrato_versao', 'avisos')")
  local different
  different=$(sql "SELECT count(*) FROM (SELECT $columns, avisos IS NULL FROM trusted_carcacas EXCEPT
    SELECT $columns, avisos IS NULL FROM peer) d")
  expect 'rows that the SQL statement makes otherwise' "$different" '==' 0
}

# CPU seconds of the server's sessions that have ended (its background processes live on).
sessions_cpu() {
  local postmaster stat
  postmaster=$(sql "SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)")
  stat=$(< "/proc/$postmaster/stat")
  awk -v ticks="$(getconf CLK_TCK)" '{ printf "%.2f", ($14 + $15) / ticks }' <<< "${stat##*) }"
}

# measured COMMAND...: prints seconds, and CPU seconds of the command and of the server's sessions.
measured() {
  local before after seconds own
  before=$(sessions_cpu)
  TIMEFORMAT='%R %U %S'
  { time "$@" > /dev/null 2>&3; } 3>&2 2> "$bench_home/time"
  sleep 0.2
  after=$(sessions_cpu)
  read -r seconds own_user own_system < "$bench_home/time"
  awk -v s="$seconds" -v u="$own_user" -v k="$own_system" -v a="$before" -v b="$after" \
    'BEGIN { printf "%.3f %.1f\n", s, u + k + b - a }'
}
