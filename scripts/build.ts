import { parseArgs } from 'node:util';
import { buildTargets, outputOf, targets } from './lib/builds.ts';
import { buildSelfserve, selfserveOutput } from './lib/build-selfserve.ts';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const chosen = targets.filter((target) => !values.only || values.only.includes(target));
if (chosen.length === 0) {
  console.error(`--only takes one of ${targets.join(', ')}.`);
  process.exit(2);
}
const built = (await buildTargets(chosen)) && (await buildSelfserve());
if (built) for (const [name, folder] of [...chosen.map((target) => [target, outputOf(target)]), ['phone app', selfserveOutput]]) console.log(`${name}: ${folder}`);
process.exit(built ? 0 : 1);
