// measure.mjs LOG_ROWS: prints "empty MS", "overview MS" (median first contentful paints) and
// "figures MS" (until no figure is waited for).
import { launch, open, settled, signIn } from '../../tests/web/browser.mjs';
import { Site } from '../../tests/web/server.mjs';

const rows = Number(process.argv[2]);
const times = 5;
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const site = new Site();
const painted = (page) => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);

async function paint(context, address) {
  const page = await context.newPage();
  const start = Date.now();
  await page.goto(address);
  if (address === '/') await settled(page);
  const settledAfter = Date.now() - start;
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const at = await painted(page);
  await page.close();
  return { at, settledAfter };
}

try {
  site.fill();
  site.sql(`INSERT INTO log_processamento (data_hora, tipo_payload, camada, nome_arquivo, status, mensagem, duracao_ms,
              registros_processados, registros_invalidos, usuario, hostname, versao_script, token_cliente)
            SELECT now() - n * interval '30 seconds', (ARRAY['animais', 'escala', 'desossa', 'caixas'])[n % 4 + 1],
                   (ARRAY['raw', 'trusted'])[n % 2 + 1], CASE WHEN n % 10 > 0 THEN 'f' || n || '.json' END,
                   (ARRAY['iniciado', 'sucesso', 'alerta', 'finalizado'])[n % 4 + 1], 'bench', n % 900, n % 5000,
                   n % 7, 'bench', 'bench', 'bench', 'a1b2c3'
            FROM generate_series(1, ${rows}) n; ANALYZE log_processamento`);
  console.log(`log rows ${site.sql('SELECT count(*) FROM log_processamento')}`);
  await site.serve();
  const browser = await launch();
  const { context, page } = await open(browser, site.address);
  await signIn(page, site.key('--cliente', '*', '--papel', 'operador', '--nome', 'bench'));
  await page.close();
  const [empty, overview, figures] = [[], [], []];
  for (let turn = 0; turn < times; turn++) {
    empty.push((await paint(context, '/healthz')).at);
    const one = await paint(context, '/');
    overview.push(one.at);
    figures.push(one.settledAfter - 400); // settled() waits so long at its end
  }
  await browser.close();
  console.log(`empty ${Math.round(median(empty))}\noverview ${Math.round(median(overview))}\nfigures ${Math.round(median(figures))}`);
} finally {
  await site.close();
}
