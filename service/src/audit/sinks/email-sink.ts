import { composeMail } from '../../delivery/compose-mail.ts';
import type { MailSender } from '../../delivery/compose-mail.ts';
import type { EmailOptions } from '../../delivery/email.ts';
import { readFrom, readServer } from '../../delivery/email.ts';
import { plainName } from '../../delivery/names.ts';
import { sendBySmtp } from '../../delivery/smtp-session.ts';
import type { Store } from '../../store/store.ts';
import type { Statement, Tenant } from '../../store/types.ts';
import type { Sink } from './sink.ts';

export type EmailSinkOptions = { smtp: EmailOptions; address: string; store: Pick<Store, 'takeAttempt' | 'listTenants'>; now: () => number };

const dayMs = 24 * 60 * 60 * 1000;
const totalMs = 10_000;
const nouns = { checkpoint: 'checkpoint', removal: 'removal', restored: 'restore' } as const;

/** Mails a tenant's newest checkpoint to `address`, once in 24 hours at most, whichever process does it; a removal and a restored backup always. */
export function createEmailSink({ smtp, address, store, now }: EmailSinkOptions): Sink {
  const server = { ...readServer(smtp), timeouts: { ...smtp.timeouts, totalMs } };
  const from = readFrom(smtp.from);
  // Today's mail of these tenants is ours, and has not left yet.
  const ours = new Set<string>();
  return {
    name: 'email',
    write: async (checkpoint) => {
      const { tenantId, kind } = checkpoint;
      if (kind === 'checkpoint') {
        if (!ours.has(tenantId) && !(await store.takeAttempt(`checkpoint-mail:${tenantId}`, 1, dayMs, now()))) return false;
        ours.add(tenantId);
      }
      const tenant = (await store.listTenants()).find(({ id }) => id === tenantId);
      const { envelope, build } = compose(checkpoint, tenant, from, address);
      const outcome = await sendBySmtp(server, envelope, await build());
      if (outcome.state === 'failed' || outcome.state === 'later') throw Object.assign(new Error('The mail server did not take the checkpoint.'), { code: outcome.reason });
      if (kind === 'checkpoint') ours.delete(tenantId);
      return true;
    },
  };
}

function compose(checkpoint: Statement, tenant: Tenant | undefined, from: MailSender, to: string) {
  const name = plainName(tenant?.name ?? '', 'a tenant');
  const { kind, tenantId, sequence, at } = checkpoint;
  return composeMail({ from, to, subject: `Audit ${nouns[kind]} of ${name}: entry ${sequence}`, text: mailText(checkpoint, name), id: `${kind}-${tenantId}-${sequence}-${at}` });
}

function mailText(statement: Statement, name: string): string {
  const { hash, signed } = statement;
  return [
    `Keep this e-mail: it vouches for ${whatOf(statement, name)}.`,
    `Hash of that entry: ${hash}`,
    'To check the log against it, save this text to a file and run: npm run service -- audit verify --checkpoints FILE',
    signed,
  ].join('\n\n');
}

function whatOf({ kind, sequence, at }: Statement, name: string): string {
  const time = new Date(at).toISOString();
  if (kind === 'removal') return `the removal of the old entries of the audit log of ${name} up to entry ${sequence} at ${time}`;
  if (kind === 'restored') return `the restore at ${time} of a backup of the audit log of ${name} that ends with entry ${sequence}`;
  return `the audit log of ${name} up to entry ${sequence} as of ${time}`;
}
