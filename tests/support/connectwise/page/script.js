/*
 * window.cw, what a script can do with the page:
 *   open(number, { staleMs, partMs })  switch the ticket: the banner at once, the fields (one pod, reused) `staleMs` later;
 *                                      with `partMs` the e-mail comes that much after the contact
 *   set({ company, contact, email })   values as the product sets them: the property only, no attribute, no event
 *   dialog({ contact, email }), closeDialog()   a floating window with fields of the same classes
 *   screen(name)        board | company | contact | calendar | project | time | new
 *   keepHidden(number)  another ticket in the document, not visible;  showBoth() makes all of them visible
 *   decorate(text)      what other extensions do: nodes appended to the banner
 *   dropCompanyPod()    the member's layout has no company pod
 *   churn(on)           dozens of mutations a second, as while it renders
 */
{
  const { tickets, staleMs: usualStaleMs } = JSON.parse(document.getElementById('cw-data').textContent);
  const main = document.getElementById('cw-main');
  const find = (number) => tickets.find((ticket) => ticket.number === String(number));
  const one = (selector, scope = main) => scope.querySelector(selector);
  let current = null;
  let late = [];
  let churning = 0;

  const put = (selector, value, scope) => {
    const field = one(selector, scope);
    if (field && value !== undefined) field.value = value;
  };
  const set = ({ company, contact, email }, scope) => {
    put('input.cw_company', company, scope);
    put('input.cw_contact', contact, scope);
    put('input.cw_emailAddress', email, scope);
  };
  const setText = (selector, text, scope) => {
    const element = one(selector, scope);
    if (element) element.textContent = text;
  };

  const fillRest = (ticket, scope) => {
    put('input.cw_PsaSummaryHeader', ticket.summary, scope);
    put('input.cw_board', ticket.board ?? 'Help Desk', scope);
    put('input.cw_status', ticket.status ?? 'In Progress', scope);
    put('input.cw_priority', 'Priority 3 - Normal', scope);
    put('.cw_contactPhoneCommunications input', ticket.phone ?? '', scope);
    setText('.pod_service_ticket_company_header > div', `Company: ${ticket.company}`, scope);
    setText('.TicketNote-basicName', ticket.contact || 'Unknown', scope);
    setText('.TicketNote-note p', ticket.note ?? ticket.summary, scope);
  };
  const setBanner = (ticket, scope) => {
    const label = one('.detailLabel', scope);
    const text = `Service Ticket #${ticket.number} - ${ticket.summary}`;
    if (label.firstChild) label.firstChild.nodeValue = text;
    else label.textContent = text;
    setText('.pod_service_ticket_ticket_header > div', `Ticket #${ticket.number}`, scope);
  };
  const stopLate = () => {
    for (const timer of late) clearTimeout(timer);
    late = [];
  };
  const after = (ms, run) => (ms > 0 ? late.push(setTimeout(run, ms)) : run());

  const open = (number, { staleMs = usualStaleMs, partMs = 0 } = {}) => {
    const ticket = find(number);
    if (!ticket) throw new Error(`no ticket ${number}`);
    stopLate();
    const reused = current?.kind === 'ticket';
    if (!reused) main.innerHTML = ticketScreen(ticket.number);
    current = { kind: 'ticket', number: ticket.number };
    setBanner(ticket);
    location.hash = `XQAACAD${ticket.number}??ServiceTicket`;
    after(reused ? staleMs : 0, () => {
      set(partMs ? { company: ticket.company, contact: ticket.contact } : ticket);
      fillRest(ticket);
      if (partMs) after(partMs, () => set({ email: ticket.email }));
    });
  };

  const screen = (name) => {
    stopLate();
    main.innerHTML = otherScreen(name, tickets);
    current = { kind: name };
    if (['company', 'contact', 'project', 'new'].includes(name)) set(name === 'new' ? {} : tickets[0]);
    location.hash = `XQAACAD${name}??${name}`;
  };

  const keepHidden = (number) => {
    const shell = document.createElement('div');
    shell.className = 'cw-kept';
    shell.style.display = 'none';
    shell.innerHTML = ticketScreen(number);
    main.prepend(shell);
    const ticket = find(number);
    setBanner(ticket, shell);
    set(ticket, shell);
    fillRest(ticket, shell);
  };

  const closeDialog = () => document.querySelectorAll('.cw-gxt-wnd').forEach((dialog) => dialog.remove());
  const dialog = (values = { company: 'Other Example', contact: 'Wrong Person', email: 'wrong@other.example' }) => {
    const box = document.createElement('div');
    box.className = 'cw-gxt-wnd';
    box.innerHTML = `<h2>Edit contact</h2>${banner('Service Ticket', 'Service Ticket #7654321 - Dialog')}<div class="pod_service_ticket_company">${companyFields}</div>`;
    document.body.append(box);
    set(values, box);
  };

  const decorate = (text = 'SLA: 2h') => {
    const extra = document.createElement('span');
    extra.className = 'other-extension';
    extra.textContent = text;
    one('.detailLabel').append(extra, ' #99 - ');
  };
  const churn = (on) => {
    clearInterval(churning);
    const noise = document.createElement('i');
    if (on) churning = setInterval(() => (noise.isConnected ? noise.remove() : main.append(noise)), 15);
  };

  window.cw = {
    open,
    set: (values) => set(values),
    screen,
    keepHidden,
    dialog,
    closeDialog,
    decorate,
    churn,
    showBoth: () => document.querySelectorAll('.cw-kept').forEach((kept) => kept.style.removeProperty('display')),
    dropCompanyPod: () => one('.pod_service_ticket_company').closest('.cw-pod').remove(),
    tickets,
  };

  document.addEventListener('click', (event) => {
    const from = event.target.closest('[data-screen], [data-ticket]');
    if (!from) return;
    event.preventDefault();
    if (from.dataset.ticket) open(from.dataset.ticket);
    else screen(from.dataset.screen);
  });

  const query = new URLSearchParams(location.search);
  const asked = query.get('recid') ?? query.get('service_recid');
  if (query.get('screen')) screen(query.get('screen'));
  else if (find(asked)) open(asked);
  else if (asked) screen('board');
  else open(tickets[0].number);
}
