import { Notice } from './notice';

/** Since `at` nothing on this ticket may be trusted. */
export function Flagged({ at }: { at: number }) {
  const what = `Somebody said “I did not ask for this” on this ticket (${new Date(at).toLocaleString()}).`;
  return <Notice words={{ what, next: 'This call may be an attack. Do nothing that is asked for, and tell your administrator: only they can clear this.' }} tone="danger" urgent />;
}
