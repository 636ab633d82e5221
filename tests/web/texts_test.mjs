// Every text of the pages stands in the catalogue, in both languages; every file is in the build.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'node:test';
import { build } from '../../web/node_modules/esbuild/lib/main.js';

const web = new URL('../../web/', import.meta.url).pathname;

function* filesUnder(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}
const sources = [...filesUnder(join(web, 'src'))];
const templates = sources.filter((path) => path.endsWith('.svelte'));

async function catalogue() {
  const bundle = await build({ entryPoints: [join(web, 'src/lib/messages.ts')], bundle: true, format: 'esm', write: false });
  const module = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString('base64')}`);
  return module.messages;
}
const messages = await catalogue();
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();

test('EveryMessageHasBothLanguages', () => {
  for (const [key, pair] of Object.entries(messages)) {
    assert.equal(pair.length, 2, key);
    for (const text of pair) assert.ok(text.trim().length > 0, `${key} lacks a translation`);
  }
});

test('BothLanguagesSayTheSameFigures', () => {
  for (const [key, [pt, en]] of Object.entries(messages)) {
    // A single thing may go without its number: "seen once".
    const last = (text) => text.split('|').at(-1);
    assert.equal(placeholders(last(pt)), placeholders(last(en)), key);
  }
});

test('MessagesThatPagesNameExist', () => {
  const named = /\bt\(\s*'([a-z_.]+)'/g;
  for (const path of sources) {
    for (const [, key] of readFileSync(path, 'utf8').matchAll(named)) {
      assert.ok(key in messages, `${relative(web, path)} names ${key}`);
    }
  }
});

test('NoMessageIsLeftUnused', () => {
  const text = sources.filter((path) => !path.includes('/messages')).map((path) => readFileSync(path, 'utf8')).join('\n');
  const prefixes = [...text.matchAll(/(?:coded\('|`)([a-z]+)(?:'|\.\$\{)/g)].map(([, prefix]) => `${prefix}.`);
  for (const key of Object.keys(messages)) {
    const used = text.includes(`'${key}'`) || prefixes.some((prefix) => key.startsWith(prefix));
    assert.ok(used, `${key} is nowhere`);
  }
});

// What is the same in every language.
const names = /\b(GDO|Raw|Trusted|Service|PostgreSQL|SHA-256|Bytes|UF|kg|gdo_?|doctor|run|watch|keys|create|pending|caixas|cliente|TOKEN|error|svg-maps|brazil|Victor|Cazanave|CC|BY|Português|English|h|s)\b/g;

function visibleText(source) {
  let text = source.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/g, '').replace(/<!--[\s\S]*?-->/g, '');
  // Braces first, from the innermost out: what stands in them is code.
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\{[^{}]*\}/g, '');
  }
  const attributes = [...text.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*)"/g)].map(([, value]) => value);
  return [text.replace(/<[^>]*>/g, ' '), ...attributes].join(' ');
}

test('NoTextStandsOutsideTheCatalogue', () => {
  for (const path of templates) {
    const words = visibleText(readFileSync(path, 'utf8')).replace(names, '').match(/\p{L}{2,}/gu) ?? [];
    assert.deepEqual(words, [], `${relative(web, path)} has text of its own`);
  }
});

// Sentences that are stored are Portuguese: one file says when a page may show one.
test('StoredSentencesAreShownByOneFileAlone', () => {
  const shows = (text) => /\.mensagem\w*/.test(text);
  const showing = sources.filter((path) => shows(readFileSync(path, 'utf8'))).map((path) => relative(web, path));
  assert.deepEqual(showing, ['src/lib/stored.ts']);
  const views = new URL('../../sql/painel/', import.meta.url).pathname;
  for (const path of filesUnder(views)) {
    const renamed = readFileSync(path, 'utf8').match(/mensagem\w*\)?\s+AS\s+(?!mensagem)\w+|'(?!mensagem)\w+',\s*\w*\.?mensagem/);
    assert.equal(renamed, null, `${relative(views, path)} sends a stored sentence under another name`);
  }
});

const named = (folder, pattern) => [...filesUnder(new URL(`../../${folder}/`, import.meta.url).pathname)].flatMap((path) => [...`${path}\n${readFileSync(path, 'utf8')}`.matchAll(pattern)].map((match) => match[1]));

test('EveryKindOfAlertAndRuleHasAName', () => {
  const lacking = (prefix, codes) => [...new Set(codes)].filter((code) => !(`${prefix}.${code}` in messages));
  const kinds = named('src/monitor', /^ {4}\{"([a-z]+(?:_[a-z]+)*)", *(?:\w+,|\n? *\[\]\(const AlertFigures)/gm);
  assert.ok(kinds.length > 20, kinds.join());
  assert.deepEqual(lacking('alerta', kinds), []);
  const rules = [...named('src/contract/reader', /const \{ return "(\w+)"; \}/g), ...named('src/judge', /findings\.add\("(\w+)"/g)];
  assert.ok(rules.length > 10, rules.join());
  assert.deepEqual(lacking('regra', rules), []);
});

// What the terminal and the pages both call by a word of their own, they call the same.
test('TheTerminalsWordsForWhatIsWrongWithAFileAreThePages', () => {
  const source = readFileSync(new URL('../../src/monitor/stored_words.cc', import.meta.url), 'utf8');
  const catalogue = readFileSync(new URL('../../po/pt_BR.po', import.meta.url), 'utf8');
  const faults = [...source.matchAll(/\{"(\w+)", tr_later\("([^"]+)"\)\}/g)];
  assert.ok(faults.length >= 5);
  for (const [, code, english] of faults) {
    const portuguese = catalogue.split(`msgid "${english}"\nmsgstr "`)[1]?.split('"\n')[0];
    assert.deepEqual(messages[`erro.${code}`], [portuguese, english], code);
  }
});

// An address in a message opens the page: the server has the frame for each.
test('TheServerKnowsEveryPagesAddress', () => {
  const served = readFileSync(new URL('../../src/api/routes/pages.cc', import.meta.url), 'utf8').match(/kViews = \{([^}]*)\}/)[1].match(/\w+/g);
  const pages = [...readFileSync(join(web, 'src/lib/pages.ts'), 'utf8').matchAll(/path: '\/(\w+)'/g)].map(([, path]) => path);
  assert.deepEqual(served.sort(), pages.sort());
});

test('EveryFileIsNamedToTheBuild', () => {
  const listed = new Set(readFileSync(join(web, 'files.cmake'), 'utf8').split(/\s+/));
  for (const path of sources) assert.ok(listed.has(relative(web, path)), `${relative(web, path)} is not in web/files.cmake`);
});

test('NothingIsFetchedFromElsewhere', () => {
  for (const path of sources) {
    const found = readFileSync(path, 'utf8').match(/(?:src|url\(|@import|fetch\()\s*=?\s*["'(]*https?:/);
    assert.equal(found, null, relative(web, path));
  }
});
