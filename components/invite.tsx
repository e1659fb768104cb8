import type { Invitation } from '../utils/workflow/state';
import { Button } from './button';
import type { BodyProps } from './flow-body';
import { Notice, TroubleLine } from './notice';

/** After a success: the account may be invited to the phone app. */
export function Invite({ flow: { received, invitation }, emit, waiting }: BodyProps<'ended'>) {
  if (!received.verification.canInvite) return null;
  const sending = invitation?.state === 'sending';
  return (
    <div class="invite">
      <div role="status">{invitation && <Outcome invitation={invitation} />}</div>
      {invitation?.state !== 'sent' && (
        <Button waiting={waiting || sending} busy={sending} onPress={() => emit({ name: 'invite' })}>
          Invite to the phone app
        </Button>
      )}
    </div>
  );
}

function Outcome({ invitation }: { invitation: Invitation }) {
  switch (invitation.state) {
    case 'sending':
      return null;
    case 'sent':
      return <Sent linkTo={invitation.invited.linkTo} codeTo={invitation.invited.codeTo} />;
    case 'lost':
      return <Notice words={{ what: 'The link may have been sent.', next: 'Ask whether it arrived; otherwise invite again.' }} />;
    case 'refused':
      return <TroubleLine trouble={invitation.trouble} />;
  }
}

function Sent({ linkTo, codeTo }: { linkTo: string; codeTo: string }) {
  return (
    <p>
      Link sent to <span class="destination">{linkTo}</span>, the code goes to <span class="destination">{codeTo}</span> when they open it.
    </p>
  );
}
