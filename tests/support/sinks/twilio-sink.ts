import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { recordMessage } from '../secrets/record.ts';
import { codeIn } from './code-in.ts';
import { answerJson, startHttpSink } from './http-sink.ts';
import { postCallback } from './twilio-callback.ts';
import type { CallbackOptions } from './twilio-callback.ts';

/** A number is one of Twilio's error codes, answered as Twilio answers it. The rest happens after the message was taken; `hold` answers when released. */
export type TwilioBehaviour = 'accept' | 'hold' | 'hang' | 'drop' | 'error-500' | 'garbled' | 'redirect' | 'too-many' | number;

/** `received`: the request is here, not answered; `answered`: the answer is on its way. */
export type TwilioStep = 'received' | 'answered';

export type SinkText = { to: string; from: string; text: string; code: string | undefined; validitySeconds: number; statusCallback: string | undefined; sid: string; at: number };
export type TwilioSinkOptions = { accountSid: string; authToken: string; port?: number; behaviour?: TwilioBehaviour; onMessage?: (text: SinkText) => void; onStep?: (step: TwilioStep) => void };
export type TwilioSink = {
  port: number;
  /** Goes into the service as Twilio's API origin. */
  origin: string;
  /** Every text that was taken, answered or not. */
  messages: SinkText[];
  requests(): number;
  setBehaviour(behaviour: TwilioBehaviour): void;
  /** Answers what is held. */
  release(): void;
  /** Reports the status of a text, with a real signature unless `options` bend it. */
  callBack(text: SinkText, status: string, options?: CallbackOptions): ReturnType<typeof postCallback>;
  close(): Promise<void>;
};

const statuses: Record<number, number> = { 20003: 401, 20429: 429, 21408: 403 };

/** A server that speaks Twilio's Messaging API on a free loopback port: checks what Twilio checks, keeps what it gets. */
export async function startTwilioSink(options: TwilioSinkOptions): Promise<TwilioSink> {
  const messages: SinkText[] = [];
  let behaviour = options.behaviour ?? 'accept';
  let requests = 0;
  const held: (() => void)[] = [];

  const sink = await startHttpSink((request, body, response) => {
    requests += 1;
    const problem = findProblem(request, new URLSearchParams(body), options) ?? (typeof behaviour === 'number' ? behaviour : undefined);
    if (problem !== undefined) return answerError(response, problem);
    if (behaviour === 'too-many') return answerError(response, 20429);
    if (behaviour === 'redirect') return void response.writeHead(307, { location: '/elsewhere' }).end();
    const text = toText(new URLSearchParams(body));
    messages.push(text);
    recordMessage(text);
    options.onMessage?.(text);
    options.onStep?.('received');
    response.on('finish', () => options.onStep?.('answered'));
    if (behaviour === 'hold') held.push(() => answer(request, response, 'accept', text));
    else answer(request, response, behaviour, text);
  }, options.port);

  return {
    ...sink,
    messages,
    requests: () => requests,
    setBehaviour: (next) => void (behaviour = next),
    release: () => held.splice(0).forEach((finish) => finish()),
    callBack: (text, status, bent) => postCallback(options, text, status, bent),
  };
}

function findProblem(request: IncomingMessage, form: URLSearchParams, { accountSid, authToken }: TwilioSinkOptions): number | undefined {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  if (request.headers.authorization !== expected) return 20003;
  if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${accountSid}/Messages.json`) return 20404;
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') return 20001;
  const validity = form.get('ValidityPeriod') ?? '';
  if (!/^\d+$/.test(validity) || Number(validity) < 1 || Number(validity) > 36_000) return 21621;
  if (!/^\+[1-9]\d{6,14}$/.test(form.get('To') ?? '')) return 21211;
  if (form.has('StatusCallback') && !URL.canParse(form.get('StatusCallback') ?? '')) return 21609;
  if (!form.get('From') && !form.get('MessagingServiceSid')) return 21603;
  if (form.getAll('To').length !== 1) return 21604;
  const length = [...(form.get('Body') ?? '')].length;
  return length === 0 ? 21602 : length > 1600 ? 21617 : undefined;
}

function toText(form: URLSearchParams): SinkText {
  const text = form.get('Body') ?? '';
  const from = form.get('MessagingServiceSid') ?? form.get('From') ?? '';
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const statusCallback = form.get('StatusCallback') ?? undefined;
  return { to: form.get('To') ?? '', from, text, code: codeIn(text), validitySeconds: Number(form.get('ValidityPeriod')), statusCallback, sid, at: Date.now() };
}

function answer(request: IncomingMessage, response: ServerResponse, behaviour: TwilioBehaviour, text: SinkText): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'drop') return void request.socket.destroy();
  if (behaviour === 'error-500') return answerJson(response, 500, { code: 20500, message: 'Internal Server Error', status: 500 });
  if (behaviour === 'garbled') return void response.writeHead(201, { 'content-type': 'text/html' }).end('<html>welcome');
  answerJson(response, 201, { sid: text.sid, status: 'queued', to: text.to, from: text.from, body: text.text, error_code: null, error_message: null });
}

function answerError(response: ServerResponse, code: number): void {
  const status = statuses[code] ?? (code === 20404 ? 404 : 400);
  answerJson(response, status, { code, message: 'refused', more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
