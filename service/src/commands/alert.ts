import { whatHappened } from '../delivery/alerts/alert-words.ts';
import { readAlertFacts } from '../delivery/alerts/alert-facts.ts';
import { webhookSecret } from '../delivery/alerts/post-alert.ts';
import { loadKey } from '../lib/keys.ts';
import type { Command } from './context.ts';
import { pickTenant, readWords } from './context.ts';

const longestList = 200;

export const alertList: Command = {
  usage: 'alert list [--tenant NAME]   (what nobody has cleared: when, ticket, customer, who, what, technician)',
  async run(words, context) {
    const { flags } = readWords(words, ['tenant'], { least: 0, most: 0 });
    const tenant = await pickTenant(context, flags.tenant);
    const alerts = await context.store.listAlerts(tenant.id, longestList);
    if (alerts.length === 0) context.print('No alert is open.');
    for (const alert of alerts) {
      const { account, verification } = await readAlertFacts(context.store, alert);
      const cells = [new Date(alert.at).toISOString(), `#${alert.ticketNumber} on ${alert.ticketHost}`, account.customerName, account.name, whatHappened(alert.kind), verification.technicianName];
      context.print(cells.join('\t'));
    }
  },
};

export const alertSecret: Command = {
  usage: 'alert secret [--tenant NAME]   (the key that the receiver of alertWebhook checks signatures with)',
  async run(words, context) {
    const { flags } = readWords(words, ['tenant'], { least: 0, most: 0 });
    const tenant = await pickTenant(context, flags.tenant);
    const { dataFolder, tokenKey } = context.config;
    context.print(webhookSecret(await loadKey(dataFolder, 'token', tokenKey), tenant.id));
  },
};
