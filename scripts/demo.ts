import { openPhone } from '../tests/support/stage/phone.ts';
import { openStage, type Stage } from '../tests/support/stage/stage.ts';
import { requireChromium, requireFirefox } from './lib/tools.ts';
import { buildSelfserve } from './lib/build-selfserve.ts';
import { buildTargets } from './lib/builds.ts';
import { playByItself } from './demo/by-itself.ts';
import { startMessagesPage, type CaughtMessage } from './demo/messages-page.ts';
import { askedByPush } from './demo/push-by-itself.ts';

/** `npm run demo`: the product on local parts, for a person; `-- --headless` plays it by itself and checks every step. */
const headless = process.argv.includes('--headless');

await requireChromium();
await requireFirefox();
if (!(await buildTargets(['chrome'])) || !(await buildSelfserve())) process.exit(1);
if (!headless && process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  console.error('There is no screen here to open a browser on. Run: npm run demo -- --headless');
  process.exit(1);
}

const interrupted = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});
const [owner] = askedByPush;
await using stack = new AsyncDisposableStack();
const stage = stack.adopt(await openStage({ headless, isConnected: true, invited: headless ? askedByPush : [owner] }), (each) => each.close());
const messages = stack.adopt(await startMessagesPage(() => caught(stage)), (each) => each.close());
const phone = stack.adopt(await openPhone(stage, owner, { headless }), (each) => each.close());
if (headless) await Promise.race([playByItself(stage, phone, messages.address), interrupted.then(() => Promise.reject(new Error('The demo was interrupted.')))]);
else await letAPersonPlay(stage);

async function letAPersonPlay(on: Stage): Promise<void> {
  await on.signIn();
  await (await on.browser.context.newPage()).goto(messages.address);
  await on.openTicket(owner.number);
  await phone.moveTo(1290, 0);
  console.log([
    '',
    `Countersign is running. Chromium shows a ticket, the Firefox window is the phone of ${owner.contact}, who called:`,
    '  1. On the ticket press "Identity Verification": the panel opens beside it.',
    '  2. Press SEND VERIFICATION. On the phone press Approve, Deny or "I did not ask for this".',
    '  3. With "Send Verification Code" both show six digits after Approve. Compare them, press APPROVE or DENY.',
    `  4. Or choose SMS or Email and press SEND: the other tab shows what arrives (${messages.address}).`,
    'The note about it appears on the ticket. "Password reset, urgent" on the board names an address that is not in the contact record: it is blocked.',
    'A phone takes a push every 20 seconds; after "I did not ask for this", or two denials, no more for that person.',
    '"Service Board" lists other tickets: Globex has its codes typed, codes for Initech live one minute.',
    'Close Chromium or press Ctrl+C to end.',
  ].join('\n'));
  await Promise.race([interrupted, new Promise((resolve) => on.browser.context.once('close', resolve))]);
}

function caught(on: Stage): CaughtMessage[] {
  const texts = on.texts.messages.map((message) => ({ kind: 'sms' as const, to: message.to, subject: null, text: message.text, at: message.at }));
  const mail = on.mail.messages.map((message) => ({ kind: 'email' as const, to: message.to, subject: message.subject, text: message.text, at: message.at }));
  return [...texts, ...mail].sort((a, b) => a.at - b.at);
}
