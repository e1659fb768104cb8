import type { FakeTicket } from '../tickets.ts';
import { escapeHtml } from './parts.ts';

/** Where React draws the notes, inside a pod of the shell; empty until it does. */
export const notesIsland = '<div id="cw-manage-service_service_ticket_discussion"></div>';

/** Draws the notes of a ticket into its island, as React does: all nodes anew. */
export function drawNotes(scope: ParentNode, ticket: FakeTicket): void {
  const island = scope.querySelector('#cw-manage-service_service_ticket_discussion');
  if (island) island.innerHTML = notes(ticket);
}

function notes({ contact, note, summary }: FakeTicket): string {
  return `<div data-cwid="pod_service_ticket_notes">
    <div class="TicketNote-bar"><div class="CwButton-wrap TicketNote-newNoteButton" data-cwid="btn_addnew">New Note</div>
    <table class="TicketNote-ticketNoteTable"><tr><td data-id="all" class="TicketNote-ticketNoteTabSelected">All 1</td><td data-id="discussion">Discussion 1</td><td data-id="internal">Internal 0</td></tr></table></div>
    <div class="TicketNote-rowWrap"><div class="TicketNote-row"><span class="TicketNote-basicName">${escapeHtml(contact || 'Unknown')}</span><span class="TimeText-date">Mon 1/5/2026 9:15 AM</span>
    <div class="TicketNote-note"><label class="TicketNote-noteLabel"><p>${escapeHtml(note ?? summary)}</p></label></div></div></div></div>`;
}
