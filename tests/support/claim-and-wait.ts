import { createPostgresStore } from '../../service/src/store/postgres/postgres-store.ts';

/** Run as a process of its own: takes the message that waits, says so, and does no more until it is killed (a minute at the most). */
const [url = '', now = '0'] = process.argv.slice(2);
const store = await createPostgresStore({ url });
await store.beginWork();
const message = await store.claimMessage(Number(now));
process.stdout.write(message?.id ?? 'none');
setTimeout(() => process.exit(1), 60_000);
