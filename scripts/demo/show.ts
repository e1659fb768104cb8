import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { StagePhone } from '../../tests/support/stage/phone.ts';
import type { Stage } from '../../tests/support/stage/stage.ts';
import type { Technician } from '../../tests/support/stage/technician.ts';
import { takePictureSideBySide } from './picture-side-by-side.ts';

export const output = path.resolve(import.meta.dirname, '../../demo-output');

/** Prints a step with the words on the panel, and on the phone where it is given, and leaves a picture of it. */
export type Show = (name: string, technician: Technician, what: string, phone?: StagePhone) => Promise<void>;

/** Steps are numbered from 1; pictures of an earlier run are removed. */
export function createShow(stage: Stage): Show {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  let step = 0;
  return async (name, technician, what, phone) => {
    step += 1;
    const number = String(step).padStart(2, '0');
    console.log(`\n${number}  ${what}`);
    printWords('panel', await technician.words());
    if (phone) printWords('phone', await phone.text());
    const file = path.join(output, `${number}-${name}.png`);
    if (phone) await takePictureSideBySide(stage, [await technician.panel.screenshot(), await phone.screenshot()], file);
    else await technician.panel.screenshot({ path: file });
  };
}

function printWords(where: string, words: string): void {
  for (const line of words.split('\n').filter((text) => text.trim())) console.log(`      ${where} | ${line.trim()}`);
}
