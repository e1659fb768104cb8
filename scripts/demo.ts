import { openStage, type Stage } from '../tests/support/stage/stage.ts';
import { tickets } from '../tests/support/stage/cast.ts';
import { requireChromium, requireOpenssl } from './lib/tools.ts';
import { buildSelfserve } from './lib/build-selfserve.ts';
import { buildTargets } from './lib/builds.ts';
import { playByItself } from './demo/by-itself.ts';
import { startPhone, type PhoneMessage } from './demo/phone.ts';

/** `npm run demo`: the product on local parts, for a person; `-- --headless` plays it by itself and checks every step. */
const headless = process.argv.includes('--headless');

await requireOpenssl();
await requireChromium();
if (!(await buildTargets(['chrome'])) || !(await buildSelfserve())) process.exit(1);
if (!headless && process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  console.error('There is no screen here to open a browser on. Run: npm run demo -- --headless');
  process.exit(1);
}

const interrupted = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});
const stage = await openStage({ headless });
const phone = await startPhone(() => caught(stage));
try {
  if (headless) await Promise.race([playByItself(stage, phone.address), interrupted.then(() => Promise.reject(new Error('The demo was interrupted.')))]);
  else await letAPersonPlay(stage, phone.address);
} finally {
  await phone.close();
  await stage.close();
}

async function letAPersonPlay(on: Stage, phoneAddress: string): Promise<void> {
  await on.signIn();
  await (await on.browser.context.newPage()).goto(phoneAddress);
  await on.openTicket(tickets.jo.number);
  console.log([
    '',
    'Countersign is running. In the browser that has just opened:',
    '  1. On the ticket press "Identity Verification": the panel opens beside it.',
    '  2. Choose SMS or Email and press SEND.',
    `  3. The other tab shows what Jo's phone gets (${phoneAddress}). Compare the digits.`,
    '  4. Press APPROVE or DENY.',
    '"Service Board" lists other tickets: Globex has its codes typed, codes for Initech live one minute.',
    'Close the browser or press Ctrl+C to end.',
  ].join('\n'));
  await Promise.race([interrupted, new Promise((resolve) => on.browser.context.once('close', resolve))]);
}

function caught(on: Stage): PhoneMessage[] {
  const texts = on.texts.messages.map((message) => ({ kind: 'sms' as const, to: message.to, subject: null, text: message.text, at: message.at }));
  const mail = on.mail.messages.map((message) => ({ kind: 'email' as const, to: message.to, subject: message.subject, text: message.text, at: message.at }));
  return [...texts, ...mail].sort((a, b) => a.at - b.at);
}
