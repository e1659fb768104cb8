import type { Plan, StartKey, Store } from '../../../service/src/store/store.ts';
import type { Alert, AuditEvent, Message, Notice, Phone, Tenant, Technician, VerificationRow } from '../../../service/src/store/types.ts';

/** A tenant with one technician and one account, in any store. */
export type World = { tenant: Tenant; technician: Technician; accountId: string; customerId: string };

export const start = 1_700_000_000_000;
let counter = 0;

export function newId(): string {
  counter += 1;
  return `00000000-0000-4000-8000-${String(counter).padStart(12, '0')}`;
}

export function event(type: string, details: Record<string, unknown> = {}): AuditEvent {
  return { type, at: start, technicianId: null, verificationId: null, details };
}

export const jo = { customerName: 'Acme', name: 'Jo', email: 'jo@acme.example', mobile: '+12025550199' };

export async function makeWorld(store: Store, name: string): Promise<World> {
  const tenant = await store.addTenant(name);
  await store.addAccount(tenant.id, jo, event('account_added'));
  const technician = await store.addTechnician({ tenantId: tenant.id, name: 'Alex', email: 'alex@msp.example', role: 'technician' }, event('technician_added'));
  const facts = await store.readStart({ ...keyFor({ tenant, technician, accountId: '', customerId: '' }, '1'), now: start });
  const [account] = facts.accounts;
  if (!account) throw new Error('the account was not stored');
  return { tenant, technician, accountId: account.id, customerId: account.customerId };
}

export function keyFor(world: World, ticketNumber: string, idempotencyKey = newId()): StartKey {
  return { tenantId: world.tenant.id, technicianId: world.technician.id, idempotencyKey, ticketHost: 'na.myconnectwise.net', ticketNumber, email: jo.email, contactId: null, now: start };
}

export function rowFor(world: World, key: StartKey): VerificationRow {
  return {
    id: newId(), tenantId: world.tenant.id, customerId: world.customerId, accountId: world.accountId, technicianId: world.technician.id,
    technicianName: 'Alex', idempotencyKey: key.idempotencyKey, requestHash: 'hash', ticketHost: key.ticketHost, ticketNumber: key.ticketNumber,
    contact: 'Jo', company: 'Acme', pageHash: 'page', contactId: null, isPageOnly: true, callerReason: null, exceptionId: null, notePolicy: 'off', method: 'sms', maskedDestination: '•••• 0199', action: 'password_reset', direction: 'inbound', codeCheck: 'compare', lifeSeconds: 300,
    userVerificationRequired: false, answeredAt: null, answeredBy: null, assurance: [], noticeMethod: 'email', status: 'pending', endReason: null, sendNumber: 1, deliveryState: 'queued', deliveryReason: null, createdAt: start, lastSendAt: start,
    firstHandedOverAt: null, expiresAt: start + 600_000, extended: false, triesUsed: 0, endedAt: null, receipt: null,
  };
}

export function messageFor(row: VerificationRow, createdAt = start): Message {
  const { tenantId, accountId, method, sendNumber } = row;
  return {
    id: newId(), tenantId, verificationId: row.id, accountId, sendNumber, method, state: 'queued', reason: null, createdAt,
    claimedAt: null, claimedBy: null, attempts: 0, retryAt: null, doneAt: null, providerId: null,
  };
}

export function startPlan(row: VerificationRow): Plan<string> {
  return { result: row.id, verification: row, newMessage: messageFor(row), audit: [event('send_queued')] };
}

/** A stored pending verification on `ticketNumber`. */
export async function addPending(store: Store, world: World, ticketNumber: string): Promise<VerificationRow> {
  const key = keyFor(world, ticketNumber);
  const { verification } = await store.start(key, () => startPlan(rowFor(world, key)));
  if (!verification) throw new Error('the verification was not stored');
  return verification;
}

export function ended(row: VerificationRow, status: 'approved' | 'denied' | 'cancelled'): VerificationRow {
  return { ...row, status, assurance: status === 'approved' ? ['restricted', 'technician-attested'] : [], endedAt: start + 1 };
}

export function phoneFor({ tenant, accountId }: World, name = 'Pixel'): Phone {
  const id = newId();
  return {
    id, tenantId: tenant.id, accountId, name, thumbprint: `thumb-${id}`, publicKey: { x: 'x', y: 'y' }, createdAt: start, lastSeenAt: null,
    endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a', credential: null, invitedBy: null, removedAt: null,
  };
}

export function alertFor({ tenant, accountId }: World, ticketNumber: string, at = start): Alert {
  return {
    id: newId(), tenantId: tenant.id, accountId, verificationId: newId(), kind: 'not_requested', ticketHost: 'na.myconnectwise.net', ticketNumber, at,
    clearedAt: null, attempts: 0, nextAt: at, doneAt: null, emailedAt: null, postedAt: null,
  };
}

/** A notice that goes where the account is reached when it leaves. */
export function verifiedNotice({ tenant, accountId }: World): Notice {
  return {
    id: newId(), tenantId: tenant.id, accountId, kind: 'verified', method: 'email', destination: null, details: { action: 'other' }, attempts: 0, nextAt: start, createdAt: start,
    doneAt: null, reason: null,
  };
}

/** Adds phones to the account of `world`. */
export async function addPhones(store: Store, world: World, ...phones: Phone[]): Promise<void> {
  await store.changePhones(world.tenant.id, world.accountId, () => ({ result: true, phones, audit: [event('phone_added')] }));
}
