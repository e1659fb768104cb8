import type { AddressInfo, Socket } from 'node:net';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { recordMessage } from '../secrets/record.ts';
import { readMail } from './sink-mail.ts';
import type { SinkMail } from './sink-mail.ts';

export type SmtpBehaviour =
  | 'accept'
  | 'slow' // takes a second over each message
  | 'refuse-sender'
  | 'refuse-recipient'
  | 'temp-fail'
  | 'refuse-content'
  | 'temp-fail-content'
  | 'hang-before-data'
  | 'drop-before-data'
  | 'hang-after-data'
  | 'drop-after-data';

/** How far a session has come. `data`: asked to take the content, not answered; `content`: all of it is here, not answered. */
export type SmtpStep = 'connected' | 'recipient' | 'data' | 'content' | 'answered';

export type SmtpSinkOptions = {
  port?: number;
  /** STARTTLS with this certificate, or TLS from the start with `implicit`. */
  tls?: { key: string; cert: string; implicit?: boolean };
  user?: { name: string; password: string };
  behaviour?: SmtpBehaviour;
  onMessage?: (mail: SinkMail) => void;
  onStep?: (step: SmtpStep) => void;
};
export type SmtpSink = {
  port: number;
  url: string;
  /** Every mail whose content arrived whole, answered or not. */
  messages: SinkMail[];
  /** What was wrong with what arrived: tests expect none. */
  violations: string[];
  connections(): number;
  setBehaviour(behaviour: SmtpBehaviour): void;
  close(): Promise<void>;
};

/** A mail server on a free loopback port that keeps what it gets, and misbehaves on demand. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const state: State = { behaviour: options.behaviour ?? 'accept', messages: [], violations: [], sockets: new Set(), connections: 0 };
  const server = new SMTPServer({ ...transport(options), ...handlers(state, options) });
  server.on('error', () => undefined); // a client that goes away is what some tests want
  server.server.on('connection', (socket: Socket) => remember(state, socket));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: sinkUrl(options, port),
    messages: state.messages,
    violations: state.violations,
    connections: () => state.connections,
    setBehaviour: (behaviour) => void (state.behaviour = behaviour),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of state.sockets) socket.destroy();
      }),
  };
}

type State = { behaviour: SmtpBehaviour; messages: SinkMail[]; violations: string[]; sockets: Set<Socket>; connections: number };

function remember(state: State, socket: Socket): void {
  state.connections += 1;
  state.sockets.add(socket);
  socket.on('error', () => undefined);
  socket.once('close', () => state.sockets.delete(socket));
}

function sinkUrl({ tls, user }: SmtpSinkOptions, port: number): string {
  const credentials = user ? `${encodeURIComponent(user.name)}:${encodeURIComponent(user.password)}@` : '';
  return `${tls?.implicit ? 'smtps' : 'smtp'}://${credentials}127.0.0.1:${port}`;
}

function transport({ tls, user }: SmtpSinkOptions): SMTPServerOptions {
  const secure = tls ? { key: tls.key, cert: tls.cert, secure: tls.implicit ?? false } : { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] };
  return {
    ...secure,
    ...(user ? { authOptional: false, allowInsecureAuth: !tls } : { disabledCommands: [...(tls ? [] : ['STARTTLS']), 'AUTH'], authOptional: true }),
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
  };
}

function handlers(state: State, { user, onMessage, onStep = () => undefined }: SmtpSinkOptions): SMTPServerOptions {
  const drop = () => state.sockets.forEach((socket) => socket.destroy());
  const take = (parsed: ParsedMail, recipients: { address: string }[], done: (error?: Error) => void) => {
    if (state.behaviour === 'refuse-content') return done(reply(554, 'Not this'));
    if (state.behaviour === 'temp-fail-content') return done(reply(452, 'Full'));
    const mail = readMail(parsed, recipients.map(({ address }) => address), state.violations);
    state.messages.push(mail);
    recordMessage(mail);
    onMessage?.(mail);
    onStep('content');
    if (state.behaviour === 'hang-after-data') return;
    if (state.behaviour === 'drop-after-data') return drop();
    if (state.behaviour === 'slow') return void setTimeout(done, 1000);
    done();
    onStep('answered');
  };
  return {
    onConnect: (_session, done) => {
      onStep('connected');
      done();
    },
    onAuth: (auth, _session, done) => (auth.username === user?.name && auth.password === user?.password ? done(null, { user: 'sender' }) : done(reply(535, 'No'))),
    onMailFrom: (_address, _session, done) => done(state.behaviour === 'refuse-sender' ? reply(550, 'Not your sender') : undefined),
    onRcptTo: (_address, session, done) => {
      onStep('recipient');
      if (state.behaviour === 'hang-before-data') return;
      if (state.behaviour === 'drop-before-data') return drop();
      if (state.behaviour === 'refuse-recipient') return done(reply(550, 'No such user'));
      if (state.behaviour === 'temp-fail') return done(reply(451, 'Later'));
      if (session.envelope.rcptTo.length > 0) state.violations.push('more than one recipient');
      done();
    },
    onData: (stream, session, done) => {
      onStep('data');
      // A client that goes away before its content is whole has sent no mail.
      void simpleParser(stream).then((parsed) => take(parsed, session.envelope.rcptTo, done), () => undefined);
    },
  };
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
