import { isSupportedCountry } from 'libphonenumber-js/max';
import * as z from 'zod/mini';
import { AddressSchema } from '#contract/address';
import { notePolicies } from '#contract/connectwise';
import { codeChecks } from '#contract/lifecycle';
import {
  defaultLifeSeconds, defaultSendsPerDay, defaultSmsCountries, defaultSmsPartPrice, defaultSmsSpendPerDay, defaultVerifiedMinutes, longestLifeSeconds, longestVerifiedMinutes,
  shortestLifeSeconds, shortestVerifiedMinutes,
} from '#contract/numbers';
import { MethodSchema, methods } from '#contract/words';
import { isSafeUrl } from '../delivery/loopback.ts';
import { Told } from '../lib/told.ts';
import type { Policy } from '../store/types.ts';

const seconds = z.pipe(
  z.pipe(z.string().check(z.regex(/^\d{1,4}$/)), z.transform(Number)),
  z.number().check(z.minimum(shortestLifeSeconds), z.maximum(longestLifeSeconds)),
);
const range = `${shortestLifeSeconds} to ${longestLifeSeconds}`;
const minutes = z.pipe(
  z.pipe(z.string().check(z.regex(/^\d{1,2}$/)), z.transform(Number)),
  z.number().check(z.minimum(shortestVerifiedMinutes), z.maximum(longestVerifiedMinutes)),
);
const yesOrNo = z.pipe(z.enum(['true', 'false']), z.transform((text) => text === 'true'));
const methodList = z.pipe(z.pipe(z.string(), z.transform((text) => [...new Set(text.split(','))])), z.array(MethodSchema));

const count = z.pipe(z.pipe(z.string().check(z.regex(/^\d{1,6}$/)), z.transform(Number)), z.number().check(z.minimum(1), z.maximum(100_000)));
const money = z.pipe(z.pipe(z.string().check(z.regex(/^\d{1,6}(\.\d{1,4})?$/)), z.transform(Number)), z.number());
const countryList = z.pipe(z.pipe(z.string(), z.transform((text) => [...new Set(text.toUpperCase().split(','))])), z.array(z.string().check(z.refine(isSupportedCountry))));

const webhook = z.string().check(z.maxLength(1000), z.refine(isSafeUrl));

/** `fallback` is what holds where neither the customer nor the tenant says anything; undefined: nothing. `tenantOnly`: one for all customers. */
type Setting<T> = { schema: z.ZodMiniType<T>; form: string; fallback: T | undefined; means: string; tenantOnly?: true };

export const settings: { [Name in keyof Policy]-?: Setting<NonNullable<Policy[Name]>> } = {
  codeCheck: { schema: z.enum(codeChecks), form: codeChecks.join(' or '), fallback: 'compare', means: 'who compares the code: the technician by eye (compare) or the service (typed)' },
  actionRequired: { schema: yesOrNo, form: 'true or false', fallback: false, means: 'whether the technician must say what the caller asks for' },
  smsLifeSeconds: { schema: seconds, form: range, fallback: defaultLifeSeconds.sms, means: 'how long a code by text message counts' },
  emailLifeSeconds: { schema: seconds, form: range, fallback: defaultLifeSeconds.email, means: 'how long a code by e-mail counts' },
  pushLifeSeconds: { schema: seconds, form: range, fallback: defaultLifeSeconds.push, means: 'how long a phone is waited for' },
  userVerificationRequired: { schema: yesOrNo, form: 'true or false', fallback: false, means: "whether a phone's answer needs fingerprint, face or PIN" },
  noticeAfterwards: { schema: yesOrNo, form: 'true or false', fallback: true, means: 'whether somebody who was verified is told so by a second channel' },
  verifiedMinutes: { schema: minutes, form: `${shortestVerifiedMinutes} to ${longestVerifiedMinutes}`, fallback: defaultVerifiedMinutes, means: 'how many minutes a success counts, for the same contact on the same ticket' },
  ticketNote: { schema: z.enum(notePolicies), form: 'off, successes or all', fallback: 'all', means: 'which ended verifications get a note on their ticket, where ConnectWise is connected' },
  methods: { schema: methodList, form: `one or more of ${methods.join(',')}`, fallback: [...methods], means: 'how a caller may be verified' },
  smsCountries: { schema: countryList, form: 'two-letter countries of ISO 3166 such as US,GB', fallback: [...defaultSmsCountries], means: 'where text messages may go' },
  technicianSendsPerDay: { schema: count, form: '1 to 100000', fallback: defaultSendsPerDay.technician, means: 'messages that one technician may send in a day (UTC)', tenantOnly: true },
  tenantSendsPerDay: { schema: count, form: '1 to 100000', fallback: defaultSendsPerDay.tenant, means: 'messages that all of them may send in a day (UTC)', tenantOnly: true },
  smsPartPrice: { schema: money, form: 'an amount such as 0.05', fallback: defaultSmsPartPrice, means: 'what one part of a text message costs, in your currency', tenantOnly: true },
  smsSpendPerDay: { schema: money, form: 'an amount such as 50', fallback: defaultSmsSpendPerDay, means: 'what text messages may cost in a day (UTC), in your currency', tenantOnly: true },
  alertEmail: { schema: AddressSchema, form: 'one bare e-mail address', fallback: undefined, means: 'who is told of alerts by e-mail', tenantOnly: true },
  alertWebhook: { schema: webhook, form: 'an https address', fallback: undefined, means: 'what is told of alerts by a signed request', tenantOnly: true },
};

export const settingNames = Object.keys(settings) as (keyof Policy)[];

/** Whose policy it is. */
export type PolicyOwner = 'tenant' | 'customer';

/** `policy` with the settings of `words` (`name=value`, `name=default` removes it). Throws `Told` where one is not to be had. */
export function changePolicy(policy: Policy, words: readonly string[], owner: PolicyOwner): Policy {
  let changed: Policy = { ...policy };
  for (const word of words) changed = changeOne(changed, word, owner);
  return changed;
}

function changeOne(policy: Policy, word: string, owner: PolicyOwner): Policy {
  const [name = '', value = ''] = word.split(/=(.*)/s, 2);
  if (!isSetting(name)) throw new Told(`There is no such setting; there are: ${settingNames.join(', ')}.`);
  if (owner === 'customer' && settings[name].tenantOnly) throw new Told(`${name} holds for all customers together: set it without --customer.`);
  const { [name]: _, ...others } = policy;
  if (value === 'default') return others;
  const parsed = settings[name].schema.safeParse(value);
  if (!parsed.success) throw new Told(`${name} must be ${settings[name].form}, or default.`);
  return { ...others, [name]: parsed.data };
}

function isSetting(name: string): name is keyof typeof settings {
  return Object.hasOwn(settings, name);
}
