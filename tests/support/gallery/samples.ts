import type { MethodOption, PageContact, Verification, Verified } from '#contract/verification';
import type { UnavailableReason } from '#contract/words';
import type { Access, Snapshot, TabView } from '../../../utils/workflow/snapshot';
import type { About, Ended, Flow, Invitation, Offered } from '../../../utils/workflow/state';

/** What the states of the gallery are made of. */

export const tabId = 7;
export const serviceNow = 1_800_000_000_000;
/** The technician's clock is hours off; nothing may depend on it. */
export const localNow = serviceNow - 5 * 3_600_000;

export const contact: PageContact = {
  ticket: { host: 'na.myconnectwise.net', number: '10482' },
  company: 'Acme Corporation',
  contact: 'Jo Doe',
  email: 'jo@acme.example',
};
export const about: About = { contact };
export const key = 'na.myconnectwise.net/10482';

export const options: Offered = {
  ticket: contact.ticket,
  record: null,
  doubts: [],
  exception: null,
  account: { name: 'Jo Doe' },
  customer: { id: '0b6f3c1e-9a53-4c62-8a55-3f1f0a0c7d11', name: 'Acme Corporation', chosen: false },
  methods: [
    { method: 'push', available: false, reason: 'no_phone', excludedActions: [] },
    { method: 'sms', available: true, destination: '•••• 0199', excludedActions: [] },
    { method: 'email', available: true, destination: 'j•••@a•••.example', excludedActions: ['mailbox_access'] },
  ],
  codeCheck: 'compare',
  actionRequired: false,
  flaggedAt: null,
  live: null,
  verified: null,
  now: serviceNow,
  receivedAt: localNow,
};
/** By a colleague, three minutes and a half ago. */
export const verified: Verified = {
  id: '4c0f6f8a-2f43-4a8e-9c76-0d5a6c1d2e40', at: serviceNow - 210_000, until: serviceNow + 690_000, method: 'sms', check: 'compare', action: 'password_reset', technicianName: 'Alex',
  assurance: ['restricted', 'technician-attested'],
};
/** What the offer looks like when `option` takes the place of its method's. */
export function offering(option: MethodOption, base: Offered = options): Offered {
  return { ...base, methods: base.methods.map((one) => (one.method === option.method ? option : one)) };
}
export const withoutMobile = offering({ method: 'sms', available: false, reason: 'no_mobile', excludedActions: [] });
/** What the offer looks like when `reason` keeps text messages back. */
export function withoutSms(reason: UnavailableReason, base: Offered = options): Offered {
  return offering({ method: 'sms', available: false, reason, destination: '•••• 0199', excludedActions: [] }, base);
}
export const phone: MethodOption = { method: 'push', available: true, destination: 'Jo’s Pixel', lastSeenAt: serviceNow - 200_000, excludedActions: [] };
/** The account has the phone app. */
export const withPhone = offering(phone);
export function withoutPush(reason: UnavailableReason, base: Offered = options): Offered {
  return offering({ ...phone, available: false, reason }, base);
}
/** Nothing more leaves today, by whatever method. */
export const usedUp: Offered = { ...options, methods: options.methods.map((option) => ({ ...option, available: false, reason: 'daily_limit_technician' })) };

export function verification(changes: Partial<Verification> = {}): Verification {
  return {
    id: '4c0f6f8a-2f43-4a8e-9c76-0d5a6c1d2e3f',
    ticket: contact.ticket,
    contact: 'Jo Doe',
    company: 'Acme Corporation',
    method: 'sms',
    destination: '•••• 0199',
    action: 'password_reset',
    direction: 'inbound',
    codeCheck: 'compare',
    status: 'pending',
    endReason: null,
    yours: true,
    technician: 'Alex Technician',
    code: '493201',
    number: null,
    answeredAt: null,
    delivery: { state: 'handed_over', reason: null },
    sendNumber: 1,
    createdAt: serviceNow - 30_000,
    expiresAt: serviceNow + 272_000,
    resendAt: serviceNow + 12_000,
    canExtend: true,
    triesLeft: 3,
    nextTryAt: null,
    endedAt: null,
    verifiedUntil: null,
    assurance: [],
    receipt: null,
    note: null,
    canInvite: false,
    now: serviceNow,
    ...changes,
  };
}

export function ended(changes: Partial<Verification>): Verification {
  return verification({ code: null, endedAt: serviceNow, verifiedUntil: changes.status === 'approved' ? serviceNow + 900_000 : null, expiresAt: null, resendAt: null, receipt: 'CS-1042-1f0a9c3be57d24860b1c7e9fa3d25d48', ...changes });
}

export function live(changes: Partial<Verification> = {}, flow: Partial<Extract<Flow, { name: 'live' }>> = {}): Flow {
  return { name: 'live', about, options, received: { verification: verification(changes), receivedAt: localNow }, connected: true, ...flow };
}

export function endedFlow(changes: Partial<Verification>, offered: Offered = options, invitation?: Invitation): Ended {
  return { name: 'ended', about, options: offered, received: { verification: ended(changes), receivedAt: localNow }, ...(invitation ? { invitation } : {}) };
}

/** A push; its life is a minute, and comparing has three of its own. */
const pushed: Partial<Verification> = { method: 'push', destination: 'Jo’s Pixel', codeCheck: 'none', code: null, expiresAt: serviceNow + 44_000, resendAt: null, canExtend: false };
export const comparing: Partial<Verification> = { ...pushed, answeredAt: serviceNow - 8_000, delivery: { state: 'delivered', reason: null }, expiresAt: serviceNow + 172_000, canExtend: true };

export function livePush(changes: Partial<Verification> = {}, flow: Partial<Extract<Flow, { name: 'live' }>> = {}): Flow {
  return live({ ...pushed, ...changes }, { options: withPhone, ...flow });
}

export function endedPush(changes: Partial<Verification>, offered: Offered = withPhone, invitation?: Invitation): Flow {
  return endedFlow({ ...pushed, ...changes }, offered, invitation);
}

export function snapshotOf(view: TabView, flow?: Flow, access: Access = { kind: 'signed_in' }): Snapshot {
  return {
    access,
    technician: 'Alex Technician',
    tenant: 'Northwind IT',
    serviceOrigin: 'https://verify.northwind.example',
    cloud: 'granted',
    hosts: [],
    poppedOut: {},
    podHidden: false,
    typed: {},
    tabs: { [tabId]: view },
    flows: flow ? { [key]: flow } : {},
  };
}

export const onTicket: TabView = { kind: 'ticket', contact };
export const of = (flow: Flow): Snapshot => snapshotOf(onTicket, flow);
/** A choice that was made before. */
export const sent = { method: 'sms', action: 'mfa_reset', direction: 'inbound', check: 'code' } as const;
