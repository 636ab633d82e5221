// statements.mjs LOG FOLDER: what a server's log (log_statement = 'all') says of requests, as scripts
// for pgbench: FOLDER/1.pgbench and so on, a transaction each, and FOLDER/values, the statements'
// parameters as pgbench's -D wants them, NUL between them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [log, folder] = process.argv.slice(2);
const entries = readFileSync(log, 'utf8').split(/^(?=\S[^\n]*? (?:LOG|DETAIL|ERROR|STATEMENT):  )/m);
const transactions = [];
const open = new Map(); // of each session, by its process
for (const entry of entries) {
  const session = /\[(\d+)\]/.exec(entry)?.[1];
  const statement = /LOG:  (?:execute [^:]+|statement): ([^]*)$/.exec(entry)?.[1].trim();
  const parameters = /DETAIL:  [Pp]arameters: ([^]*)$/.exec(entry)?.[1];
  if (statement?.startsWith('BEGIN')) open.set(session, []);
  const transaction = open.get(session);
  if (!transaction) continue;
  if (statement) transaction.push({ sql: statement, values: [] });
  if (parameters) {
    transaction.at(-1).values = [...parameters.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g)].map(([, text]) => text?.replaceAll("''", "'"));
  }
  if (statement === 'ROLLBACK') {
    transactions.push(transaction);
    open.delete(session);
  }
}
const values = [];
let scripts = 0;
for (const transaction of transactions) {
  // Other things than the whole trace of a box: health, or where two sessions wrote at once.
  const whole = transaction.every(({ sql, values: given }) => given.length === new Set(sql.match(/\$\d+/g)).size);
  if (!whole || !transaction.some(({ sql }) => sql.includes('service_caixas'))) continue;
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
