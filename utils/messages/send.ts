import { browser } from 'wxt/browser';
import type { About, Intent } from '../workflow/state';
import { type Answer, AnswerSchema, DiagnosticsAnswerSchema, type PodAnswer, PodAnswerSchema, refused } from './answer';
import { messageNames } from './names';

/** Every message is an object with its `name` and the fields that `names.ts` lists. */

/** Panel: does `intent` for the ticket in `tabId`; `shown` is whom the technician has in front of them. */
export function sendIntent(request: { tabId: number; ticketKey: string; shown: About; intent: Intent }): Promise<Answer> {
  return ask({ name: messageNames.panelIntent, ...request });
}

/** Panel: it waits for a second technician, or for a ticket note, and asks whether anything has changed. */
export function lookAgain(tabId: number): Promise<Answer> {
  return ask({ name: messageNames.panelLookAgain, tabId });
}

/** Panel: the ticket with this number, where the tab's page shows none that can be read. */
export function enterTicket(tabId: number, number: string): Promise<Answer> {
  return ask({ name: messageNames.panelEnterTicket, tabId, number });
}

/** Panel: done with the ticket whose number was typed. */
export function leaveTicket(tabId: number): Promise<Answer> {
  return ask({ name: messageNames.panelLeaveTicket, tabId });
}

/** Panel: this tab is in front of the technician. To be repeated whenever the active tab changes. */
export function watchTab(tabId: number): Promise<Answer> {
  return ask({ name: messageNames.panelWatch, tabId });
}

/** Panel: its page was loaded in this window. */
export function tellStarted(windowId: number): Promise<Answer> {
  return ask({ name: messageNames.panelStarted, windowId });
}

/** Panel: this window's own ticket again, instead of a popped-out one. */
export function showOwnTicket(windowId: number): Promise<Answer> {
  return ask({ name: messageNames.panelShowOwn, windowId });
}

/** Panel: how the page in this tab is built, for a report; undefined when it does not answer. */
export async function askDiagnostics(tabId: number): Promise<string | undefined> {
  const parsed = DiagnosticsAnswerSchema.safeParse(await reach({ name: messageNames.panelDiagnostics, tabId }));
  return parsed.success && parsed.data.ok ? parsed.data.text : undefined;
}

/** Options: the disclosure was read and agreed to; nothing leaves the browser before. */
export function giveConsent(): Promise<Answer> {
  return ask({ name: messageNames.giveConsent });
}

/** Options: registers this browser with the service. */
export function pair(request: { serviceOrigin: string; pairingCode: string; deviceName: string }): Promise<Answer> {
  return ask({ name: messageNames.pair, ...request });
}

/** Options: the service forgets this browser, and this browser its key. */
export function signOut(): Promise<Answer> {
  return ask({ name: messageNames.signOut });
}

/** Options, panel: asks the service again whether it is there and knows us. The result is `access` in the snapshot. */
export function checkService(): Promise<Answer> {
  return ask({ name: messageNames.checkService });
}

/** Pod: the coarse status of the ticket in its tab; undefined when the background does not answer. */
export async function askPodStatus(): Promise<PodAnswer | undefined> {
  const parsed = PodAnswerSchema.safeParse(await reach({ name: messageNames.podStatus }));
  return parsed.success ? parsed.data : undefined;
}

/** Pod: opens the panel beside this tab; in Firefox below the toolbar button. */
export function openPanel(): Promise<Answer> {
  return ask({ name: messageNames.podOpen });
}

/** Pod: its click has opened the panel of this window. */
export function tellOpened(windowId: number): Promise<Answer> {
  return ask({ name: messageNames.podOpened, windowId });
}

/** Options: reads tickets at this ConnectWise server too; the browser has allowed it before. */
export function addHost(origin: string): Promise<Answer> {
  return ask({ name: messageNames.addHost, origin });
}

/** Options: reads nothing more there, and gives the browser's permission back. */
export function removeHost(origin: string): Promise<Answer> {
  return ask({ name: messageNames.removeHost, origin });
}

/** Panel: the pods that were hidden for this session stand in the tickets again. */
export function showPods(): Promise<Answer> {
  return ask({ name: messageNames.podShow });
}

async function ask(message: { name: string; [field: string]: unknown }): Promise<Answer> {
  const parsed = AnswerSchema.safeParse(await reach(message));
  return parsed.success ? parsed.data : refused('no_answer');
}

async function reach(message: { name: string; [field: string]: unknown }): Promise<unknown> {
  try {
    return await browser.runtime.sendMessage(message);
  } catch {
    return undefined; // the background is gone or was replaced by an update
  }
}
