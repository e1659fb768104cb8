import { Notice, TroubleNotice } from '../parts/notice.tsx';
import type { RequestScene } from '../state/request-scene.ts';
import { sendingWords } from '../words/request-words.ts';

/** How far the answer got that is on its way. */
export function SendingNotice({ scene: { sending } }: { scene: RequestScene }) {
  if (!sending) return null;
  if (sending.step === 'retrying') {
    return (
      <Notice>
        <p><b>Your answer has not arrived yet.</b> Check your connection; it is tried again by itself while the time lasts.</p>
      </Notice>
    );
  }
  return <Notice tone="info"><p>{sending.step === 'signing' ? 'One moment' : sendingWords[sending.decision]} …</p></Notice>;
}

/** Why the last answer did not count. */
export function RefusalNotice({ scene: { refusal, request } }: { scene: RequestScene }) {
  if (!refusal) return null;
  if (refusal.code === 'not_confirmed') {
    return (
      <Notice tone="bad">
        <p><b>Nothing was sent: fingerprint, face or PIN was not confirmed.</b> Press Approve to try again.</p>
      </Notice>
    );
  }
  if (refusal.code === 'not_delivered') {
    return (
      <Notice tone="bad">
        <p><b>Your answer did not arrive in time.</b> Ask {request.terms.technician.name} for a new request.</p>
      </Notice>
    );
  }
  if (refusal.code === 'report_not_delivered') {
    return (
      <Notice tone="bad">
        <p><b>Your report did not arrive.</b> Check your connection and report it again, or call {request.terms.tenant.name} yourself.</p>
      </Notice>
    );
  }
  return <TroubleNotice trouble={refusal} />;
}
