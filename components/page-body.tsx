import type { TabView } from '../utils/workflow/snapshot';
import { addressWords, fieldNames, missingWords } from './words';

/** What the page lacks, and what to do about it. `beside`: under another message, so only what needs doing. */
export function PageBody({ view, beside }: { view: TabView; beside?: boolean }) {
  switch (view.kind) {
    case 'incomplete':
      return (
        <>
          <ul class="missing">
            {view.missing.map(({ field, problem }) => (
              <li key={field}>
                <b>{fieldNames[field]}</b> {missingWords[problem]}
              </li>
            ))}
          </ul>
          <SendingIsOff />
        </>
      );
    case 'bad_address':
      return (
        <>
          <p>{beside ? `${addressWords[view.problem].what} ${addressWords[view.problem].next}` : addressWords[view.problem].next}</p>
          <SendingIsOff />
        </>
      );
    case 'unknown':
    case 'not_ticket':
      return beside ? null : <WhatItNeeds reload={view.kind === 'unknown'} />;
    default:
      return null;
  }
}

function SendingIsOff() {
  return <p class="hint">Sending is off until this is corrected.</p>;
}

function WhatItNeeds({ reload }: { reload: boolean }) {
  return (
    <>
      <p>Open one service ticket in ConnectWise that has:</p>
      <ul class="needs">
        <li>a company</li>
        <li>a contact</li>
        <li>the contact's e-mail address</li>
      </ul>
      {reload && <p class="hint">Is a ticket already open here? Then reload its page.</p>}
    </>
  );
}
