import { situationOf } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import { deliveryWords, reasonWords, triedAgain } from './delivery-words';
import { actionNames, methodOf } from './words';

/** Where the message went and how far it got, for whom, and for what. */
export function Delivery({ verification }: { verification: Verification }) {
  const { contact, delivery, destination, action, sendNumber } = verification;
  const wasAnswered = verification.answeredAt !== null;
  return (
    <div class={`delivery ${wasAnswered ? 'delivered' : delivery.state}`}>
      <p>
        {methodOf(verification)} to <b class="destination">
          <bdi>{destination}</bdi>
        </b>
        {sendNumber > 1 && `, code no. ${sendNumber}; earlier ones are dead`}
      </p>
      <p>
        Account: <bdi>{contact}</bdi>
      </p>
      <p class="state" role="status">
        {wasAnswered ? 'The phone has answered' : stateWords(verification)}
      </p>
      {situationOf(verification).awaitsPhone && delivery.state === 'handed_over' && <p>Nothing on the phone? Ask the caller to open the app.</p>}
      {action && <p>Asked for: {actionNames[action]}</p>}
    </div>
  );
}

function stateWords({ delivery: { state, reason }, method }: Verification): string {
  const words = deliveryWords(state, method);
  if (reason === 'busy') return `${words}. ${triedAgain(method)}`;
  return reason && state === 'maybe_sent' ? `${words} ${reasonWords[reason].what} ${reasonWords[reason].next}` : words;
}
