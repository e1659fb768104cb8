import * as z from 'zod/mini';
import { codeChecks } from '#contract/lifecycle';
import { longestLifeSeconds, shortestLifeSeconds } from '#contract/numbers';
import { MethodSchema } from '#contract/words';
import { Told } from '../lib/told.ts';
import type { Policy } from '../store/types.ts';

const seconds = z.pipe(
  z.pipe(z.string().check(z.regex(/^\d{1,4}$/)), z.transform(Number)),
  z.number().check(z.minimum(shortestLifeSeconds), z.maximum(longestLifeSeconds)),
);
const yesOrNo = z.pipe(z.enum(['true', 'false']), z.transform((text) => text === 'true'));
const methodList = z.pipe(z.pipe(z.string(), z.transform((text) => [...new Set(text.split(','))])), z.array(MethodSchema));

const count = z.pipe(z.pipe(z.string().check(z.regex(/^\d{1,6}$/)), z.transform(Number)), z.number().check(z.minimum(1), z.maximum(100_000)));
const money = z.pipe(z.pipe(z.string().check(z.regex(/^\d{1,6}(\.\d{1,4})?$/)), z.transform(Number)), z.number());
const countryList = z.pipe(z.pipe(z.string(), z.transform((text) => [...new Set(text.toUpperCase().split(','))])), z.array(z.string().check(z.regex(/^[A-Z]{2}$/))));

const settings = {
  codeCheck: { schema: z.enum(codeChecks), form: codeChecks.join(' or ') },
  actionRequired: { schema: yesOrNo, form: 'true or false' },
  smsLifeSeconds: { schema: seconds, form: `${shortestLifeSeconds} to ${longestLifeSeconds}` },
  emailLifeSeconds: { schema: seconds, form: `${shortestLifeSeconds} to ${longestLifeSeconds}` },
  methods: { schema: methodList, form: 'sms, email, or sms,email' },
  smsCountries: { schema: countryList, form: 'two-letter countries such as US,CA' },
  technicianSendsPerDay: { schema: count, form: '1 to 100000' },
  tenantSendsPerDay: { schema: count, form: '1 to 100000' },
  smsPartPrice: { schema: money, form: 'an amount such as 0.05' },
  smsSpendPerDay: { schema: money, form: 'an amount such as 50' },
} satisfies Record<keyof Policy, { schema: z.ZodMiniType; form: string }>;

export const settingNames = Object.keys(settings);

/** `policy` with the settings of `words` (`name=value`, `name=default` removes it). */
export function changePolicy(policy: Policy, words: readonly string[]): Policy {
  let changed: Policy = { ...policy };
  for (const word of words) changed = changeOne(changed, word);
  return changed;
}

function changeOne(policy: Policy, word: string): Policy {
  const [name = '', value = ''] = word.split(/=(.*)/s, 2);
  if (!isSetting(name)) throw new Told(`There is no such setting; there are: ${settingNames.join(', ')}.`);
  const { [name]: _, ...others } = policy;
  if (value === 'default') return others;
  const parsed = settings[name].schema.safeParse(value);
  if (!parsed.success) throw new Told(`${name} must be ${settings[name].form}, or default.`);
  return { ...others, [name]: parsed.data };
}

function isSetting(name: string): name is keyof typeof settings {
  return Object.hasOwn(settings, name);
}
