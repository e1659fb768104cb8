import type { Channel } from '#contract/words';
import { actionWords, minutesOf } from './code-words.ts';
import { plainName } from './names.ts';
import type { NoticeAbout } from './types.ts';

/** What a notice says: `short` as a text message; the rest as an e-mail, with the link between `before` and `after`. */
export type NoticeWords = { short: string; subject: string; before: string[]; link?: string; after: string[]; warning: string };

type About<Kind> = Extract<NoticeAbout, { kind: Kind }>;

const changedWords: Record<Channel, string> = { sms: 'mobile number', email: 'e-mail address' };

/** The words of a notice. `cut` shortens names where a text message would not fit into one part otherwise. */
export function noticeWords(about: NoticeAbout, tenantName: string, cut: (name: string) => string): NoticeWords {
  const tenant = cut(tenantName);
  switch (about.kind) {
    case 'destination_changed':
      return destinationChanged(about, tenant);
    case 'verified':
      return verified(about, tenant);
    case 'phone_invited':
      return phoneInvited(about, tenant);
    case 'phone_code':
      return phoneCode(about, tenant);
    case 'phone_added':
      return phoneAdded(about, tenant, phoneOf(about, cut));
    case 'phone_removed':
      return phoneRemoved(tenant, phoneOf(about, cut));
    case 'lost_phone':
      return lostPhone(about, tenant);
  }
}

function destinationChanged({ changed, changedAt }: About<'destination_changed'>, tenant: string): NoticeWords {
  const what = `Your ${changedWords[changed]} for identity checks`;
  const before = `${what} by ${tenant} was changed on ${dayOf(changedAt)}.`;
  const warning = `If you did not ask for this, call ${tenant}.`;
  return { short: `${before} ${warning}`, subject: `${what} was changed`, before: [before], after: [], warning };
}

function verified({ action, at, link }: About<'verified'>, tenant: string): NoticeWords {
  const purpose = action === null ? '' : ` for ${actionWords[action]}`;
  return {
    short: `${tenant}: you were verified${purpose} at ${timeOf(at)}. Not you? ${link}`,
    subject: `You were verified by ${tenant}`,
    before: [`You were verified by ${tenant}${purpose} on ${dayOf(at)} at ${timeOf(at)}.`, 'Not you? Open this link:'],
    link,
    after: [],
    warning: 'If it was you, there is nothing to do.',
  };
}

function phoneInvited({ link, expiresAt }: About<'phone_invited'>, tenant: string): NoticeWords {
  return {
    short: `${tenant}: set up your phone for identity checks: ${link} Unexpected? Ignore it.`,
    subject: `Set up your phone for identity checks by ${tenant}`,
    before: [`${tenant} invites you to its phone app. With it you show in a moment that it is you when you call.`, 'Open this link on your phone:'],
    link,
    after: [`It works until ${dayOf(expiresAt)}, ${timeOf(expiresAt)}. The code that it asks for comes by text message.`],
    warning: `If you did not expect this, ignore this message and tell ${tenant}.`,
  };
}

function phoneCode({ code, lifeSeconds }: About<'phone_code'>, tenant: string): NoticeWords {
  const warning = 'Never read this code to anybody: type it on your phone only.';
  const minutes = minutesOf(lifeSeconds);
  return {
    short: `${tenant}: code ${code} to set up your phone. ${minutes}. ${warning}`,
    subject: `A code to set up your phone for identity checks by ${tenant}`,
    before: [`Your code: ${code}`, `It sets up your phone for identity checks by ${tenant}, and works for ${minutes}.`],
    after: [],
    warning,
  };
}

function phoneAdded({ link }: About<'phone_added'>, tenant: string, phone: string): NoticeWords {
  return {
    short: `${tenant}: your phone ${phone} was added. Not you? Remove it: ${link}`,
    subject: `A phone was added for identity checks by ${tenant}`,
    before: [`The phone ${phone} was added to your account for identity checks by ${tenant}.`, 'Not you? Remove it by this link:'],
    link,
    after: [],
    warning: `If it was not you, call ${tenant} as well.`,
  };
}

function phoneRemoved(tenant: string, phone: string): NoticeWords {
  const warning = `If you did not ask for this, call ${tenant}.`;
  return {
    short: `${tenant}: your phone ${phone} was removed from identity checks. ${warning}`,
    subject: `A phone was removed from identity checks by ${tenant}`,
    before: [`The phone ${phone} was removed from your account. It can no longer be used for identity checks by ${tenant}.`],
    after: [],
    warning,
  };
}

function lostPhone({ link }: About<'lost_phone'>, tenant: string): NoticeWords {
  return {
    short: `${tenant}: lost your phone? Remove all your phones: ${link} Not you? Ignore it.`,
    subject: `Lost your phone? Remove it from identity checks by ${tenant}`,
    before: [`Somebody, probably you, said that your phone is lost. This link removes all your phones from identity checks by ${tenant}:`],
    link,
    after: [],
    warning: 'If you did not ask for this, ignore this message: nothing changes.',
  };
}

function phoneOf({ phoneName }: { phoneName: string }, cut: (name: string) => string): string {
  return cut(plainName(phoneName, 'without a name', 40));
}

function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}
