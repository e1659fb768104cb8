import type { Invitation } from '#contract/phone';
import { codesPerInvitation } from '#contract/numbers';
import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { TroubleNotice } from '../parts/notice.tsx';
import type { Join } from '../state/join.ts';
import { CodeForm } from './code-form.tsx';
import { HomeScreenFirst } from './home-screen-first.tsx';

export type JoinProps = {
  join: Join;
  now: number;
  phoneName: string;
  /** On an iPhone outside the Home Screen: what to copy for the app there. */
  linkForHomeScreen: string | undefined;
  onOpen(): void;
  onSendCode(): void;
  onHasCode(): void;
  onAdd(code: string, phoneName: string): void;
  onLeave(): void;
};

/** Adding this phone: whose help desk it is, then the code and a name. */
export function JoinScreen(props: JoinProps) {
  const { join, linkForHomeScreen } = props;
  const [stays, setStays] = useState(false);
  switch (join.step) {
    case 'opening': return <Heading screen="join opening">Opening your invitation</Heading>;
    case 'closed': return <Closed {...props} trouble={join.trouble} />;
    case 'invited':
      if (linkForHomeScreen !== undefined && !stays) return <HomeScreenFirst tenant={join.invitation.value.tenant} link={linkForHomeScreen} onStay={() => setStays(true)} />;
      return <Invited {...props} join={join} />;
    case 'code': return <CodeForm {...props} join={join} />;
    case 'added': return null;
  }
}

function Closed({ trouble, onOpen, onLeave }: JoinProps & { trouble: Extract<Join, { step: 'closed' }>['trouble'] }) {
  return (
    <>
      <Heading screen="join closed">This phone was not added</Heading>
      <TroubleNotice trouble={trouble} />
      <div class="answers">
        <Button kind="primary" onPress={onOpen}>Try again</Button>
        <Button onPress={onLeave}>Give up</Button>
      </div>
    </>
  );
}

function Invited({ join, onSendCode, onHasCode, onLeave }: JoinProps & { join: Extract<Join, { step: 'invited' }> }) {
  const invitation: Invitation = join.invitation.value;
  return (
    <>
      <Heading screen="join invited">Add this phone for {invitation.tenant}</Heading>
      <p>{invitation.tenant} will then ask here whether it is you, before they change anything for you.</p>
      <p>First, a code goes to <b>{invitation.codeTo}</b>. Go on only if you expected this invitation.</p>
      <TroubleNotice trouble={join.trouble} />
      <div class="answers">
        <Button kind="primary" busy={join.busy} onPress={onSendCode}>Send me the code</Button>
        {invitation.codesLeft < codesPerInvitation && <Button busy={join.busy} onPress={onHasCode}>I have a code</Button>}
        <Button kind="quiet" onPress={onLeave}>Not now</Button>
      </div>
    </>
  );
}
