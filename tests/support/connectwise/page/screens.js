/* The markup of the screens: structure and class names as public code that reads the live product implies them. */
const escapeHtml = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

const row = (label, field) =>
  `<tr class="pod-element-row"><td class="mm_podElementLabel"><div class="gwt-Label mm_label GMDB3DUBNLI" title="${label}">${label}</div></td><td>${field}</td></tr>`;
const input = (classes) => `<input type="text" autocomplete="off" class="GMDB3DUBKVH ${classes}">`;
const combo = (classes) => `<div class="mm_comboBox">${input(classes)}<span class="mm_arrow">&#9662;</span></div>`;
const banner = (word, title) =>
  `<div class="cw-main-banner cw_BannerView"><table><tr><td><div class="gwt-Label mm_label navigationEntry cw_CwLabel">${escapeHtml(word)}</div></td></tr></table>
   <span><div class="gwt-Label mm_label GMDB3DUBDDL detailLabel cw_CwLabel">${escapeHtml(title)}</div></span></div>`;
const toolbar = `<div class="mm_toolbarHolder">${['Save', 'SaveAndClose', 'New', 'Refresh', 'Delete']
  .map((name, i) => `<div class="cw_ToolbarButton_${name}" style="left:${12 + i * 92}px"><div class="mm_button" tabindex="0">${name.replace('SaveAndClose', 'Save &amp; Close')}</div></div>`)
  .join('')}</div>`;
const pod = (name, title, body) =>
  `<div class="cw-pod"><div id="x-auto-${name}" class="mm_podHeader ${name}_header"><div id="x-auto-${name}-label">${escapeHtml(title)}</div></div><div class="${name} cw-pod-body">${body}</div></div>`;

const companyFields = `<table><tbody>${row('Company', combo('cw_company'))}${row('Contact', combo('cw_contact'))}${row(
  'Phone',
  `<div class="cw_contactPhoneCommunications">${input('')}${input('')}</div>`,
)}${row('Email', input('cw_emailAddress'))}</tbody></table>`;

/** A whole ticket screen without values. */
function ticketScreen(number) {
  const facts = `<table><tbody>${row('Board', combo('cw_board'))}${row('Status', combo('cw_status'))}${row('Priority', combo('cw_priority'))}</tbody></table>`;
  const ticketBody = `${input('cw_CwTextField cw_PsaSummaryHeader')}<div class="gwt-HTML mm_label cw_CwHTML">Age: 0d 2h 11m</div>${facts}`;
  const notes = `<div data-cwid="pod_service_ticket_notes"><div class="CwButton-wrap TicketNote-newNoteButton" data-cwid="btn_addnew">New Note</div>
    <table class="TicketNote-ticketNoteTable"><tr><td data-id="all" class="TicketNote-ticketNoteTabSelected">All 1</td></tr></table>
    <div class="TicketNote-rowWrap"><div class="TicketNote-row"><span class="TicketNote-basicName"></span><span class="TimeText-date">Mon 1/5/2026 9:15 AM</span>
    <div class="TicketNote-note"><label class="TicketNote-noteLabel"><p></p></label></div></div></div></div>`;
  return `<div class="GMDB3DUBPJH ServiceTicket cw_PsaRootContainer">${banner('Service Ticket', `Service Ticket #${number}`)}${toolbar}
    <div class="mm_portletSpacing cw-columns"><div>${pod('pod_service_ticket_ticket', `Ticket #${number}`, ticketBody)}${pod('pod_service_ticket_company', 'Company', companyFields)}
    ${pod('pod_hosted_3', 'Documentation', '<div class="cw-hosted">No documents</div>')}</div>
    <div>${pod('pod_service_ticket_discussion', 'Discussion', notes)}</div></div></div>`;
}

const record = (kind, word, title, body) =>
  `<div class="GMDB3DUBPJH ${kind} cw_PsaRootContainer">${banner(word, title)}${toolbar}<div class="cw-columns"><div>${body}</div></div></div>`;

/** Other screens with their own title in the same banner, and lookalike fields. */
function otherScreen(name, tickets) {
  const first = tickets[0];
  const rows = tickets
    .map((t) => `<tr class="cw-ml-row"><td><a class="multilineClickable" href="#" data-ticket="${t.number}">${t.number}</a></td><td>${escapeHtml(t.summary)}</td><td>${escapeHtml(t.company)}</td><td>${escapeHtml(t.contact)}</td></tr>`)
    .join('');
  const screens = {
    board: () => record('ServiceBoard', 'Service Board', 'Service Board List', `<table class="srboard-grid"><tbody>${rows}</tbody></table>`),
    company: () => record('Company', 'Company', `Company: ${first.company}`, pod('pod_company_company', 'Company', companyFields)),
    contact: () => record('Contact', 'Contact', `Contact: ${first.contact}`, pod('pod_contact_contact', 'Contact', companyFields)),
    calendar: () => record('Calendar', 'Calendar', 'My Calendar', '<p>Monday 9:00 Service Ticket #1234567</p>'),
    project: () => record('ProjectTicket', 'Project Ticket', `Project Ticket #${first.number} - Roll-out`, pod('pod_project_ticket_company', 'Company', companyFields)),
    time: () => record('TimeEntry', 'Time Entry', `Service Ticket #${first.number} - ${first.summary}`, '<p>Time entry</p>'),
    new: () => record('ServiceTicket', 'Service Ticket', 'New Service Ticket', pod('pod_service_ticket_company', 'Company', companyFields)),
  };
  return (screens[name] ?? screens.board)();
}
