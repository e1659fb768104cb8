import * as z from 'zod/mini';
import { IdSchema } from '#contract/values';
import { describeIssues } from './describe-issues.ts';
import { Refused } from './refused.ts';

export const mostBodyBytes = 16 * 1024;

/** The body of `request` as `schema` wants it, checked from the outside in: type, size, JSON, fields. */
export async function readBody<S extends z.ZodMiniType>(request: Request, schema: S): Promise<z.output<S>> {
  const type = (request.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Refused({ code: 'unsupported_media_type' });
  const parsed = schema.safeParse(parseJson(await readBounded(request)));
  if (!parsed.success) throw badRequest(describeIssues(parsed.error.issues));
  return parsed.data;
}

/** The header Idempotency-Key, which must be a UUID. */
export function readIdempotencyKey(request: Request): string {
  const parsed = IdSchema.safeParse(request.headers.get('Idempotency-Key'));
  if (!parsed.success) throw new Refused({ code: 'bad_request', detail: 'The header Idempotency-Key must be a UUID.' });
  return parsed.data.toLowerCase();
}

/** The id in the path, which must be a UUID. */
export function readId(text: string | undefined): string {
  const parsed = IdSchema.safeParse(text);
  if (!parsed.success) throw new Refused({ code: 'bad_request', detail: 'The id in the path must be a UUID.' });
  return parsed.data.toLowerCase();
}

function badRequest(errors: { pointer: string; detail: string }[]): Refused {
  return new Refused({ code: 'bad_request' }, { errors });
}

/** The bytes of the body, or a refusal when they are too many. */
export async function readBounded(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('Content-Length') ?? 0) > mostBodyBytes) throw new Refused({ code: 'body_too_large' });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBodyBytes) throw new Refused({ code: 'body_too_large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw badRequest([{ pointer: '', detail: 'must be JSON in UTF-8' }]);
  }
}
