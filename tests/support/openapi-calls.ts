/** Calls made from /openapi.json alone: what an operation takes, filled with values that its schemas accept. */
export type Operation = { operationId: string; method: string; path: string; ids: string[]; names: string[]; body: Schema | undefined };
export type Schema = { type?: string; format?: string; enum?: unknown[]; const?: unknown; minimum?: number; items?: Schema; anyOf?: Schema[]; properties?: Record<string, Schema>; required?: string[] };
/** Texts by the name of their field; null: the field is left out. One that is not there is one that nobody taught this generator. */
export type Texts = Record<string, string | null>;

type Described = { operationId: string; parameters?: { name: string; in: string; schema: Schema }[]; requestBody?: { content: Record<string, { schema: Schema }> } };

export function listOperations(document: { paths: Record<string, Record<string, Described>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, described]) => describe(path, method, described)));
}

/** `ids`: where it takes an id, by parameter or by JSON pointer; `names`: the fields that its body may have. */
function describe(path: string, method: string, { operationId, parameters = [], requestBody }: Described): Operation {
  const body = requestBody?.content['application/json']?.schema;
  const fields = body ? fieldsOf(body, '') : [];
  const inPath = parameters.map((parameter) => ({ pointer: `${parameter.in} ${parameter.name}`, schema: parameter.schema }));
  return {
    operationId, method: method.toUpperCase(), path, body,
    ids: [...inPath, ...fields].filter(({ schema }) => schema.format === 'uuid').map(({ pointer }) => pointer),
    names: fields.map(({ pointer }) => pointer),
  };
}

function fieldsOf(schema: Schema, pointer: string): { pointer: string; schema: Schema }[] {
  if (!schema.properties) return [{ pointer, schema }];
  return Object.entries(schema.properties).flatMap(([name, inner]) => fieldsOf(inner, `${pointer}/${name}`));
}

/** A body with every field that `schema` knows, optional ones included, but those that `texts` leaves out. */
export function fillBody(schema: Schema, texts: Texts, pointer = ''): unknown {
  if (schema.properties) {
    const wanted = Object.entries(schema.properties).filter(([name]) => texts[`${pointer}/${name}`] !== null);
    return Object.fromEntries(wanted.map(([name, inner]) => [name, fillBody(inner, texts, `${pointer}/${name}`)]));
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return fillBody(schema.anyOf[0] ?? {}, texts, pointer);
  if (schema.type === 'integer') return schema.minimum ?? 0;
  if (schema.type === 'object') return {};
  if (schema.type === 'array') return [fillBody(schema.items ?? {}, texts, pointer)];
  const text = texts[pointer];
  if (schema.type !== 'string' || typeof text !== 'string') throw new Error(`${pointer} is a field that nothing is known about: say in the test what another tenant's would be.`);
  return text;
}
