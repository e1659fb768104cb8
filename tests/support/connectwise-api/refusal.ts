/** An answer that is no success, as ConnectWise writes it: a document, or plain text. */
export class Refusal extends Error {
  readonly status: number;
  readonly document: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, document: unknown, headers: Record<string, string> = {}) {
    super(`${status}`);
    this.status = status;
    this.document = document;
    this.headers = headers;
  }
}

export function refuse(status: number, code: string, message: string, errors: { code: string; message: string; resource: string; field: string }[] = []): Refusal {
  return new Refusal(status, { code, message, errors });
}

export const notFound = (resource: string, id: string) => refuse(404, 'NotFound', `${resource} ${id} not found`);
export const unroutable = () => new Refusal(404, 'Cannot route. Codebase/company is invalid');
export const badCondition = (message: string) => refuse(400, 'ApiFindCondition', message);
