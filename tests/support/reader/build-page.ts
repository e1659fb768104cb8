import type { Look } from './looks';
import type { FieldName, Instance, Page, Screen } from './model';

/** The stage is as large as all that stands on it; only `auto` is small and scrolls. */
const stages: Record<Page['stage'], string> = {
  hidden: 'position:relative;width:1600px;height:2400px;overflow:hidden',
  auto: 'position:relative;width:800px;height:300px;overflow:auto',
  visible: 'position:relative',
};
/** What overflows the last row stays within the pod. */
const end = '<p style="height:40px;margin:0"></p>';
const classes: Record<FieldName, string> = { company: 'cw_company', contact: 'cw_contact', email: 'cw_emailAddress' };
const labels: Record<FieldName, string> = { company: 'Company', contact: 'Contact', email: 'Email' };
const roots: Record<Screen['kind'], string> = { ticket: 'ServiceTicket', unsaved: 'ServiceTicket', company: 'Company', project: 'ProjectTicket', 'company named like a ticket': 'Company' };
const words: Record<Screen['kind'], string> = { ticket: 'Service Ticket', unsaved: 'Service Ticket', company: 'Company', project: 'Project Ticket', 'company named like a ticket': 'Company' };

/** Puts the page into a document, its values as the product sets them: the property, never the attribute. */
export function buildPage(document: Document, page: Page): void {
  const values: string[] = [];
  const screens = page.screens.map((screen) => markupOf(screen, values)).join('');
  const dialogs = page.dialogs.map((screen) => `<div class="cw-gxt-wnd">${markupOf({ ...screen, look: { outer: '', seen: true } }, values)}</div>`).join('');
  document.body.innerHTML = `<div style="${stages[page.stage]}">${screens}</div>${dialogs}`;
  document.querySelectorAll('input').forEach((input, index) => {
    input.value = values[index] ?? '';
  });
  for (const box of document.querySelectorAll('[data-scrolled]')) box.scrollTop = 9999;
}

function markupOf(screen: Screen, values: string[]): string {
  const { kind } = screen;
  const hasPods = kind !== 'company' && kind !== 'project';
  const pods = hasPods ? podsOf(screen, values) : `<div class="pod_company_company">${rowsOf(screen, values)}</div>`;
  // A company that is named like a ticket is told by the rest of its screen, so that is always there.
  const named = kind === 'company named like a ticket';
  const root = screen.rooted || named ? `class="cw_PsaRootContainer ${roots[kind]}"` : '';
  const word = screen.word || named ? `<div class="navigationEntry">${words[kind]}</div>` : '';
  const banner = `<div class="cw_BannerView">${word}<div class="detailLabel" style="max-width:700px;overflow:hidden;white-space:nowrap">${bannerOf(screen)}</div></div>`;
  return looking(screen.look, `<div ${root}>${banner}${hasPods ? titleOf(screen) : ''}${pods}${screen.hosted ? hostedPod(values) : ''}</div>`);
}

function bannerOf({ kind, number, summary, decorated }: Screen): string {
  const text: Record<Screen['kind'], string> = {
    ticket: `Service Ticket #${number}${summary && ` - ${summary}`}`,
    unsaved: summary.length % 2 ? 'New Service Ticket' : 'Service Ticket',
    company: `Company: ${summary}`,
    project: `Project Ticket #${number} - ${summary}`,
    'company named like a ticket': `Service Ticket #${number} - ${summary}`,
  };
  const shown = escape(text[kind]);
  return decorated ? `<b>Service Ticket #666 - x</b>${shown}<span>#99</span> #98 - SLA` : shown;
}

function titleOf({ title, number }: Screen): string {
  if (title === 'none') return '';
  const label = `<div id="x-auto-1-label">Ticket #${title === 'same' ? number : 4242}</div>`;
  return `<div id="x-auto-1" class="pod_service_ticket_ticket_header"${title === 'other, out of sight' ? ' hidden' : ''}>${label}</div>`;
}

function podsOf(screen: Screen, values: string[]): string {
  const pod = (style: string) => `<div class="pod_service_ticket_company" style="${style}">${rowsOf(screen, values)}${end}</div>`;
  if (screen.pod === 'none') return '<div class="pod_service_ticket_ticket">-</div>';
  return screen.pod === 'two' ? pod('') + pod('') : pod(screen.pod === 'one' ? '' : 'visibility:hidden');
}

function rowsOf({ order, fields }: Screen, values: string[]): string {
  return order.map((name) => fields[name].map((instance) => rowOf(name, instance, values)).join('')).join('');
}

function rowOf(name: FieldName, { marked, value, look }: Instance, values: string[]): string {
  values.push(value.text);
  const input = looking(look, `<input class="${marked === 'label' ? '' : classes[name]}">`);
  if (marked === 'class') return `<div>${input}</div>`; // tables take long to lay out
  return `<table><tr class="pod-element-row"><td class="mm_podElementLabel"><div title="${labels[name]}">${labels[name]}</div></td><td>${input}</td></tr></table>`;
}

/** Another vendor's pod with fields of the same names: never part of a ticket. */
function hostedPod(values: string[]): string {
  values.push('Mallory', 'mallory@evil.example');
  return '<div class="pod_hosted_3"><input class="cw_contact"><input class="cw_emailAddress"></div>';
}

function looking({ outer, inner, attribute, scrolled, cover }: Look, content: string): string {
  const covered = cover ? `${content}<div style="position:absolute;inset:0;background:#fff;z-index:9"></div>` : content;
  const within = inner === undefined ? covered : `<div style="${inner}">${covered}</div>`;
  // Something to scroll past, so that the end is elsewhere than the beginning.
  const more = scrolled ? `${within}<p style="height:300px">` : within;
  return outer === '' && !attribute ? within : `<div style="${outer}" ${attribute ?? ''} ${scrolled ? 'data-scrolled' : ''}>${more}</div>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
