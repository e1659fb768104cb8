import { betterAuth } from 'better-auth';
import type { BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { emailOTP } from 'better-auth/plugins';
import { Pool } from 'pg';

/** better-auth's e-mail-OTP plugin on a PostgreSQL, its rate limit off, everything else as it comes. `codes`: the newest of each address. */
export async function createBetterAuth(databaseUrl: string) {
  const codes = new Map<string, string>();
  const pool = new Pool({ connectionString: databaseUrl });
  const options = {
    baseURL: 'http://127.0.0.1',
    secret: 'a secret of nothing but this measurement',
    database: pool,
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [emailOTP({ sendVerificationOTP: async ({ email, otp }) => void codes.set(email, otp) })],
  } satisfies BetterAuthOptions;
  await (await getMigrations(options)).runMigrations();
  return { auth: betterAuth(options), codes, pool };
}
