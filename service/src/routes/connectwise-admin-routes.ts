import { isSupportedCountry } from 'libphonenumber-js/max';
import type { ConnectwiseAdminRouteName } from '#contract/connectwise-admin-routes';
import { connect, describeConnection, disconnect, testConnection } from '../connectwise/people/connect.ts';
import type { ConnectDeps } from '../connectwise/people/connect.ts';
import { requestImport } from '../connectwise/people/rounds.ts';
import type { Handlers } from '../http/handler.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Store } from '../store/store.ts';
import type { SignedIn } from '../store/types.ts';
import { createCompanyRoutes } from './connectwise-company-routes.ts';
import { createContactRoutes } from './connectwise-contact-routes.ts';
import { connectwiseRefusal, ok, refuse } from './connectwise-refusals.ts';

export type ConnectwiseAdminDeps = ConnectDeps & {
  store: Store;
  newId: () => string;
  /** Tells the rounds that an import should not wait. */
  kickRounds: () => void;
};
type AdminHandlers = Pick<Handlers, ConnectwiseAdminRouteName>;

/** What administrators' browsers ask about ConnectWise: who is none is told so before anything is looked up. */
export function createConnectwiseAdminRoutes(deps: ConnectwiseAdminDeps): AdminHandlers {
  return forAdministrators({ ...createConnectionRoutes(deps), ...createCompanyRoutes(deps), ...createContactRoutes(deps) });
}

function forAdministrators(handlers: AdminHandlers): AdminHandlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    const ask = handler as (call: { who: SignedIn }) => Promise<unknown>;
    return [name, async (call: { who: SignedIn }) => (call.who.technician.role === 'administrator' ? ask(call) : refuse('not_administrator'))];
  });
  return Object.fromEntries(guarded) as AdminHandlers;
}

type ConnectionRoutes = Pick<Handlers, 'readConnection' | 'connect' | 'disconnect' | 'testConnection' | 'startImport'>;

function createConnectionRoutes(deps: ConnectwiseAdminDeps): ConnectionRoutes {
  const { store, now } = deps;
  const find = ({ tenant }: SignedIn): Promise<Connection | undefined> => store.findConnection(tenant.id);
  return {
    readConnection: async ({ who }) => ok(describeConnection(await find(who))),
    connect: async ({ who, body }) => {
      if (!isSupportedCountry(body.country)) return refuse('bad_request');
      const connected = await connect(deps, who.tenant.id, body, who.technician.id);
      if (connected.ok) return ok(describeConnection(connected.connection));
      return connected.problem === 'other' ? refuse('other_connectwise') : connectwiseRefusal(connected.problem);
    },
    disconnect: async ({ who }) => {
      await disconnect({ store, now }, who.tenant.id, who.technician.id);
      return ok(undefined);
    },
    testConnection: async ({ who }) => {
      const connection = await find(who);
      return connection ? ok(await testConnection(deps.connectwise, connection)) : refuse('not_connected');
    },
    startImport: async ({ who }) => {
      const connection = await find(who);
      if (!connection || !(await requestImport({ store, now }, connection))) return refuse('not_connected');
      deps.kickRounds();
      return ok(describeConnection(await find(who)));
    },
  };
}
