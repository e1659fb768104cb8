import * as fc from 'fast-check';
import { concealed, harmless, type Look, veiled } from './looks';
import { goodNames, hostileAddresses, hostileNames, makeAddress, paddedAddress } from './values';

/**
 * A page as a person sees it. Markup is made from it (`build-page.ts`), and what may be read of that markup is told from it alone:
 * nothing here looks at a document.
 */
export type Page = { url: Url; stage: 'hidden' | 'auto' | 'visible'; screens: Screen[]; dialogs: Screen[] };
export type Url = 'ticket' | 'time entry' | 'elsewhere';
export type Screen = {
  kind: 'ticket' | 'unsaved' | 'company' | 'project' | 'company named like a ticket';
  number: number;
  summary: string;
  rooted: boolean;
  word: boolean;
  decorated: boolean;
  /** Another vendor's pod beside the company pod. */
  hosted: boolean;
  title: 'same' | 'none' | 'other' | 'other, out of sight';
  look: Look;
  pod: 'one' | 'none' | 'two' | 'out of sight';
  order: readonly FieldName[];
  fields: Record<FieldName, Field>;
};
export type FieldName = 'company' | 'contact' | 'email';
export type Value = { text: string; good: boolean };
/** What tells which field it is: `class` is of the newest generation alone, `label` of the one before. */
export type Mark = 'class' | 'label' | 'both';
export type Instance = { marked: Mark; value: Value; look: Look };
export type Field = Instance[];

export type Contact = { number: string; company: string; contact: string; email: string };
/** `must`: nothing on the page speaks against reading it. */
export type Verdict = { contact: Contact; must: boolean } | 'refuse';

/** What a careful person in front of this page would say; with `unveiled`, one who also sees what is veiled. */
export function judge({ url, screens, stage }: Page, unveiled = false): Verdict {
  const isSeen = ({ seen: known }: Look, on: Page['stage']) => (known === 'veiled' ? unveiled : known === 'by scrolling' ? on !== 'hidden' : known);
  const seen = screens.filter(({ look }) => isSeen(look, stage));
  const [screen] = seen;
  if (url !== 'ticket' || !screen || seen.length > 1) return 'refuse';
  if (screen.kind !== 'ticket' || screen.title === 'other' || screen.pod !== 'one') return 'refuse';
  const inView = Object.values(screen.fields).map((field) => field.filter(({ look }) => isSeen(look, screen.look.fixed ? 'hidden' : stage)));
  const [company, contact, email] = inView.map(readBy);
  if (company === undefined || contact === undefined || email === undefined) return 'refuse';
  const isOneGeneration = (['class', 'label'] as const).some((mark) => inView.every((field) => field.some(({ marked }) => marked === mark || marked === 'both')));
  const hasVeils = screens.some(({ look, fields }) => [look, ...Object.values(fields).flat().map((each) => each.look)].some((each) => each.seen === 'veiled'));
  return { contact: { number: String(screen.number), company, contact, email }, must: isOneGeneration && !hasVeils };
}

function readBy(seen: Field): string | undefined {
  const [first] = seen.map(({ value }) => value);
  return first?.good && seen.every(({ value }) => value.text === first.text) ? first.text.trim() : undefined;
}

const good = (text: string): Value => ({ text, good: true });
const bad = (text: string): Value => ({ text, good: false });
const nobody = ['', ' ', '\t '].map(bad);
const person = fc.nat(999);
const values: Record<FieldName, fc.Arbitrary<Value>> = {
  company: oftenOf(person.map((one) => good(`Company ${one}`)), [...goodNames.map(good), ...hostileNames.map(bad), ...nobody]),
  contact: oftenOf(person.map((one) => good(`Person ${one}`)), [...goodNames.map(good), ...hostileNames.map(bad), ...nobody]),
  email: oftenOf(person.map((one) => good(makeAddress(one))), [...[...hostileAddresses, paddedAddress].map(bad), ...nobody, ...nobody, good(` ${makeAddress(7)}  `)]),
};

const look = oneOften<Look>(harmless[0], 12, [...harmless, ...concealed, ...veiled]);
const marked = oneOften<Mark>('class', 6, ['both', 'label']);
const fieldOf = (name: FieldName): fc.Arbitrary<Field> => {
  const instance = fc.record({ marked, value: values[name], look });
  return fc.oneof({ weight: 12, arbitrary: fc.tuple(instance) }, { weight: 1, arbitrary: fc.array(instance, { maxLength: 2 }) });
};
const screen: fc.Arbitrary<Screen> = fc.record({
  kind: oneOften<Screen['kind']>('ticket', 20, ['unsaved', 'company', 'project', 'company named like a ticket']),
  number: fc.integer({ min: 1, max: 9_999_999_999 }),
  summary: oneOften('Reset my password', 4, ['', 'Service Ticket #1 - x', '#2', '<img src=x onerror="countersignCanary++">', '\u202E#12', 's'.repeat(10_000)]),
  rooted: oneOften(true, 3, [false]),
  word: oneOften(true, 2, [false]),
  decorated: fc.boolean(),
  hosted: oneOften(false, 5, [true]),
  title: oneOften<Screen['title']>('same', 12, ['none', 'other', 'other, out of sight']),
  look: oneOften<Look>(harmless[0], 8, [...harmless, ...harmless, ...concealed, ...veiled]),
  pod: oneOften<Screen['pod']>('one', 20, ['none', 'two', 'out of sight']),
  order: fc.constantFrom<(readonly FieldName[])[]>(['company', 'contact', 'email'], ['email', 'company', 'contact'], ['contact', 'email', 'company']),
  fields: fc.record({ company: fieldOf('company'), contact: fieldOf('contact'), email: fieldOf('email') }),
});
const hiddenScreen = fc.tuple(screen, fc.constantFrom(...concealed, ...concealed, ...veiled)).map(([one, unseen]): Screen => ({ ...one, look: unseen }));

export const page: fc.Arbitrary<Page> = fc.record({
  url: oneOften<Url>('ticket', 40, ['time entry', 'elsewhere']),
  stage: fc.constantFrom<Page['stage']>('hidden', 'auto', 'visible'),
  screens: fc.oneof(
    { weight: 8, arbitrary: fc.tuple(screen) },
    { weight: 4, arbitrary: fc.tuple(hiddenScreen, screen) },
    { weight: 4, arbitrary: fc.tuple(screen, hiddenScreen) },
    { weight: 2, arbitrary: fc.array(screen, { maxLength: 3 }) },
  ),
  dialogs: fc.oneof({ weight: 4, arbitrary: fc.constant<Screen[]>([]) }, { weight: 1, arbitrary: fc.tuple(screen) }),
});

function oftenOf(usual: fc.Arbitrary<Value>, rare: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
}

function oneOften<T>(usual: T, times: number, rare: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...Array.from({ length: times * rare.length }, () => usual), ...rare);
}
