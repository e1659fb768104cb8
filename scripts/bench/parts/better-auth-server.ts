// better-auth's e-mail-OTP plugin behind HTTP, as a process of its own. Arguments: the database's address.
import { serve } from '@hono/node-server';
import { createBetterAuth } from '../load/better-auth.ts';

const { auth, codes } = await createBetterAuth(process.argv[2] ?? '');

/** The code that was just sent goes back in a header, so that fetching it costs no request. */
async function answer(request: Request): Promise<Response> {
  const response = await auth.handler(request);
  const email = request.headers.get('x-email');
  if (email !== null) response.headers.set('x-otp', codes.get(email) ?? '');
  return response;
}

serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.send?.({ port }));
process.on('disconnect', () => process.exit(0));
