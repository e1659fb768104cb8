import * as z from 'zod/mini';

/** Milliseconds since 1970 that a date can hold (ECMA-262 §21.4.1.1). */
export const InstantSchema = z.int().check(z.gte(-8_640_000_000_000_000), z.lte(8_640_000_000_000_000));
