// Puts the built files into one, which the program carries: a line "path size" a file, an empty
// line, then the files' bytes in the same order.
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder, output] = process.argv.slice(2);

function* files(path) {
  for (const name of readdirSync(path).sort()) {
    const entry = join(path, name);
    if (statSync(entry).isDirectory()) yield* files(entry);
    else yield entry;
  }
}

const heads = [];
const bodies = [];
for (const path of files(folder)) {
  const bytes = readFileSync(path);
  heads.push(`${relative(folder, path)} ${bytes.length}\n`);
  bodies.push(bytes);
}
writeFileSync(`${output}.new`, Buffer.concat([Buffer.from(`${heads.join('')}\n`), ...bodies]));
renameSync(`${output}.new`, output);
