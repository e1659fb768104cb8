/**
 * Everything that is known about ConnectWise's markup. Nothing of it is documented, so each line is a dated claim: when it last
 * worked, in which build, and how sure that is. Never add an obfuscated class (GMDB3DUB…, GE0S-T1C…) or an `x-auto-N` id:
 * those change with every build.
 */
export const selectors = {
  /** Build v2025_1, August 2026, several sources. Other extensions append nodes to the label. */
  banner: '.cw_BannerView, .cw-main-banner',
  bannerLabel: '.detailLabel',
  /** Build v2025_1, August 2026, one source. */
  screenWord: '.navigationEntry',
  screenRoot: '.cw_PsaRootContainer',
  ticketRoot: '.ServiceTicket',
  /** Build v2025_1, August 2026, several sources. */
  ticketPods: '.pod_service_ticket_ticket, .pod_service_ticket_company',
  companyPod: '.pod_service_ticket_company',
  floatingWindow: '.cw-gxt-wnd',
  company: 'input.cw_company',
  toolbar: '.mm_toolbarHolder',
  toolbarButton: '[class*="cw_ToolbarButton_"]',
  /** Build v2025_1, August 2026, one source. */
  contact: 'input.cw_contact',
  email: 'input.cw_emailAddress',
} as const;

/** What the banner and the screen word say on a service ticket, in the English UI (other languages' words are unknown). */
export const ticketWords = 'Service Ticket';
