import type { FakeTicket } from '../tickets.ts';
import { escapeHtml } from './parts.ts';

/** Where React draws the notes, inside a pod of the shell; empty until it does. */
export const notesIsland = '<div id="cw-manage-service_service_ticket_discussion"></div>';

/** A note that somebody wrote through the REST API. */
export type WrittenNote = { text: string; by: string; at: string };

/** Draws the notes of a ticket into its island, as React does: all nodes anew. `written`: internal ones beside the caller's own. */
export function drawNotes(scope: ParentNode, ticket: FakeTicket, written: readonly WrittenNote[] = []): void {
  const island = scope.querySelector('#cw-manage-service_service_ticket_discussion');
  if (island) island.innerHTML = notes(ticket, written);
}

function notes({ contact, note, summary }: FakeTicket, written: readonly WrittenNote[]): string {
  const rows = [...written.toReversed(), { by: contact || 'Unknown', at: 'Mon 1/5/2026 9:15 AM', text: note ?? summary }];
  return `<div data-cwid="pod_service_ticket_notes">
    <div class="TicketNote-bar"><div class="CwButton-wrap TicketNote-newNoteButton" data-cwid="btn_addnew">New Note</div>
    <table class="TicketNote-ticketNoteTable"><tr><td data-id="all" class="TicketNote-ticketNoteTabSelected">All ${rows.length}</td><td data-id="discussion">Discussion 1</td><td data-id="internal">Internal ${written.length}</td></tr></table></div>
    <div class="TicketNote-rowWrap">${rows.map(noteRow).join('')}</div></div>`;
}

function noteRow({ text, by, at }: WrittenNote): string {
  return `<div class="TicketNote-row"><span class="TicketNote-basicName">${escapeHtml(by)}</span><span class="TimeText-date">${escapeHtml(at)}</span>
    <div class="TicketNote-note"><label class="TicketNote-noteLabel"><p>${escapeHtml(text)}</p></label></div></div>`;
}
