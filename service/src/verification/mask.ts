import type { Method } from '#contract/words';

/** A destination as a technician may see it: `j•••@a•••.example`, `•••• 0199`. */
export function maskDestination(method: Method, destination: string): string {
  return method === 'sms' ? `•••• ${destination.slice(-4)}` : maskEmail(destination);
}

function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  const [top = '', ...rest] = domain.split('.').reverse();
  const host = rest.length > 0 ? `${firstOf(domain)}•••.${top}` : `${firstOf(domain)}•••`;
  return `${firstOf(local)}•••@${host}`;
}

function firstOf(text: string): string {
  return [...text][0] ?? '';
}
