import { checkReceipt, describeEntry, parseReceipt, receiptForm } from '../audit/check-receipt.ts';
import { readPublicKeys } from '../audit/checkpoint-key.ts';
import { nameOf } from '../audit/judge-statements.ts';
import { Told } from '../lib/told.ts';
import type { Command } from './context.ts';
import { pickTenant, readWords } from './context.ts';

export const auditReceipt: Command = {
  usage: 'audit receipt RECEIPT [--key PUBLIC.pem] [--tenant NAME]   (what a receipt in a ticket note stands for)',
  async run(words, context) {
    const { flags, words: [text = ''] } = readWords(words, ['tenant', 'key'], { least: 1, most: 1 });
    const receipt = parseReceipt(text);
    if (!receipt) throw new Told(receiptForm);
    const tenant = await pickTenant(context, flags.tenant);
    const checked = await checkReceipt(context.store, tenant.id, receipt, await readPublicKeys(flags.key, context.config.dataFolder));
    if (!checked.ok) throw new Told(checked.why);
    context.print(`Entry ${receipt.sequence} of ${tenant.name} has this receipt.`);
    for (const line of await describeEntry(context.store, checked.entry)) context.print(`  ${line}`);
    context.print(checked.checkpoint ? `The ${nameOf(checked.checkpoint)} vouches for it.` : 'No checkpoint vouches for it yet: the service makes one every minute, audit checkpoint makes one now.');
  },
};
