import { expect, test } from 'vitest';
import { aRequest, jo, settled, startTestService, startVerification } from '../../support/service.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import { startTwilioSink } from '../../support/sinks/twilio-sink.ts';

const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'sink-token' };

const bothWays = async () => {
  const mail = await startSmtpSink();
  const texts = await startTwilioSink(twilio);
  const service = await startTestService({
    senders: 'configured',
    env: {
      COUNTERSIGN_SMTP_URL: mail.url, COUNTERSIGN_SMTP_INSECURE: '1', COUNTERSIGN_MAIL_FROM: 'Harbor IT <verify@harbor.example>',
      COUNTERSIGN_TWILIO_ACCOUNT_SID: twilio.accountSid, COUNTERSIGN_TWILIO_AUTH_TOKEN: twilio.authToken, COUNTERSIGN_TWILIO_FROM: '+15005550006', COUNTERSIGN_TWILIO_API_ORIGIN: texts.origin,
    },
  });
  return { mail, texts, service, close: async () => void (await Promise.all([service.stop(), mail.close(), texts.close()])) };
};

test('SEND reaches the mail server and Twilio that the environment names, with the digits that the technician sees', async () => {
  const { mail, texts, service, close } = await bothWays();
  try {
    const alex = await service.signIn();
    const byMail = await startVerification(alex, { method: 'email' });
    const byText = await startVerification(alex, { method: 'sms' });
    expect(byMail.delivery.state).toBe('handed_over');
    expect(byText.delivery.state).toBe('handed_over');
    expect(mail.messages.map(({ to, code }) => ({ to, code }))).toEqual([{ to: jo.email, code: byMail.code }]);
    expect(texts.messages.map(({ to, code }) => ({ to, code }))).toEqual([{ to: jo.mobile, code: byText.code }]);
    expect((await alex.call('decide', { id: byText.id, body: { decision: 'approve' } })).body.status).toBe('approved');
  } finally {
    await close();
  }
});

test('when the person has opted out of texts, the next rung can be taken at once on the same ticket', async () => {
  const { mail, texts, service, close } = await bothWays();
  try {
    texts.setBehaviour(21610);
    const alex = await service.signIn();
    const request = aRequest(jo, { method: 'sms' });
    const { body } = await alex.call('startVerification', { body: request });
    expect(await settled(alex, body.id)).toMatchObject({ status: 'failed', delivery: { state: 'failed', reason: 'opted_out' } });
    const options = await alex.call('resolveContact', { body: { contact: request.contact } });
    expect(options.body).toMatchObject({ live: null, methods: expect.arrayContaining([expect.objectContaining({ method: 'email', available: true })]) });
    const next = await alex.call('startVerification', { body: { ...request, method: 'email' } });
    expect((await settled(alex, next.body.id)).delivery.state).toBe('handed_over');
    expect(mail.messages.map(({ to }) => to)).toEqual([jo.email]);
  } finally {
    await close();
  }
});

test('a service without a way to send offers nothing, and says so before SEND', async () => {
  const service = await startTestService({ senders: 'configured' });
  try {
    const alex = await service.signIn();
    const { body } = await alex.call('resolveContact', { body: { contact: aRequest().contact } });
    expect(body.methods).toMatchObject([{ method: 'push', available: false, reason: 'no_phone' }, { method: 'sms', available: false, reason: 'not_configured' }, { method: 'email', available: false, reason: 'not_configured' }]);
    expect((await alex.call('startVerification', { body: aRequest() })).body.code).toBe('method_unavailable');
  } finally {
    await service.stop();
  }
});
