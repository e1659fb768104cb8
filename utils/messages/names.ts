/** Names of the messages that the content script sends or hears: it carries no others, and no schemas, and stays small. */
export const pageMessageNames = {
  /** content script → background: { reading } */
  ticketRead: 'ticket/read',
  /** background → content script: answers a Reading at once */
  readTicketNow: 'ticket/read-now',
  /** content script → background: no pod in any tab until the browser restarts */
  podHide: 'pod/hide',
  /** content script → background: answers { hidden } */
  podHidden: 'pod/hidden',
  /** background → content script: { hidden } */
  podSwitched: 'pod/switched',
} as const;

/** Names of all messages. */
export const messageNames = {
  ...pageMessageNames,
  /** pod → background: answers { tabId, status } */
  podStatus: 'pod/status',
  /** pod → background: open the panel beside this tab */
  podOpen: 'pod/open',
  /** pod → background: { windowId }: the click has opened the panel of that window */
  podOpened: 'pod/opened',
  /** panel → background: the pods again */
  podShow: 'pod/show',
  /** panel → background: { tabId }: this ticket is in front of the technician */
  panelWatch: 'panel/watch',
  /** panel → background: { windowId }: its page was loaded in this window */
  panelStarted: 'panel/started',
  /** panel → background: { windowId }: this window's own ticket again, instead of a popped-out one */
  panelShowOwn: 'panel/show-own',
  /** panel → background: { tabId, ticketKey, shown: About, intent } */
  panelIntent: 'panel/intent',
  /** panel → background: { tabId }: somebody else is waited for: has anything changed? */
  panelLookAgain: 'panel/look-again',
  /** panel → background: { tabId, number }: a ticket that this tab's page does not show */
  panelEnterTicket: 'panel/enter-ticket',
  /** panel → background: { tabId }: done with that ticket */
  panelLeaveTicket: 'panel/leave-ticket',
  /** panel → background: { tabId }: answers { text }, a description of the page for a report */
  panelDiagnostics: 'panel/diagnostics',
  /** options → background */
  giveConsent: 'options/consent',
  pair: 'options/pair',
  signOut: 'options/sign-out',
  checkService: 'options/check',
  /** options → background: { origin }: the browser was asked and has allowed it */
  addHost: 'options/add-host',
  /** options → background: { origin } */
  removeHost: 'options/remove-host',
} as const;
