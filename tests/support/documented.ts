import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from './test-client.ts';

type Operation = { operationId: string; responses: Record<string, { content?: Record<string, { schema: any }> }> };

/** Holds answers against /openapi.json, and remembers which of the documented ones were seen. */
export async function createDocumented(origin: string) {
  const document: any = await (await fetch(`${origin}/openapi.json`)).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(document, 'openapi');
  const operations = new Map<string, { operation: Operation; pointer: string }>();
  for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operations.set(operation.operationId, { operation, pointer: `openapi#/paths/${path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${method}` });
    }
  }
  const seen = new Set<string>();

  /** Throws unless the answer is one that the document promises. */
  function check(name: string, { status, headers, body }: Answer): void {
    const found = operations.get(name);
    const promised = found?.operation.responses[status];
    if (!found || !promised) throw new Error(`${name} answered ${status}, which is not documented.`);
    const [type = '', media] = Object.entries(promised.content ?? {})[0] ?? [];
    const actual = (headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    if (actual !== type) throw new Error(`${name} ${status}: ${actual} instead of ${type}.`);
    if (status === 401 && !headers.get('WWW-Authenticate')?.startsWith('DPoP error=')) throw new Error(`${name} 401 without a challenge.`);
    if (status === 429 && !(Number(headers.get('Retry-After')) > 0)) throw new Error(`${name} 429 without Retry-After.`);
    if (media) validate(`${found.pointer}/responses/${status}/content/${type.replace('/', '~1').replace('+', '%2B')}/schema`, body);
    seen.add(`${name} ${status} ${status >= 400 ? body.code : ''}`.trim());
  }

  function validate(pointer: string, value: unknown): void {
    const schema = ajv.getSchema(pointer);
    if (!schema) throw new Error(`The document has no schema at ${pointer}.`);
    if (!schema(value)) throw new Error(`${pointer}: ${ajv.errorsText(schema.errors)}`);
  }

  /** Everything that the document promises: operation, status and, for problems, the code. */
  function all(): string[] {
    return [...operations.values()].flatMap(({ operation: { operationId, responses } }) => Object.entries(responses).flatMap(([status, response]) => {
      const problem = response.content?.['application/problem+json'];
      if (!problem) return [`${operationId} ${status}`];
      return (problem.schema.allOf[1].properties.code.enum as string[]).map((code) => `${operationId} ${status} ${code}`);
    }));
  }

  return { document, check, seen, all };
}
