import { poll } from '../browsers/poll.ts';
import type { SinkMail } from '../sinks/sink-mail.ts';
import type { SinkText } from '../sinks/twilio-sink.ts';
import type { PhoneOwner } from './cast.ts';
import type { Backstage } from './stage.ts';
import type { ChannelWord } from './technician.ts';

/**
 * The code of a verification in the newest message of one kind that the sinks caught and that nobody has asked for yet.
 * Waits 10 s at the most; notices, and codes that set up a phone, are passed over.
 */
export function receivedCode(stage: Backstage, method: ChannelWord): Promise<string> {
  const messages = method === 'SMS' ? stage.texts.messages : stage.mail.messages;
  return poll(`a code by ${method}`, () => {
    const code = messages.slice(taken.get(messages) ?? 0).findLast(isVerification)?.code;
    if (code) taken.set(messages, messages.length);
    return code;
  }, 10_000);
}

/** The link of the newest invitation to the phone app that `person` got by e-mail. */
export function receivedInvitation({ mail }: Backstage, { email }: PhoneOwner): Promise<string> {
  return poll('an invitation', () => mail.messages.filter(({ to }) => to === email).map(linkIn).findLast((link) => link !== undefined));
}

/** The link of the newest e-mail to this address with which a person says that it was not they who were verified. */
export function receivedNotYouLink({ mail }: Backstage, to: string): Promise<string> {
  return poll('a message about the success', () => mail.messages.filter((each) => each.to === to).map(({ text }) => /http\S+#not-you=[\w.-]+/.exec(text)?.[0]).findLast((link) => link !== undefined));
}

/** The newest code by text message that sets up a phone of `person`, of those that came after the first `seen` texts. */
export function receivedSetUpCode({ texts }: Backstage, { mobile }: PhoneOwner, seen: number): Promise<string> {
  return poll('a code that sets up the phone', () => texts.messages.slice(seen).findLast((text) => text.to === mobile && isSetUp(text))?.code);
}

const taken = new WeakMap<object, number>();
const linkIn = ({ text }: SinkMail) => /http\S+#join=[\w-]+/.exec(text)?.[0];
const setsUp = ({ text }: { text: string }) => text.includes('to set up your phone');
const isSetUp = (text: SinkText) => text.code !== undefined && setsUp(text);
const isVerification = (message: SinkMail | SinkText) => message.code !== undefined && !setsUp(message);
