import type { IncomingHttpHeaders } from 'node:http';
import { startHttpSink } from './http-sink.ts';

type Posted = { path: string; headers: IncomingHttpHeaders; body: string };

/** A receiver of webhooks on loopback that keeps what it gets; `answer` is what it says. */
export async function startWebhookSink() {
  const posted: Posted[] = [];
  const answer: { status: number; headers?: Record<string, string> } = { status: 204 };
  const sink = await startHttpSink((request, body, response) => {
    posted.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(answer.status, answer.headers).end();
  });
  return { ...sink, posted, answer };
}
