// statements.mjs LOG FOLDER: what a server's log (log_statement = 'all') says of requests, as scripts
// for pgbench: FOLDER/1.pgbench and so on, a transaction each, and FOLDER/values, the statements'
// parameters as pgbench's -D wants them, NUL between them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [log, folder] = process.argv.slice(2);
const entries = readFileSync(log, 'utf8').split(/^(?=\S.*? (?:LOG|DETAIL|ERROR|STATEMENT):  )/m);
const transactions = [];
for (const entry of entries) {
  const statement = /LOG:  (?:execute [^:]+|statement): ([^]*)$/.exec(entry)?.[1].trim();
  const parameters = /DETAIL:  [Pp]arameters: ([^]*)$/.exec(entry)?.[1];
  if (statement?.startsWith('BEGIN')) transactions.push([]);
  const open = transactions.at(-1);
  if (!open) continue;
  if (statement) open.push({ sql: statement, values: [] });
  if (parameters && open.length > 0) {
    open.at(-1).values = [...parameters.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g)].map(([, text]) => text?.replaceAll("''", "'"));
  }
}
const values = [];
let scripts = 0;
for (const transaction of transactions) {
  // Other things than the trace of a box: keys, health.
  if (!transaction.some(({ sql }) => sql.includes('service_caixas'))) continue;
  scripts += 1;
  const lines = transaction.map(({ sql, values: given }, at) => {
    const text = sql.replace(/--.*$/gm, '').replaceAll(/\s+/g, ' ').replace(/\$(\d+)/g, (_, n) => {
      const name = `v${scripts}_${at}_${n}`;
      if (!values.some((one) => one.startsWith(`${name}=`))) values.push(`${name}=${given[n - 1] ?? ''}`);
      return `:${name}`;
    });
    return `${text};`;
  });
  writeFileSync(join(folder, `${scripts}.pgbench`), lines.join('\n') + '\n');
}
writeFileSync(join(folder, 'values'), values.join('\0'));
