import { isUnread } from '../utils/workflow/in-front';
import type { TabView } from '../utils/workflow/snapshot';
import { EnterTicket } from './ask-form';
import { Button } from './button';
import { Diagnostics, type CopyDiagnostics } from './diagnostics';
import { Notice } from './notice';
import { isWithoutPod, mayHaveDrifted } from './scene';
import { addressWords, fieldNames, missingWords, noPodWords, screenWords, type Words } from './words';

type PageBodyProps = {
  view: TabView;
  onDiagnostics: CopyDiagnostics | undefined;
  /** Under another message, so only what needs doing. */
  beside?: boolean;
  /** What the browser does not let us read: perhaps this very page. */
  withdrawn?: Words | undefined;
  onOpenOptions?: () => void;
  /** Given where a ticket's number may be typed instead. */
  onEnterTicket?: ((number: string) => unknown) | undefined;
};

/** What the page lacks, and what to do about it; where no ticket can be read, its number is enough. */
export function PageBody({ onEnterTicket, ...props }: PageBodyProps) {
  const { view, beside } = props;
  return (
    <>
      <Lacks {...props} />
      {onEnterTicket && !beside && isUnread(view) && <EnterTicket first={view.kind === 'incomplete' ? view.number : undefined} onAnswer={onEnterTicket} />}
    </>
  );
}

function Lacks({ view, onDiagnostics, beside, withdrawn, onOpenOptions }: PageBodyProps) {
  if (view.kind === 'unknown' && withdrawn) return <MayNotRead words={withdrawn} onOpenOptions={onOpenOptions} />;
  const diagnostics = onDiagnostics && !beside && mayHaveDrifted(view) && <Diagnostics asked={view.kind === 'incomplete'} onCopy={onDiagnostics} />;
  switch (view.kind) {
    case 'incomplete':
      return (
        <>
          {isWithoutPod(view) ? <p>{noPodWords.next}</p> : <Missing missing={view.missing} />}
          <SendingIsOff />
          {diagnostics}
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
      return beside ? null : <WhatItNeeds words={screenWords.no_banner.next} hint="Is a ticket already open here? Then reload its page. Is it on a server of your own? Then add its address in the settings." />;
    case 'not_ticket':
      return beside ? null : (
        <>
          {view.why === 'no_banner' || view.why === 'other_screen' ? <WhatItNeeds words={screenWords[view.why].next} /> : <p>{screenWords[view.why].next}</p>}
          {diagnostics}
        </>
      );
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

function Missing({ missing }: Pick<Extract<TabView, { kind: 'incomplete' }>, 'missing'>) {
  return (
    <ul class="missing">
      {missing.map(({ field, problem }) => (
        <li key={field}>
          <b>{fieldNames[field]}</b> {missingWords[problem]}
        </li>
      ))}
    </ul>
  );
}

function SendingIsOff() {
  return <p class="hint">Sending is off until this is corrected.</p>;
}

function WhatItNeeds({ words, hint }: { words: string; hint?: string }) {
  return (
    <>
      <p>{words}</p>
      <ul class="needs">
        <li>a company</li>
        <li>a contact</li>
        <li>the contact's e-mail address</li>
      </ul>
      {hint && <p class="hint">{hint}</p>}
    </>
  );
}
