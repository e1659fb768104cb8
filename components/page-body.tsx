import type { TabView } from '../utils/workflow/snapshot';
import { Button } from './button';
import { Notice } from './notice';
import { addressWords, fieldNames, missingWords, type Words } from './words';

type PageBodyProps = {
  view: TabView;
  /** Under another message, so only what needs doing. */
  beside?: boolean;
  /** What the browser does not let us read: perhaps this very page. */
  withdrawn?: Words | undefined;
  onOpenOptions?: () => void;
};

/** What the page lacks, and what to do about it. */
export function PageBody({ view, beside, withdrawn, onOpenOptions }: PageBodyProps) {
  if (view.kind === 'unknown' && withdrawn) return <MayNotRead words={withdrawn} onOpenOptions={onOpenOptions} />;
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

function MayNotRead({ words, onOpenOptions }: { words: Words; onOpenOptions?: (() => void) | undefined }) {
  return (
    <Notice words={words} urgent>
      <div class="actions">
        <Button kind="primary" onPress={onOpenOptions}>
          Open settings
        </Button>
      </div>
    </Notice>
  );
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
      {reload && <p class="hint">Is a ticket already open here? Then reload its page. Is it on a server of your own? Then add its address in the settings.</p>}
    </>
  );
}
