import { parseArgs } from 'node:util';
import { aboutApproveToConfirmation, measureApproveToConfirmation } from './bench/approve-to-confirmation.ts';
import { measureBundleSizes } from './bench/bundle-sizes.ts';
import { aboutCycles, measureCycles } from './bench/cycles.ts';
import { isMissed } from './bench/figure.ts';
import type { Figure } from './bench/figure.ts';
import { measureFirstPaint } from './bench/first-paint.ts';
import { aboutPage, measurePage } from './bench/page.ts';
import { writeReport } from './bench/report.ts';
import { aboutSendToCode, measureSendToCode } from './bench/send-to-code.ts';
import { measureStartUp } from './bench/start-up.ts';
import { alignColumns, sortFigures, toJsonLine, toTable } from './bench/table.ts';
import { buildSelfserve } from './lib/build-selfserve.ts';
import { buildTargets } from './lib/builds.ts';

/** What `--only` may name. `about` stands below the table; `built`: needs the built extension or phone app. */
const benches: Record<string, { measure: () => Promise<Figure[]>; about?: string; built?: boolean }> = {
  'cycles': { measure: measureCycles, about: aboutCycles },
  'send-to-code': { measure: measureSendToCode, about: aboutSendToCode, built: true },
  'approve-to-confirmation': { measure: measureApproveToConfirmation, about: aboutApproveToConfirmation, built: true },
  'start-up': { measure: measureStartUp },
  'first-paint': { measure: measureFirstPaint, built: true },
  'page': { measure: measurePage, about: aboutPage, built: true },
  'bundle-sizes': { measure: measureBundleSizes, built: true },
};

const { values } = parseArgs({ options: { only: { type: 'string' }, report: { type: 'boolean', default: false } } });
const chosen = Object.entries(benches).filter(([name]) => values.only === undefined || values.only === name);
if (chosen.length === 0) fail(`There is no figure ${values.only}. There are: ${Object.keys(benches).join(', ')}.`);
if (chosen.some(([, { built }]) => built) && !((await buildTargets(['chrome'])) && (await buildSelfserve()))) fail('The extension or the phone app was not built.');

const measured: Figure[] = [];
for (const [name, { measure }] of chosen) {
  console.log(`Measuring ${name}`);
  measured.push(...(await measure()));
}
const figures = sortFigures(measured);
const notes = chosen.flatMap(([, { about }]) => about ?? []);
console.log(`\n${[alignColumns(toTable(figures)), ...notes].join('\n\n')}\n`);
for (const figure of figures) console.log(toJsonLine(figure));
if (values.report) console.log(`\nWritten: ${await writeReport(figures, notes, new Date())}`);
const missed = figures.filter(isMissed);
if (missed.length > 0) console.log(`\n${missed.length} of ${figures.filter(({ limit }) => limit).length} goals missed`);
process.exit(missed.length > 0 ? 1 : 0);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
