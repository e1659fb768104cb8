/**
 * Everything that is known about ConnectWise's markup. Nothing of it is documented, so it is a list of dated claims, newest first.
 * When ConnectWise changes its page, one entry is added on top, with a folder of its own in tests/fixtures/connectwise. Never add
 * an obfuscated class (GMDB3DUB…, GE0S-T1C…) or an `x-auto-N` id: those change with every build.
 */
export type Generation = {
  id: string;
  /** The month in which somebody last saw it work. Builds and sources stand beside the entry, as words: the page needs neither. */
  lastKnown: `${number}-${number}`;
  selectors: Selectors;
};

export type Selectors = {
  banner: string;
  /** Other extensions append nodes to it: only its own first text counts. */
  bannerLabel: string;
  screenWord: string;
  screenRoot: string;
  ticketRoot: string;
  /** Pods that only a service ticket has. */
  ticketPods: string;
  /** The ticket pod's title, `Ticket #N`. */
  ticketTitle: string;
  companyPod: string;
  company: string;
  contact: string;
  email: string;
};

/** Build v2025_1, August 2026, several sources: dialogs with fields of their own, the buttons above a screen, and what holds a field and its label. */
export const selectors = { floatingWindow: '.cw-gxt-wnd', toolbar: '.mm_toolbarHolder', toolbarButton: '[class*="cw_ToolbarButton_"]', row: 'tr.pod-element-row' } as const;

const screen = {
  // Build v2025_1, August 2026, several sources.
  banner: '.cw_BannerView, .cw-main-banner',
  bannerLabel: '.detailLabel',
  ticketPods: '.pod_service_ticket_ticket, .pod_service_ticket_company',
  companyPod: '.pod_service_ticket_company',
  // The same build, one source.
  screenWord: '.navigationEntry',
  screenRoot: '.cw_PsaRootContainer',
  ticketRoot: '.ServiceTicket',
  ticketTitle: '.pod_service_ticket_ticket_header [id$="-label"]',
} as const;

const [byClass, byLabel]: [Generation, Generation] = [
  {
    // Build v2025_1, one good source.
    id: 'field-classes',
    lastKnown: '2026-08',
    selectors: { ...screen, company: 'input.cw_company', contact: 'input.cw_contact', email: 'input.cw_emailAddress' },
  },
  {
    // Builds v2020_1 to v2025_1, one good source. English only: what the labels say in other languages is unknown.
    id: 'row-labels',
    lastKnown: '2026-08',
    selectors: { ...screen, company: inRow('Company'), contact: inRow('Contact'), email: inRow('Email') },
  },
];

/** Newest first; there is always one. */
export const generations: readonly [Generation, ...Generation[]] = [byClass, byLabel];

/** What the banner and the screen word say on a service ticket, in the English UI (other languages' words are unknown). */
export const ticketWords = 'Service Ticket';

/** Titles that ConnectWise itself puts on the labels of fields; anything else in a title may be somebody's data. */
export const labelWords = ['Company', 'Contact', 'Email', 'Phone', 'Site', 'Address'] as const;

function inRow(label: string): string {
  return `${selectors.row}:has([title="${label}"]) input:not([type="hidden"], [type="checkbox"], [type="button"])`;
}
