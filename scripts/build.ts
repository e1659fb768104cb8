import { parseArgs } from 'node:util';
import { buildTargets, outputOf, targets } from './lib/builds.ts';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const chosen = targets.filter((target) => !values.only || values.only.includes(target));
if (chosen.length === 0) {
  console.error(`--only takes one of ${targets.join(', ')}.`);
  process.exit(2);
}
const built = await buildTargets(chosen);
if (built) for (const target of chosen) console.log(`${target}: ${outputOf(target)}`);
process.exit(built ? 0 : 1);
