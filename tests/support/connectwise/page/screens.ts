import type { FakeTicket } from '../tickets.ts';
import type { ScreenName } from './api.ts';
import type { Build } from './builds.ts';
import { notesIsland } from './notes.ts';
import { combo, escapeHtml, fields, input, pod, root, row, whoFields } from './parts.ts';

/** What a screen needs to be drawn. `hostedUrl` is the page of another company in a hosted pod; without it there is no frame. */
export type Scene = { build: Build; tickets: readonly FakeTicket[]; hostedUrl?: string };

/** A whole ticket screen without values. */
export function ticketScreen({ build, hostedUrl }: Scene, number: string): string {
  const left = [
    pod(build, 'pod_service_ticket_ticket', `Ticket #${number}`, ticketFacts(build)),
    pod(build, 'pod_service_ticket_company', 'Company', whoFields(build)),
    pod(build, 'pod_hosted_3', 'Documentation', hostedUrl ? `<iframe title="hosted pod" class="cw-hosted" src="${escapeHtml(hostedUrl)}"></iframe>` : ''),
  ];
  const right = [
    pod(build, 'pod_service_ticket_discussion', 'Notes', notesIsland),
    pod(build, 'pod_service_ticket_resources', 'Resources', list(['Member', 'Status', 'Hours'], [['Alex Tech', 'Assigned', '0.25']])),
    pod(build, 'pod_service_ticket_tasks', 'Tasks', list(['Done', 'Task', 'Due'], [['\u2610', 'Call back', 'Today'], ['\u2610', 'Document what was done', 'Today']])),
  ];
  return root(build, 'ServiceTicket', { word: 'Service Ticket', title: `Service Ticket #${number}` }, [left.join(''), right.join('')]);
}

function ticketFacts(build: Build): string {
  const rows = ['Board', 'Status', 'Type', 'Priority'].map((label) => row(build, label, combo(build, `cw_${label.toLowerCase()}`)));
  return `${input(build, 'cw_CwTextField cw_PsaSummaryHeader')}
    <table class="cw_CwHorizontalPanel"><tr><td><div class="gwt-HTML mm_label cw_CwHTML">Age: 0d 2h 11m</div></td><td><div class="gwt-HTML mm_label cw_CwHTML">SLA: Respond in 49m</div></td></tr></table>${fields(rows)}`;
}

/** One of the other screens: its own title in the same banner, lookalike fields without values. */
export function otherScreen(scene: Scene, name: ScreenName): string {
  return screens[name](scene.build, scene.tickets);
}

const screens: Record<ScreenName, (build: Build, tickets: readonly FakeTicket[]) => string> = {
  board: (build, tickets) => root(build, 'ServiceBoard', { word: 'Service Board', title: 'Service Board List' }, [grid(build, tickets)]),
  new: (build) => {
    const left = pod(build, 'pod_service_ticket_ticket', 'New Ticket', ticketFacts(build)) + pod(build, 'pod_service_ticket_company', 'Company', whoFields(build));
    return root(build, 'ServiceTicket', { word: 'Service Ticket', title: 'New Service Ticket' }, [left, '']);
  },
  company: (build, [first]) => record(build, 'Company', `Company: ${first!.company}`, ['pod_company_company', 'pod_company_contacts']),
  contact: (build, [first]) => record(build, 'Contact', `Contact: ${first!.contact}`, ['pod_contact_contact', 'pod_contact_tickets']),
  calendar: (build, tickets) => root(build, 'Calendar', { word: 'Calendar', title: 'My Calendar' }, [week(tickets)]),
  project: (build, [first]) => {
    const left = pod(build, 'pod_project_ticket_ticket', `Ticket #${first!.number}`, ticketFacts(build)) + pod(build, 'pod_project_ticket_company', 'Company', whoFields(build));
    return root(build, 'ProjectTicket', { word: 'Project Ticket', title: `Project Ticket #${first!.number} - Roll-out` }, [left, pod(build, 'pod_project_ticket_discussion', 'Notes', notesIsland)]);
  },
  // The ticket it is about stands in its banner: only its address and the screen word say that it is something else.
  time: (build, [first]) => {
    const rows = [row(build, 'Charge to', combo(build, 'cw_chargeTo')), row(build, 'Hours', input(build, 'cw_hours'))];
    const head = { word: 'Time Entry', title: `Service Ticket #${first!.number} - ${first!.summary}` };
    return root(build, 'TimeEntry', head, [pod(build, 'pod_time_entry', 'Time', fields(rows)) + pod(build, 'pod_time_company', 'Company', whoFields(build)), '']);
  },
};

function record(build: Build, word: 'Company' | 'Contact', title: string, [pods, more]: [string, string]): string {
  const overview = list(['Type', 'Owner'], [['Customer', 'Alex Tech']]);
  return root(build, word, { word, title }, [pod(build, pods, word, whoFields(build)), pod(build, more, 'Overview', overview)]);
}

function list(head: string[], rows: string[][]): string {
  const line = (cells: string[], tag: 'th' | 'td') => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table class="cw-list">${line(head, 'th')}${rows.map((cells) => line(cells, 'td')).join('')}</table>`;
}

function grid(build: Build, tickets: readonly FakeTicket[]): string {
  const rows = tickets.map(({ number, status, summary, company, contact }) => {
    const cells = [status ?? 'In Progress', summary, company, contact].map((text) => `<td>${escapeHtml(text)}</td>`).join('');
    return `<tr class="cw-ml-row ${build.prefix}RLI"><td><a class="multilineClickable" href="#" data-ticket="${number}">${number}</a></td>${cells}</tr>`;
  });
  return `<table class="srboard-grid"><thead><tr><th>Ticket #</th><th>Status</th><th>Summary</th><th>Company</th><th>Contact</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function week(tickets: readonly FakeTicket[]): string {
  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map((day, index) => {
    const ticket = tickets[index];
    const entry = ticket ? `<div class="cw-entry">9:00 Service Ticket #${ticket.number} - ${escapeHtml(ticket.summary)}</div>` : '';
    return `<td><h3>${day}</h3>${entry}</td>`;
  });
  return `<table class="cw-week"><tr>${days.join('')}</tr></table>`;
}
