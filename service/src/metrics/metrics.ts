import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { TicketNote } from '../store/connectwise-store.ts';
import type { Alert, Message, VerificationRow } from '../store/types.ts';

export type RequestFigures = { method: string; route: string; status: number; seconds: number; problem: string | undefined };
export type Metrics = ReturnType<typeof createMetrics>;

const httpMethods: ReadonlySet<string> = new Set(['GET', 'POST', 'DELETE', 'OPTIONS', 'HEAD']);

/**
 * The service's figures, in a registry of their own. Every label is from a fixed list: no id, no name, no address.
 * Each fact is counted in one place: what happens to verifications and messages where the store writes it
 * (`countWritten`), requests and refusals where they are logged, what waits when it is asked for (`addGauges`).
 */
export function createMetrics() {
  const registry = new Registry();
  const { requests, refusals, ended, wrongCodes, alerts, messages, ticketNotes, streams } = instruments(registry);
  return {
    registry,
    request: ({ method, route, status, seconds, problem }: RequestFigures) => {
      requests.observe({ method: httpMethods.has(method) ? method : 'other', route, status: `${Math.floor(status / 100)}xx` }, seconds);
      if (problem !== undefined) refusals.inc({ code: problem });
    },
    ended: ({ status, method, endReason }: VerificationRow) => ended.inc({ status, method, reason: endReason ?? 'none' }),
    wrongCode: ({ method }: VerificationRow) => wrongCodes.inc({ method }),
    alert: ({ kind }: Alert) => alerts.inc({ kind }),
    message: ({ method, state, reason }: Message) => messages.inc({ method, state, reason: reason ?? 'none' }),
    ticketNote: ({ state, reason }: TicketNote) => ticketNotes.inc({ state, reason: reason ?? 'none' }),
    /** Counts an open status stream until the subscription ends, which `unsubscribe` does. */
    stream: (unsubscribe: () => void) => {
      streams.inc();
      return () => {
        streams.dec();
        unsubscribe();
      };
    },
  };
}

function instruments(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'countersign_request_duration_seconds', help: 'Time until a request was answered, or its stream had begun', registers,
      labelNames: ['method', 'route', 'status'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    }),
    refusals: new Counter({ name: 'countersign_refusals_total', help: 'Requests refused; device_unknown, pairing_code_invalid, too_many_attempts and token_invalid are sign-ins', registers, labelNames: ['code'] }),
    ended: new Counter({ name: 'countersign_verifications_ended_total', help: 'Verifications that ended', registers, labelNames: ['status', 'method', 'reason'] }),
    wrongCodes: new Counter({ name: 'countersign_wrong_codes_total', help: 'Typed codes that were wrong; with a push, numbers as well', registers, labelNames: ['method'] }),
    alerts: new Counter({ name: 'countersign_alerts_total', help: 'Answers on a phone that the MSP must look at', registers, labelNames: ['kind'] }),
    messages: new Counter({ name: 'countersign_messages_total', help: 'Messages that reached a state; one can be handed over and later delivered', registers, labelNames: ['method', 'state', 'reason'] }),
    ticketNotes: new Counter({ name: 'countersign_ticket_notes_total', help: 'Attempts to write a ticket note, by what came of them', registers, labelNames: ['state', 'reason'] }),
    streams: new Gauge({ name: 'countersign_open_streams', help: 'Status streams that are open', registers }),
  };
}
