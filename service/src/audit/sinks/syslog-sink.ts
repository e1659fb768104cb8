import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';
import { hostname } from 'node:os';
import type { Statement } from '../../store/types.ts';
import type { Sink } from './sink.ts';
import { checkpointLine } from './sink.ts';

export type SyslogServer = { protocol: 'udp' | 'tcp'; host: string; port: number };

/** Facility 13 (log audit), severity 5 (notice): RFC 5424 §6.2.1. */
const priority = 13 * 8 + 5;
const timeoutMs = 5_000;

/** Sends each checkpoint as one message of RFC 5424: a datagram (RFC 5426), or over TCP with octet counting (RFC 6587 §3.4.1). */
export function createSyslogSink(server: SyslogServer): Sink {
  const send = server.protocol === 'udp' ? sendDatagram : sendByTcp;
  return {
    name: 'syslog',
    write: async (checkpoint) => {
      await send(server, Buffer.from(formatMessage(checkpoint)));
      return true;
    },
  };
}

function formatMessage(checkpoint: Statement): string {
  const host = hostname().replace(/[^\x21-\x7e]/g, '').slice(0, 255) || '-';
  return `<${priority}>1 ${new Date(checkpoint.at).toISOString()} ${host} countersign - CHECKPOINT - ${checkpointLine(checkpoint)}`;
}

function sendDatagram({ host, port }: SyslogServer, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
    const finish = (error: Error | null) => {
      socket.close();
      if (error) reject(error);
      else resolve();
    };
    socket.once('error', finish);
    socket.send(message, port, host, finish);
  });
}

/** Done when the server has acknowledged the bytes and closed: syslog itself has no answer. */
function sendByTcp({ host, port }: SyslogServer, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port });
    socket.setTimeout(timeoutMs, () => socket.destroy(Object.assign(new Error('The syslog server does not answer.'), { code: 'ETIMEDOUT' })));
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.resume();
    socket.end(Buffer.concat([Buffer.from(`${message.length} `), message]));
  });
}
