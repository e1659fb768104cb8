// better-auth's e-mail-OTP plugin on a PostgreSQL, as a process of its own. Arguments: the database's address.
import { serve } from '@hono/node-server';
import { betterAuth } from 'better-auth';
import type { BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { emailOTP } from 'better-auth/plugins';
import { Pool } from 'pg';

const databaseUrl = process.argv[2];
const codes = new Map<string, string>();
const options = {
  baseURL: 'http://127.0.0.1',
  secret: 'a secret of nothing but this measurement',
  database: new Pool({ connectionString: databaseUrl }),
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
  plugins: [emailOTP({ sendVerificationOTP: async ({ email, otp }) => void codes.set(email, otp) })],
} satisfies BetterAuthOptions;

await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);

/** The code that was just sent goes back in a header, so that fetching it costs no request. */
async function answer(request: Request): Promise<Response> {
  const response = await auth.handler(request);
  const email = request.headers.get('x-email');
  if (email !== null) response.headers.set('x-otp', codes.get(email) ?? '');
  return response;
}

serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.send?.({ port }));
process.on('disconnect', () => process.exit(0));
