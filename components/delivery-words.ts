import type { DeliveryReason, DeliveryState, Method } from '#contract/words';
import type { Words } from './words';

/** What a technician reads about a message on its way. */

const messageNames: Record<Method, string> = { push: 'push', sms: 'text message', email: 'e-mail' };

export const reasonWords: Record<DeliveryReason, Words> = {
  unreachable: { what: 'The mail server, SMS provider or push service could not be reached.', next: 'Tell your administrator.' },
  provider_refused_us: { what: "The provider refused your service's sign-in or sender.", next: 'Tell your administrator.' },
  address_refused: { what: 'The mail server does not accept this address.', next: 'Check the address on the account.' },
  not_a_mobile: { what: 'The number on the account cannot receive text messages.', next: 'Ask your administrator to correct it.' },
  opted_out: { what: 'The person has replied STOP to your messages.', next: 'They can reply START to receive them again.' },
  country_not_allowed: { what: "The SMS provider does not send to this number's country for you.", next: 'Ask your administrator to allow the country at the provider.' },
  handset_unreachable: { what: 'The phone could not be reached; it may be switched off.', next: 'Ask the caller to switch it on. Cancel and send again.' },
  unknown_number: { what: 'The carrier does not know the number on the account.', next: 'Ask your administrator to correct it.' },
  landline: { what: 'The number on the account is a landline, or its carrier takes no text messages.', next: 'Ask your administrator for a mobile number.' },
  filtered: { what: 'The carrier took the message for spam and held it back.', next: 'Tell your administrator.' },
  sender_not_registered: { what: "The carrier takes nothing from your service's sender: it is not registered.", next: 'Tell your administrator to register it at the SMS provider.' },
  not_delivered: { what: 'The provider reports that the message did not arrive, and not why.', next: 'Tell your administrator if it happens again.' },
  destination_changed: { what: 'The address or number on the account was changed after SEND, so nothing was sent.', next: 'Perhaps whoever is calling had it changed. Use another method.' },
  subscription_gone: { what: 'No phone of this account takes notifications any more.', next: 'They can turn them on in the app. Use another method now.' },
  refused: { what: 'The provider refused the message.', next: 'Tell your administrator if it happens again.' },
  busy: { what: 'The provider was too busy until the time was over. Nothing was sent, and nothing will be.', next: 'Cancel and send again.' },
  timeout: { what: 'The provider did not answer in time.', next: 'Ask the caller whether it arrived; otherwise send again.' },
  provider_error: { what: 'The provider failed while it had the message.', next: 'Ask the caller whether it arrived; otherwise send again.' },
  interrupted: { what: 'The service stopped while it was sending.', next: 'Ask the caller whether it arrived; otherwise send again.' },
};

/** While a message that was refused for now waits for another attempt. */
export const busyTitle = 'The provider is busy';

export function triedAgain(method: Method): string {
  return `The provider has not taken it yet. It is tried again by itself${method === 'push' ? '' : ', with the same code'}. CANCEL to use another method.`;
}

export const maybeNotSent = 'It may not have been sent.';

/** What a push gets to know of its way: the push service never confirms arrival, only the phone does. */
const ownWords: Record<Method, Partial<Record<DeliveryState, string>>> = {
  push: { handed_over: 'Handed to the push service. Arrival not confirmed', delivered: 'The phone has it' },
  sms: {},
  email: {},
};

/** How far the message got, and no further than is known. */
export function deliveryWords(state: DeliveryState, method: Method): string {
  const message = messageNames[method];
  const words: Record<DeliveryState, string> = {
    queued: `The ${message} is waiting to leave`,
    sending: `Handing the ${message} over`,
    handed_over: `Handed over. Arrival not confirmed`,
    delivered: `The ${message} was delivered`,
    failed: `The ${message} did not arrive`,
    maybe_sent: maybeNotSent,
  };
  return ownWords[method][state] ?? words[state];
}
