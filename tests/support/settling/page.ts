import * as fc from 'fast-check';
import type { FieldReading, NotTicketReason, Reading } from '../../../utils/connectwise/reading.ts';

export type Person = readonly [company: string, contact: string, email: string];
/** A screen that is opened and stays in front. `unnamed`: no ticket's number can be read of it, though it may be a ticket. `late`: how long after that each of a ticket's fields gets its value. */
export type Visit = { shows: number | 'other'; unnamed: NotTicketReason | null; stay: number; late: readonly number[]; stopsLast: boolean; clears: boolean; edit: Edit | null };
/** The technician picks another contact on a ticket that has been in front for long: `first` changes at once, the others late. */
export type Edit = { person: Person; first: number; late: readonly number[] };
export type Story = { start: number; stale: Person; visits: readonly Visit[]; gaps: readonly number[] };
type Change = { at: number; field: number; value: string };
type Look = { at: number; blind: boolean };

/** Some share a company, a contact or an address; one has no contact. */
const persons: readonly Person[] = [
  ['Acme', 'Jo', 'jo@acme.example'],
  ['Acme', 'Sam', 'sam@acme.example'],
  ['Globex', 'Kim', 'kim@globex.example'],
  ['Initech', 'Jo', 'jo@initech.example'],
  ['Umbrella', 'Ada', 'jo@acme.example'],
  ['Hooli', '', ''],
];
/** Nobody opens and leaves a ticket in less. */
const shortest = 401;
/** In front for long enough to have been offered, however seldom it was looked at. */
const longest = 8000;
export const staleMs = 2000;

const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const all = (min: number, max: number) => fc.array(fc.integer({ min, max }), { minLength: 3, maxLength: 3 });
const late = fc.oneof(all(0, 600), all(1500, staleMs), all(0, staleMs));
const person = fc.constantFrom(...persons);
const reasons: NotTicketReason[] = ['no_banner', 'no_number', 'several_tickets', 'several_pods', 'numbers_differ'];
const edit = fc.record({ person, first: fc.integer({ min: 0, max: 2 }), late });
const visit: fc.Arbitrary<Visit> = fc.record({
  shows: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(0, 2) }, { weight: 2, arbitrary: fc.integer({ min: 0, max: persons.length - 1 }) }, { weight: 1, arbitrary: fc.constant('other' as const) }),
  unnamed: seldom(fc.constantFrom(...reasons)),
  stay: fc.oneof(fc.integer({ min: shortest, max: 600 }), fc.integer({ min: shortest, max: 3000 }), fc.integer({ min: 3500, max: 6000 })),
  late,
  stopsLast: fc.boolean(),
  clears: fc.boolean(),
  edit: seldom(edit),
});
export const story: fc.Arbitrary<Story> = fc.record({
  start: fc.integer({ min: 0, max: 3000 }),
  stale: person,
  visits: fc.array(visit, { minLength: 1, maxLength: 6 }),
  gaps: fc.array(fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 60, max: 250 }) }, { weight: 1, arbitrary: fc.integer({ min: 400, max: 1000 }) }), { minLength: 4, maxLength: 12 }),
});

type Scene = { from: number; shows: number | NotTicketReason };
type Owner = { from: number; ticket: number; person: Person };
export type Played = { scenes: readonly Scene[]; owners: readonly Owner[]; fields: readonly (readonly Change[])[]; looks: readonly Look[]; end: number };

/** What happens in a story, and when it is looked at. */
export function play({ start, stale, visits, gaps }: Story): Played {
  const scenes: Scene[] = [];
  let fields: Change[][] = stale.map((value, field) => [{ at: -Infinity, field, value }]);
  const edits: number[] = [];
  const own = [...persons];
  const owners = persons.map((each, ticket): Owner => ({ from: 0, ticket, person: each }));
  let at = 0;
  for (const { shows, unnamed, stay, late: each, stopsLast, clears, edit: edited } of visits) {
    const stays = edited ? longest + stay : stay;
    const isNext = unnamed !== null || scenes.at(-1)?.shows !== shows; // nothing is asked for again while a ticket stays in front
    scenes.push({ from: at, shows: unnamed ?? (shows === 'other' ? 'other_screen' : shows) });
    if (typeof shows === 'number') {
      if (isNext) fields = fields.map((changes, field) => load(stopsLast ? changes.filter((change) => change.at <= at) : changes, loadOf(own[shows]!, field, at, each[field]!, clears)));
      if (edited) {
        const editedAt = at + longest;
        edits.push(editedAt);
        const { first } = edited;
        const isSeen = own[shows]![first] !== edited.person[first]; // else nobody could know that the others are on their way
        own[shows] = edited.person;
        owners.push({ from: editedAt, ticket: shows, person: edited.person });
        fields = fields.map((changes, field) => load(changes, loadOf(edited.person, field, editedAt, isSeen && field !== first ? edited.late[field]! : 0, false)));
      }
    }
    at += stays;
  }
  const end = at + longest;
  return { scenes, owners, fields, end, looks: lookAt(scenes, edits, gaps, start, end) };
}

function loadOf(person: Person, field: number, at: number, lateBy: number, clears: boolean): Change[] {
  const value = { at: at + lateBy, field, value: person[field]! };
  return clears ? [{ at: at + Math.floor(lateBy / 3), field, value: '' }, value] : [value];
}

/** What was on its way before still arrives, but never after what was asked for later. */
function load(changes: Change[], next: Change[]): Change[] {
  const lastAt = next.at(-1)!.at;
  return [...changes.filter(({ at }) => at < lastAt), ...next].toSorted((one, other) => one.at - other.at);
}

/** Looks as they come, and one soon after each edit: that is no silent change. A look long after a change of screens is blind. */
function lookAt(scenes: readonly Scene[], edits: number[], gaps: readonly number[], start: number, end: number): Look[] {
  const times = edits.map((at) => at + 150);
  for (let at = start, index = 0; at <= end; at += gaps[index++ % gaps.length]!) times.push(at);
  const sorted = times.filter((at) => at >= start).toSorted((one, other) => one - other);
  return sorted.map((at, index) => {
    const since = sorted[index - 1];
    const change = since === undefined ? undefined : scenes.find(({ from }) => from > since && from <= at);
    return { at, blind: change !== undefined && at - change.from > 400 };
  });
}

/** What the page shows at a moment. */
export function readAt({ scenes, fields }: Played, at: number): Reading {
  const scene = scenes.findLast(({ from }) => from <= at)!;
  if (typeof scene.shows !== 'number') return { kind: 'not_ticket', why: scene.shows };
  const [company, contact, email] = fields.map((changes) => changes.findLast((change) => change.at <= at)!.value);
  return { kind: 'ticket', number: String(scene.shows + 1), company: field(company!), contact: field(contact!), email: field(email!) };
}

/** Whether these are all one person's: whom the ticket has, or whom it had before an edit. `last`: the one it has. */
export function isOwn({ scenes, owners }: Played, at: number, reading: Extract<Reading, { kind: 'ticket' }>): 'last' | 'before' | undefined {
  const ticket = Number(reading.number) - 1;
  if (scenes.findLast(({ from }) => from <= at)!.shows !== ticket) return undefined;
  const own = owners.filter((owner) => owner.ticket === ticket && owner.from <= at).map(({ person: each }) => JSON.stringify(each.map(field)));
  const found = own.lastIndexOf(JSON.stringify([reading.company, reading.contact, reading.email]));
  return found < 0 ? undefined : found === own.length - 1 ? 'last' : 'before';
}

function field(value: string): FieldReading {
  return value ? { state: 'read', value } : { state: 'empty' };
}
