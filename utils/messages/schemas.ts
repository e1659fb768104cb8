import { PairSchema } from '#contract/session';
import * as z from 'zod/mini';
import type { Reading } from '../connectwise/reading';
import { AboutSchema } from '../workflow/flow-schema';
import { IntentSchema } from './intent-schema';
import { notTicketReasons } from '../workflow/snapshot';
import { messageNames } from './names';

/** What each message must look like. Longer texts than these are no field of a ticket. */
const FieldReadingSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('read'), value: z.string().check(z.maxLength(2000)) }),
  z.object({ state: z.enum(['empty', 'not_found', 'no_pod', 'differs', 'too_long']) }),
]);
const number = z.string().check(z.regex(/^\d{1,12}$/));

export const ReadingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not_ticket'), why: z.enum(notTicketReasons) }),
  z.object({ kind: z.literal('settling'), number }),
  z.object({ kind: z.literal('ticket'), number, company: FieldReadingSchema, contact: FieldReadingSchema, email: FieldReadingSchema }),
]) satisfies z.ZodMiniType<Reading>;

/** How a page is built, as a script in it says: names of elements and classes, counts, and nothing that could be an address. */
export const PageDescriptionSchema = z.array(z.string().check(z.maxLength(1000), z.regex(/^[\w .,:?#()[\]=/-]*…?$/))).check(z.maxLength(600));

const tabId = z.int().check(z.minimum(0));
const origin = z.string().check(z.maxLength(300));
const named = <Name extends string>(name: Name) => z.object({ name: z.literal(name) });
const inTab = <Name extends string>(name: Name) => z.object({ name: z.literal(name), tabId });
const inWindow = <Name extends string>(name: Name) => z.object({ name: z.literal(name), windowId: z.int() });

export const messageSchemas = {
  [messageNames.ticketRead]: z.object({ name: z.literal(messageNames.ticketRead), reading: ReadingSchema }),
  [messageNames.podStatus]: named(messageNames.podStatus),
  [messageNames.podOpen]: named(messageNames.podOpen),
  [messageNames.podOpened]: inWindow(messageNames.podOpened),
  [messageNames.podHide]: named(messageNames.podHide),
  [messageNames.podShow]: named(messageNames.podShow),
  [messageNames.podHidden]: named(messageNames.podHidden),
  [messageNames.panelWatch]: inTab(messageNames.panelWatch),
  [messageNames.panelStarted]: inWindow(messageNames.panelStarted),
  [messageNames.panelShowOwn]: inWindow(messageNames.panelShowOwn),
  [messageNames.panelIntent]: z.object({
    name: z.literal(messageNames.panelIntent),
    tabId,
    ticketKey: z.string().check(z.maxLength(300)),
    shown: AboutSchema,
    intent: IntentSchema,
  }),
  [messageNames.panelLookAgain]: inTab(messageNames.panelLookAgain),
  [messageNames.panelEnterTicket]: z.object({ name: z.literal(messageNames.panelEnterTicket), tabId, number }),
  [messageNames.panelLeaveTicket]: inTab(messageNames.panelLeaveTicket),
  [messageNames.panelDiagnostics]: inTab(messageNames.panelDiagnostics),
  [messageNames.giveConsent]: named(messageNames.giveConsent),
  [messageNames.pair]: z.extend(PairSchema, { name: z.literal(messageNames.pair), serviceOrigin: z.string().check(z.maxLength(300)) }),
  [messageNames.signOut]: named(messageNames.signOut),
  [messageNames.checkService]: named(messageNames.checkService),
  [messageNames.addHost]: z.object({ name: z.literal(messageNames.addHost), origin }),
  [messageNames.removeHost]: z.object({ name: z.literal(messageNames.removeHost), origin }),
};

export type ReceivedName = keyof typeof messageSchemas;
export type MessageOf<Name extends ReceivedName> = z.infer<(typeof messageSchemas)[Name]>;
