import * as z from 'zod/mini';

/** Times are milliseconds since 1970 by the service's clock. */
export const TimeSchema = z.int().check(z.minimum(0));
export const IdSchema = z.uuid();
